// Finding patients on PDS, adopting a record for a referral, and what the patient agrees to.
import { randomUUID } from 'node:crypto';
import { alert, all } from '../store.mjs';
import { referralAt, save } from '../referrals.mjs';
import { record } from '../screen.mjs';
import { nhsNumberOf } from '../nhs-number.mjs';
import { retrieve, search } from '../pds/client.mjs';
import { read, withheld } from '../pds/record.mjs';
import { Trouble } from '../pds/trouble.mjs';
import { opened, refuse } from './problem.mjs';

const CLINICAL = ['pharmacist', 'locum-pharmacist', 'pharmacy-technician'];
const SAID = {
  not_found: 'PDS knows no such patient. Check what was entered, or go on without a trace',
  too_many: 'More than one patient matches. Enter a given name or a postcode as well',
  invalidated: 'This NHS number was made invalid. It is with the national back office; use the details with caution',
  not_verified: 'This is no NHS number. Check its ten digits',
  error: 'PDS could not be asked. Try again later; the consultation can go on without',
};
const KINDS = { not_found: 'not-found', too_many: 'refine', invalidated: 'invalidated',
  not_verified: 'number-not-valid', error: 'unavailable' };
const CODES = { TOO_MANY_MATCHES: 'too_many', RESOURCE_NOT_FOUND: 'not_found', INVALIDATED_RESOURCE: 'invalidated',
  INVALID_RESOURCE_ID: 'not_verified' };

function checkRight({ role }) {
  if (!CLINICAL.includes(role)) refuse('Only a pharmacist or technician may look patients up here');
}

async function findPatient(request) {
  const { actor, name, input } = request;
  checkRight(actor);
  const referral = name === null ? undefined : referralAt(actor.ods, name);
  if (input.fuzzy && !referral?.missed) refuse('Search by the names as they are first: similar ones bring up strangers');
  const asker = { ods: actor.ods, user: actor.name, role: actor.role,
    correlation: referral?.correlation ?? randomUUID() };
  const found = await looked(input, asker).catch((wrong) => {
    if (wrong instanceof Trouble) return { outcome: 'error', text: wrong.message };
    throw wrong;
  });
  if (found.patient?.restricted) withhold(actor.ods, [found.patient.nhs_number, found.asked]);
  return found.patient ? shownOne(found.patient, found.asked, referral) : shownNobody(found, referral);
}

// Gives the record found, or the outcome of not finding one.
async function looked(input, asker) {
  if (input.nhs_number !== undefined) {
    const number = nhsNumberOf(input.nhs_number);
    return number ? byNumber(number, asker) : { outcome: 'not_verified' };
  }
  if (!input.family || !input.birth_date) refuse('Family name and birth date are due');
  const { resource, code } = await search(parameters(input), asker);
  if (code) return { outcome: CODES[code] ?? 'error' };
  const entries = resource.resourceType === 'Bundle' ? resource.entry ?? [] : null;
  if (!entries) throw new Trouble('PDS answered with something else than a search');
  if (!entries.length) return { outcome: 'not_found' };
  if (entries.length > 1) return { outcome: 'too_many' };
  return byNumber(entries[0].resource.id, asker);
}

function parameters(input) {
  const given = (input.given ?? '').trim();
  const asked = [['family', input.family]];
  if (given) asked.push(['given', input.fuzzy ? given.split(' ')[0] : `${[...given].slice(0, 3).join('')}*`]);
  asked.push(['birthdate', `eq${input.birth_date}`]);
  if (input.postcode && !input.fuzzy) asked.push(['address-postalcode', input.postcode]);
  if (input.fuzzy) asked.push(['_fuzzy-match', 'true']);
  return asked;
}

async function byNumber(number, asker) {
  const { resource, code } = await retrieve(number, asker);
  if (code) return { outcome: CODES[code] ?? 'error' };
  if (resource.resourceType !== 'Patient' || !nhsNumberOf(resource.id)) {
    throw new Trouble('PDS answered with something else than a patient');
  }
  return { patient: read(resource), asked: number };
}

function shownNobody({ outcome, text }, referral) {
  const message = outcome === 'error' ? `${SAID.error} (${text ?? 'no usable answer'})` : SAID[outcome];
  const notices = [{ kind: KINDS[outcome], text: message }];
  if (referral) {
    referral.missed = outcome === 'not_found';
    referral.trace = ['too_many', 'not_found', 'not_verified'].includes(outcome) ? null : { outcome, notices };
    if (outcome === 'invalidated') alert(referral.ods, 'back-office', referral.id, 'This NHS number was made invalid: put it right');
    save(referral);
  }
  return { outcome, matches: [], message, notices };
}

function shownOne(patient, asked, referral) {
  const notices = [...patient.notices, ...noticesOf(patient, asked, referral)];
  const match = { ...patient, notices, asked };
  if (referral) {
    referral.missed = false;
    const collides = notices.some((notice) => notice.kind === 'collision');
    referral.trace = { outcome: 'found', notices: notices.filter(({ kind }) => kind === 'collision'), match };
    if (collides) alert(referral.ods, 'back-office', referral.id, 'Two records here now have one NHS number: compare them');
    else if (referral.adopted?.nhs_number === patient.nhs_number) referral.adopted = match; // the copy is brought up to date
    save(referral);
  }
  return { outcome: 'found', matches: [record(match)], message: 'One patient was found', notices };
}

// Takes where a restricted patient is out of every copy here, at whichever referral.
function withhold(ods, numbers) {
  const theirs = (copy) => copy && !copy.restricted && numbers.includes(copy.nhs_number);
  for (const referral of all('referral').filter((kept) => kept.ods === ods)) {
    const { adopted, trace } = referral;
    if (theirs(adopted)) referral.adopted = withheld(adopted);
    if (theirs(trace?.match)) referral.trace = { ...trace, match: withheld(trace.match) };
    if (theirs(adopted) || theirs(trace?.match)) save(referral);
  }
}

function noticesOf(patient, asked, referral) {
  const notices = [];
  const say = (kind, text) => notices.push({ kind, text });
  if (patient.deceased) say('deceased', `PDS says that this patient has died${patient.deceased_on ? ` (${patient.deceased_on})` : ''}`);
  if (patient.nhs_number !== asked || referral?.adopted?.asked === asked && referral.adopted.asked !== patient.nhs_number) {
    say('superseded', `The NHS number ${asked} was replaced by ${patient.nhs_number}`);
  }
  const other = patient.nhs_number !== asked && all('referral').some((found) => found.id !== referral?.id &&
    [found.adopted?.nhs_number, nhsNumberOf(found.report.patient.nhs_number)].includes(patient.nhs_number));
  if (other) say('collision', 'The new NHS number is another record\'s here; the back office is told');
  const differing = referral ? differences(referral.report.patient, patient) : [];
  if (differing.length) say('differs', `PDS has another ${differing.join(' and ')} than the referral`);
  if (!patient.restricted && !patient.practice.ods) say('no-practice', 'PDS names no GP practice of this patient');
  return notices;
}

function differences(reported, held) {
  const plain = (text) => text.normalize('NFC').toLowerCase().replace(/\s+/g, ' ').trim();
  const differs = (a, b) => a && b && plain(a) !== plain(b);
  const born = Math.min(reported.birth_date.length, held.birth_date.length);
  const found = [];
  if (differs(reported.family, held.family) || differs(reported.given, held.given)) found.push('name');
  if (born && reported.birth_date.slice(0, born) !== held.birth_date.slice(0, born)) found.push('birth date');
  return found;
}

function choose(request) {
  checkRight(request.actor);
  const referral = opened(request);
  const number = nhsNumberOf(request.input.nhs_number);
  const match = referral.trace?.match;
  if (!match || ![match.nhs_number, match.asked].includes(number)) refuse('Look the patient up before you adopt a record');
  if (match.notices.some((notice) => notice.kind === 'collision')) {
    refuse('The new number is another record\'s here: the back office compares them; the old record stays for now');
  }
  referral.adopted = match;
  referral.trace = null;
  save(referral);
  return { patient: record(match) };
}

function consent(request) {
  const referral = opened(request);
  referral.consent = request.input.share_with_gp === true;
  save(referral);
  return { share_with_gp: referral.consent };
}

export const actions = { find_patient: findPatient, choose_patient: choose, record_consent: consent };
