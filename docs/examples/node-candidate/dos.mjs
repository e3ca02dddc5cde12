// The Directory of Services: pharmacies that supply urgent medicines near a postcode, and secure addresses.
import { isOfUse, isOpen } from './opening.mjs';
import { provision } from './settings.mjs';

const { dos } = provision;
const hours = new Map(); // as DoS said last, by service id
const times = (session) => `${session.start.hours}:${session.start.minutes}-${session.end.hours}:${session.end.minutes}`;
const sessions = (listed) => listed.map((session) => (session.start ? times(session) : 'closed'));

export async function pharmaciesNear(postcode) {
  const success = await near(postcode, dos.service_type);
  const now = new Date();
  for (const { id, openingTimes } of success.services) hours.set(String(id), openingTimes ?? {});
  const open = success.services.filter((service) => isOfUse(service.openingTimes ?? {}, now));
  const none = success.services.length ? 'All pharmacies nearby are shut for the next 24 hours' : 'No pharmacy was found';
  return { providers: open.map((service) => provider(service, now)), message: open.length ? '' : none };
}

function near(postcode, type) {
  return asked(`byServiceType/${['0', encodeURIComponent(postcode.toUpperCase()), '0', '0', '0', '0', '0', type, '0'].join('/')}`);
}

// Whether a pharmacy that somebody looked for is open now; null where nobody did.
export function isOpenNow(id) {
  const opening = hours.get(String(id));
  return opening ? isOpen(opening, new Date()) : null;
}

export function ownServices(ods) {
  return asked(`byOdsCode/${ods}`);
}

const TYPES = { 'gp-practice': '100', 'cpcs-provider': '131' };
const SCENARIOS = { notification: 'Copy', 'onward-referral': 'Primary' };

// Gives the secure addresses of a practice or pharmacy for a purpose, best first, with what DoS says to do besides.
// Asked by its code; and near a postcode, where DoS has the code with something after it.
export async function secureEmails({ ods, kind, postcode, purpose }) {
  const isIts = (service) => codeOf(service, kind) === ods && String(service.type?.id ?? TYPES[kind]) === TYPES[kind];
  let service = (await ownServices(ods)).services.find(isIts);
  if (!service && postcode) service = (await near(postcode, TYPES[kind])).services.find(isIts);
  const all = (service?.endpoints ?? []).filter((found) => found.businessScenario === SCENARIOS[purpose])
    .sort((a, b) => a.endpointOrder - b.endpointOrder);
  const secure = all.filter(({ transport, address }) => transport === 'email' && /^[^@\s]+@nhs\.net$/i.test(address));
  const instruction = [...new Set(all.map(({ comment }) => comment).filter(Boolean))].join('; ');
  return { emails: [...new Set(secure.map(({ address }) => address))], instruction };
}

const codeOf = ({ odsCode }, kind) => (kind === 'cpcs-provider' ? odsCode.trim().slice(0, 5) : odsCode.trim());

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
    ods: codeOf(service, 'cpcs-provider'),
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
