// The Directory of Services: pharmacies that supply urgent medicines near a postcode.
import { provision } from './settings.mjs';

const { dos } = provision;
const times = (session) => `${session.start.hours}:${session.start.minutes}-${session.end.hours}:${session.end.minutes}`;
const sessions = (listed) => listed.map((session) => (session.start ? times(session) : 'closed'));

export async function pharmaciesNear(postcode) {
  const path = ['0', encodeURIComponent(postcode.toUpperCase()), '0', '0', '0', '0', '0', dos.service_type, '0'].join('/');
  const success = await asked(`byServiceType/${path}`);
  return { providers: success.services.map(provider), message: success.services.length ? '' : 'No pharmacy was found' };
}

export function ownServices(ods) {
  return asked(`byOdsCode/${ods}`);
}

async function asked(path) {
  const proof = Buffer.from(`${dos.username}:${dos.password}`).toString('base64');
  const response = await fetch(`${dos.base}/services/${path}`,
    { headers: { authorization: `Basic ${proof}` }, signal: AbortSignal.timeout(8000) });
  const { success, error } = await response.json();
  if (!success) throw new Error(error?.message ?? `DoS answers ${response.status}`);
  return success;
}

function provider(service) {
  const opening = service.openingTimes ?? {};
  const days = opening.allHours ? [{ day: 'every day', sessions: ['00:00-24:00'] }]
    : (opening.days ?? []).map(({ day, sessions: listed }) => ({ day, sessions: sessions(listed) }));
  return {
    service_id: service.id,
    ods: service.odsCode.trim(),
    public_name: service.publicName || service.name,
    address: service.address ?? [],
    postcode: service.postcode,
    telephone: service.phone?.public ?? '',
    opening_times: days,
    specified_dates: (opening.specifiedDates ?? []).map(({ date, sessions: listed }) =>
      ({ date: date.split('-').reverse().join('-'), sessions: sessions(listed) })),
    distance_miles: service.patientDistance,
  };
}
