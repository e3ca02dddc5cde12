// Signing in, enrolling, the local directory of practices, alerts, the audit trail, and the stop that tests need.
import { all, get, now, put } from '../store.mjs';
import { pharmacyOf } from '../settings.mjs';
import { secureEmails } from '../dos.mjs';
import { fail, refuse } from './problem.mjs';

function signIn({ actor }) {
  if (!pharmacyOf(actor.ods)) refuse('This pharmacy does not work with this system');
  return { signed_in: true, name: actor.name, role: actor.role, ods: actor.ods };
}

function enrol({ input }) {
  const name = String(input.full_name ?? '').trim();
  const number = String(input.gphc_number ?? '').trim();
  if (!name || !/^\d{7}$/.test(number)) refuse('A full name and a GPhC number of seven digits are due');
  put('pharmacist', number, { ...get('pharmacist', number), full_name: name, gphc_number: number });
  return enrolment(get('pharmacist', number));
}

const enrolment = (held) => ({ full_name: held.full_name, gphc_number: held.gphc_number, enrolled: true, declaration: held.declaration ?? null });
const heldOf = (actor) => get('pharmacist', actor.gphc ?? '') ?? refuse('Only an enrolled pharmacist may do this');

function declareCompetence({ actor }) {
  const held = heldOf(actor);
  const declaration = held.declaration ?? { by: held.full_name, gphc_number: held.gphc_number, at: now() };
  put('pharmacist', held.gphc_number, { ...held, declaration });
  return enrolment({ ...held, declaration });
}

export function enrolled(actor) {
  const { full_name, gphc_number } = heldOf(actor);
  return { full_name, gphc_number };
}

const KINDS = ['gp-practice', 'cpcs-provider'];
const PUBLIC = /@(gmail|googlemail|hotmail|outlook|yahoo|icloud|aol|live)\./i; // where anybody may have an address

function loadDirectory({ input }) {
  const entries = (input.entries ?? []).filter((entry) => KINDS.includes(entry.kind) && entry.ods);
  const open = entries.find((entry) => PUBLIC.test(entry.email));
  if (open) refuse(`${open.email} is no secure address; nothing was loaded`);
  for (const entry of entries) put('practice', entry.ods, entry);
  return { loaded: entries.length };
}

function lookUpEmail(kind) {
  return ({ input }) => {
    const found = get('practice', input.ods);
    if (found?.kind !== kind) refuse(`The directory has no ${kind} ${input.ods}`);
    return { ods: found.ods, email: found.email, source: 'local-directory' };
  };
}

async function lookUpSecure({ input }) {
  const { ods, kind } = input;
  const { emails: [email, ...further], instruction } = await secureEmails(input).catch((wrong) => fail(wrong.message));
  if (!email) refuse(`DoS has no secure address of ${ods} for this: take the directory's, or telephone. ${instruction}`.trim());
  const held = get('practice', ods);
  const directory = held?.kind === kind ? held.email : '';
  const differs = directory !== '' && directory.toLowerCase() !== email.toLowerCase();
  return { ods, email, source: 'dos-endpoint', further, instruction, directory_email: directory, differs };
}

const here = (table, actor) => all(table).filter((entry) => entry.ods === actor.ods);

export const actions = {
  sign_in: signIn,
  sign_out: () => ({ signed_out: true }),
  enrol_pharmacist: enrol,
  declare_competence: declareCompetence,
  view_enrolment: ({ actor }) => enrolment(heldOf(actor)),
  load_directory: loadDirectory,
  lookup_practice_email: lookUpEmail('gp-practice'),
  lookup_provider_email: lookUpEmail('cpcs-provider'),
  lookup_secure_email: lookUpSecure,
  list_directory: () => ({ entries: all('practice') }),
  list_alerts: ({ actor }) => ({ alerts: here('alert', actor) }),
  read_audit: ({ actor }) => ({ entries: here('audit', actor) }),
  restart: () => ({}),
};
