// Signing in, enrolling, the local directory of practices, alerts, the audit trail, and the stop that tests need.
import { all, get, put } from '../store.mjs';
import { pharmacyOf } from '../settings.mjs';
import { refuse } from './problem.mjs';

function signIn({ actor }) {
  if (!pharmacyOf(actor.ods)) refuse('This pharmacy does not work with this system');
  return { signed_in: true, name: actor.name, role: actor.role, ods: actor.ods };
}

function enrol({ input }) {
  const name = String(input.full_name ?? '').trim();
  const number = String(input.gphc_number ?? '').trim();
  if (!name || !/^\d{7}$/.test(number)) refuse('A full name and a GPhC number of seven digits are due');
  put('pharmacist', number, { full_name: name, gphc_number: number });
  return { full_name: name, gphc_number: number, enrolled: true };
}

export function enrolled(actor) {
  return get('pharmacist', actor.gphc ?? '') ?? refuse('Only an enrolled pharmacist may do this');
}

function loadDirectory({ input }) {
  const entries = (input.entries ?? []).filter((entry) => entry.kind === 'gp-practice' && entry.ods);
  for (const entry of entries) put('practice', entry.ods, entry);
  return { loaded: entries.length };
}

function lookUpEmail({ input }) {
  const found = get('practice', input.ods) ?? refuse('The directory does not have this practice');
  return { ods: found.ods, email: found.email, source: 'local-directory' };
}

const here = (table, actor) => all(table).filter((entry) => entry.ods === actor.ods);

export const actions = {
  sign_in: signIn,
  sign_out: () => ({ signed_out: true }),
  enrol_pharmacist: enrol,
  load_directory: loadDirectory,
  lookup_practice_email: lookUpEmail,
  list_alerts: ({ actor }) => ({ alerts: here('alert', actor) }),
  read_audit: ({ actor }) => ({ entries: here('audit', actor) }),
  restart: () => ({}),
};
