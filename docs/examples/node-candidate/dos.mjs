// The Directory of Services: pharmacies that supply urgent medicines near a postcode.
import { isOfUse, isOpen } from './opening.mjs';
import { provision } from './settings.mjs';

const { dos } = provision;
const hours = new Map(); // as DoS said last, by service id
const times = (session) => `${session.start.hours}:${session.start.minutes}-${session.end.hours}:${session.end.minutes}`;
const sessions = (listed) => listed.map((session) => (session.start ? times(session) : 'closed'));

export async function pharmaciesNear(postcode) {
  const path = ['0', encodeURIComponent(postcode.toUpperCase()), '0', '0', '0', '0', '0', dos.service_type, '0'].join('/');
  const success = await asked(`byServiceType/${path}`);
  const now = new Date();
  for (const { id, openingTimes } of success.services) hours.set(String(id), openingTimes ?? {});
  const open = success.services.filter((service) => isOfUse(service.openingTimes ?? {}, now));
  const none = success.services.length ? 'All pharmacies nearby are shut for the next 24 hours' : 'No pharmacy was found';
  return { providers: open.map((service) => provider(service, now)), message: open.length ? '' : none };
}

// Whether a pharmacy that somebody looked for is open now; null where nobody did.
export function isOpenNow(id) {
  const opening = hours.get(String(id));
  return opening ? isOpen(opening, new Date()) : null;
}

export function ownServices(ods) {
  return asked(`byOdsCode/${ods}`);
}

async function asked(path) {
  const proof = Buffer.from(`${dos.username}:${dos.password}`).toString('base64');
  const response = await fetch(`${dos.base}/services/${path}`,
    { headers: { authorization: `Basic ${proof}` }, signal: AbortSignal.timeout(8000) })
    .catch(() => { throw new Error('The Directory of Services does not answer; try again later'); });
  const answer = await response.json().catch(() => null);
  if (!Array.isArray(answer?.success?.services)) throw new Error(trouble(response.status, answer));
  return answer.success;
}

function trouble(status, answer) {
  if (status === 400) return `The Directory of Services refuses this search: ${answer?.error?.message}`;
  if (status === 401 || status === 403) return 'The Directory of Services does not know this system; ring support';
  return 'The Directory of Services has a fault; try again later';
}

const publicName = ({ publicName, name }) => publicName || name.replace(/^[^:]*: *[^()]*\((.*)\)$/, '$1');

function provider(service, now) {
  const opening = service.openingTimes ?? {};
  const days = opening.allHours ? [{ day: 'every day', sessions: ['00:00-24:00'] }]
    : (opening.days ?? []).map(({ day, sessions: listed }) => ({ day, sessions: sessions(listed) }));
  return {
    service_id: service.id,
    ods: service.odsCode.trim().slice(0, 5),
    public_name: publicName(service),
    address: (service.address ?? []).filter(Boolean),
    postcode: service.postcode,
    telephone: service.phone?.public ?? '',
    opening_times: days,
    specified_dates: (opening.specifiedDates ?? []).map(({ date, sessions: listed }) =>
      ({ date: date.split('-').reverse().join('-'), sessions: sessions(listed) })),
    distance_miles: service.patientDistance,
    open: { at: now.toISOString(), is_open: isOpen(opening, now) },
    capacity: service.capacity?.status?.rag === 'Red' ? 'has no capacity just now' : '',
  };
}
