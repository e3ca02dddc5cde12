// What a pharmacy did in a month: counted for MYS (docs/reference/mys-report-model.md), and whole as CSV (extract-model.md).
import { Buffer } from 'node:buffer';
import { all, get, nextId, put } from '../store.mjs';
import { pathwayOf } from '../screen.mjs';
import { provision } from '../settings.mjs';
import { nhsNumberOf } from '../nhs-number.mjs';

const monthOf = (moment) => new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/London', year: 'numeric', month: '2-digit' })
  .format(new Date(moment)).slice(0, 7);
const doneIn = (ods, month) => all('referral').filter((referral) => referral.ods === ods && referral.consultation &&
  referral.completed && monthOf(referral.completed) === month);

function figuresOf(referrals) {
  const count = (which) => referrals.filter(which).length;
  const urgent = (referral) => pathwayOf(referral) === 'urgent-medicines';
  return {
    consultations: referrals.length,
    urgent_medicines: count(urgent),
    minor_illnesses: count((referral) => !urgent(referral)),
    items_supplied: referrals.reduce((sum, { items }) => sum + items.length, 0),
    referred_onward: count(({ status }) => status === 'referred-onward'),
    claims: count(({ claim }) => claim?.status === 'accepted'),
  };
}

// A report without an answer stays as it was written: it is the next that is sent.
async function report({ actor: { ods }, input: { month } }) {
  const key = `${ods}/${month}`;
  const waiting = get('report', key);
  const due = waiting?.status === 'failed' ? waiting : written(ods, month);
  put('report', key, { ...due, status: 'failed' });
  const answer = await send(due.body);
  put('report', key, { ...due, status: answer.status });
  return { report: { month, ods, reference: due.reference, figures: due.figures, ...answer } };
}

function written(ods, month) {
  const figures = figuresOf(doneIn(ods, month));
  const reference = `NC-${ods}-${month}-${nextId()}`;
  return { reference, figures, body: JSON.stringify(measureReport(ods, month, reference, figures)) };
}

function measureReport(ods, month, reference, figures) {
  const [year, number] = month.split('-').map(Number);
  const last = new Date(Date.UTC(year, number, 0)).getUTCDate();
  const nhsbsa = 'https://fhir.nhsbsa.nhs.uk';
  const coded = (system, code) => ({ coding: [{ system, code }] });
  const initial = coded('http://terminology.hl7.org/CodeSystem/measure-population', 'initial-population');
  return {
    resourceType: 'MeasureReport',
    identifier: [{ system: `${nhsbsa}/Id/CpcsReportReference`, value: reference }],
    status: 'complete',
    type: 'summary',
    measure: `${nhsbsa}/Measure/cpcs-monthly-activity`,
    reporter: { identifier: { system: 'https://fhir.nhs.uk/Id/ods-organization-code', value: ods } },
    period: { start: `${month}-01`, end: `${month}-${last}` },
    group: Object.entries(figures).map(([name, value]) => ({
      code: coded(`${nhsbsa}/Id/CpcsFigure`, name.toUpperCase()), population: [{ code: initial, count: value }],
    })),
  };
}

async function send(body) {
  try {
    const response = await fetch(`${provision.mys.base}/MeasureReport`, { method: 'POST', body,
      headers: { 'content-type': 'application/fhir+json' }, signal: AbortSignal.timeout(8000) });
    const answer = await response.json();
    return { status: response.ok ? 'accepted' : 'rejected', submission_id: response.ok ? String(answer.submissionId) : '',
      message: answer.message ?? '' };
  } catch (wrong) {
    return { status: 'failed', submission_id: '', message: `MYS does not answer: ${wrong.message}` };
  }
}

const patientOf = ({ adopted, report: { patient } }) => ({ ...patient, ...adopted,
  nhs_number: adopted?.nhs_number ?? nhsNumberOf(patient.nhs_number) });
const COLUMNS = {
  pharmacy_ods: ({ ods }) => ods,
  referral_source: ({ source }) => source,
  service: pathwayOf,
  case_reference: ({ case_reference: sent, case_id: id }) => sent || id,
  nhs_number: (referral) => patientOf(referral).nhs_number,
  birth_date: (referral) => patientOf(referral).birth_date,
  gender: (referral) => patientOf(referral).gender,
  practice_ods: ({ adopted, report: { practice } }) => adopted?.practice.ods || practice.ods,
  received: ({ received }) => received,
  completed: ({ completed }) => completed,
  method: ({ consultation }) => consultation.method,
  presenting_complaint: ({ consultation }) => consultation.presenting_complaint,
  advice: ({ consultation }) => consultation.advice,
  outcome: ({ consultation }) => consultation.outcome,
  items: ({ items }) => items.map(({ code, quantity }) => `${code}*${quantity}`).join(';'),
  gphc_number: ({ consultation }) => consultation.pharmacist.gphc_number,
  claim_submission_id: ({ claim }) => (claim?.status === 'withdrawn' ? '' : claim?.submission_id ?? ''),
};

// Every cell stands in quotes; what a spreadsheet would reckon is left as it was written.
function extract({ actor: { ods }, input: { month } }) {
  const rows = doneIn(ods, month).map((referral) => Object.values(COLUMNS).map((value) => value(referral)));
  const text = [Object.keys(COLUMNS), ...rows]
    .map((cells) => `${cells.map((cell) => `"${String(cell).replaceAll('"', '""')}"`).join(',')}\n`).join('');
  return { files: [{ name: `cpcs-${ods}-${month}.csv`, media: 'text/csv', content: Buffer.from(text).toString('base64') }] };
}

export const actions = { report_month: report, export_data: extract };
