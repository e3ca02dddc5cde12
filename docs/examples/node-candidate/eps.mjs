// The prescription tracker: a search, which speaks in codes, and then the details of each issue that it names.
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import https from 'node:https';
import { text } from 'node:stream/consumers';
import { telephone } from './screen.mjs';
import { provision } from './settings.mjs';

const tracker = provision.eps_tracker;
const [ca, cert, key] = ['ca_file', 'certificate_file', 'key_file'].map((name) => readFileSync(tracker[name])); // mutual TLS
const CHARACTERS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ+';
const FORM = /^[0-9A-F]{6}-[0-9A-Z]{6}-[0-9A-F]{5}[0-9A-Z+]$/;
const READY = 'To be Dispensed';
const AWAY = ['With Dispenser', 'With Dispenser - Active'];
const STATES = {
  'Awaiting Release Ready': 'Waits to be released', [READY]: 'Ready', [AWAY[0]]: 'With a pharmacy', [AWAY[1]]: 'Partly dispensed by a pharmacy',
  Expired: 'Out of date', Cancelled: 'Stopped by the prescriber', Dispensed: 'Was dispensed', 'Not Dispensed': 'Was not dispensed',
  Claimed: 'Was dispensed and paid', 'No-Claimed': 'Was dispensed, never paid', 'Repeat dispense future instance': 'Repeat that is due later',
  'Prescription future instance': 'Due later', 'Cancelled future instance': 'Was due later, stopped',
};
const NOTHING = new Set(['', 'False', 'None', 'Not Found']);
const known = (value) => (NOTHING.has(String(value ?? '').trim()) ? '' : String(value).trim());

// Gives an identifier as the tracker has it; empty where it is none (ISO 7064, MOD 37-2).
export function identifierOf(typed) {
  const text = typed.replace(/\s/g, '').toUpperCase();
  if (!FORM.test(text)) return '';
  const values = [...text.replaceAll('-', '')].map((character) => CHARACTERS.indexOf(character));
  const last = values.pop();
  return (values.reduce((total, value) => ((total + value) * 2) % 37, 0) + last) % 37 === 1 ? text : '';
}

export async function prescriptionsOf(number) {
  const found = await asked('prescriptions', { nhsNumber: number, format: 'trace-summary' });
  const rows = Object.entries(found?.prescriptions ?? {});
  const all = await Promise.all(rows.map(([id, row]) => details(id, known(row.repeatInstance?.currentIssue) || '1')));
  return all.flatMap((each, n) => (each ? [prescription(rows[n][0], each)] : []));
}

// Gives the one with an identifier, where it is this patient's: none, or one.
export async function prescriptionWith(id, number) {
  const found = await details(id);
  return found?.patientNhsNumber === number ? [prescription(id, found)] : [];
}

async function details(id, issue) {
  return (await asked('nhs111itemdetails', { prescriptionId: id, ...(issue && { issueNumber: issue }) }))?.[id];
}

// Gives an answer, or null where the tracker has nothing; its own code stands inside each 200.
async function asked(path, query) {
  const headers = { 'spine-from-asid': tracker.asid, 'eps-traceid': randomUUID().slice(0, 30) };
  const answer = await new Promise((resolve, reject) => {
    const options = { ca, cert, key, headers, signal: AbortSignal.timeout(6000) };
    https.get(`${tracker.base}/${path}?${new URLSearchParams(query)}`, options, (response) => resolve(text(response))).on('error', reject);
  }).then(JSON.parse).catch(() => { throw new Error('The prescription tracker does not answer; open it by its link'); });
  if (['1', '6'].includes(answer?.statusCode)) return null;
  if (answer?.statusCode !== '0') throw new Error('The prescription tracker has a fault; open it by its link');
  return answer;
}

function prescription(id, told) {
  const state = told.prescriptionStatus;
  const { currentIssue, totalAuthorised } = told.repeatInstance ?? {};
  const pending = told.pendingCancellations === 'True';
  const has = AWAY.includes(state) ? told.dispensingPharmacy : null;
  return {
    id: id.toLowerCase(), // as labels have it in small letters
    status: STATES[state] ?? state,
    usable: state === READY && !pending,
    issued: known(told.prescriptionIssueDate).replace(/^(\d{4})(\d\d)(\d\d).*$/, '$1-$2-$3'),
    issue: Number(known(currentIssue)) || null,
    issues: Number(known(totalAuthorised)) || null,
    pending_cancellation: pending,
    held_by: known(has?.name) ? { ods: known(has.ods), name: has.name, phone: telephone(known(has.phone)) } : null,
    items: Object.values(told.lineItems ?? {}).map((item) => ({ description: item.description,
      quantity: [known(item.quantity), known(item.uom)].filter(Boolean).join(' x '), dosage: known(item.dosage), status: known(item.itemStatus) })),
  };
}
