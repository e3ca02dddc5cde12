// Handing a pharmacy's records over to another system, and taking them over from one (docs/reference/switching-model.md).
import { Buffer } from 'node:buffer';
import { all, get, now, put } from '../store.mjs';
import { made, save } from '../referrals.mjs';
import { pathwayOf } from '../screen.mjs';
import { refuse } from './problem.mjs';
import { home } from '../itk/values.mjs';

const FORM = 'cpcs-records/1';
const keep = (held, names) => Object.fromEntries(names.map((name) => [name, held[name]]));
const CONSULTATION = ['method', 'started', 'presenting_complaint', 'assessment', 'advice', 'actions_for_gp', 'outcome',
  'urgent_for_gp', 'products', 'pharmacist'];
const CARRIED = ['collected_by', 'no_supply', 'declarations']; // what a referral may have none of here
const ONWARD = ['service_id', 'ods', 'name', 'reason', 'channel', 'to', 'reference', 'at', 'status'];
const SUPPLY = ['code', 'system', 'display', 'quantity', 'unit', 'days_supply', 'dosage', 'reason', 'handed_over'];

function handOver({ actor: { ods } }) {
  const records = all('referral').filter((referral) => referral.ods === ods).map(recordOf);
  const pharmacists = all('pharmacist').map((known) => keep(known, ['full_name', 'gphc_number']));
  const text = JSON.stringify({ form: FORM, pharmacy: ods, made: now(), pharmacists, records });
  return { files: [{ name: `${ods}-records.json`, media: 'application/json', content: Buffer.from(text).toString('base64') }] };
}

function recordOf(referral) {
  const { report, adopted } = referral;
  return {
    ...keep(referral, ['case_reference', 'case_id', 'source', 'received', 'status', 'completed']),
    ...keep(report, ['created', 'sender', 'callback_number', 'disposition', 'sections']),
    document_id: documentOf(referral), set_id: report.set_id ?? documentOf(referral), version: report.version ?? 1,
    service: pathwayOf(referral),
    patient: patientOf(referral),
    practice: adopted?.practice ?? report.practice,
    share_with_gp: referral.consent,
    consultation: referral.consultation && keep(referral.consultation, CONSULTATION),
    supplies: referral.items.map((item) => keep(item, SUPPLY)),
    ...keep({ collected_by: null, no_supply: null, declarations: [], ...referral }, CARRIED),
    onward: referral.onward.map((tried) => keep(tried, ONWARD)),
    told: referral.notifications.map((told, n) => ({ ...keep(told, ['practice_ods', 'channel', 'status']), sent: told.at ?? null,
      amendment: told.amendment ?? n })),
    claim: referral.claim && keep(referral.claim, ['reference', 'submission_id', 'status']),
  };
}

const documentOf = ({ ods, id, report }) => report.document_id || `NC-${ods}-${id}`;

function patientOf({ report: { patient, callback_number: number }, adopted }) {
  const held = adopted ?? { ...patient, address: home(patient), telephone: patient.telephones[0]?.number ?? number };
  return {
    ...keep(held, ['nhs_number', 'given', 'family', 'birth_date', 'gender', 'telephone']),
    address: held.address ? keep(held.address, ['lines', 'postcode']) : { lines: [], postcode: '' },
    traced: Boolean(adopted), restricted: adopted ? adopted.restricted : null, deceased: adopted ? adopted.deceased : null,
  };
}

function takeOver({ actor: { ods }, input }) {
  const { pharmacists, records } = read(input.content, ods);
  for (const known of pharmacists) if (!get('pharmacist', known.gphc_number)) put('pharmacist', known.gphc_number, known);
  const here = new Set(all('referral').filter((referral) => referral.ods === ods).map(documentOf));
  const left = records.filter(({ document_id: id }) => here.has(id));
  return {
    taken: records.filter((record) => !left.includes(record)).map((record) => ({ document_id: record.document_id, referral: taken(ods, record) })),
    left_out: left.map(({ document_id: id }) => ({ document_id: id, why: 'It is here already, and stays as it is' })),
  };
}

function read(content, ods) {
  let file;
  try {
    file = JSON.parse(Buffer.from(content, 'base64').toString('utf8'));
  } catch {
    refuse('This is no file of JSON; nothing was taken over');
  }
  if (file?.form !== FORM || !Array.isArray(file.records)) refuse(`This is no file of the form ${FORM}; nothing was taken over`);
  if (file.pharmacy !== ods) refuse(`These are records of pharmacy ${file.pharmacy}; nothing was taken over`);
  return { pharmacists: file.pharmacists ?? [], records: file.records.map(placeless) };
}

const placeless = (record) => (record.patient.restricted !== true ? record : { ...record, practice: { ods: '', name: '' },
  patient: { ...record.patient, address: { lines: [], postcode: '' }, telephone: '' } });

function taken(ods, record) {
  const referral = made(ods, record.source, reportOf(record));
  Object.assign(referral, keep(record, ['received', 'status', 'completed', 'consultation']), {
    keyed: record.source === 'gp-practice' ? { service: 'minor-illness' } : undefined,
    started: Boolean(record.consultation),
    adopted: record.patient.traced ? adoptedOf(record) : null,
    consent: record.share_with_gp,
    items: record.supplies,
    ...keep(record, [...CARRIED, 'onward']),
    notifications: record.told.map(({ sent, ...told }) => ({ ...told, at: sent, since: sent, to: '', text: '', reference: '', tries: 1, codes: [] })),
    corrected: record.told.some(({ status }) => status === 'waiting'), // it is written here, and goes from here
    claim: record.claim && { referral: referral.id, ...record.claim, message: '' },
  });
  save(referral);
  return referral.id;
}

function reportOf(record) {
  const { patient } = record;
  return {
    ...keep(record, ['document_id', 'set_id', 'version', 'created', 'case_reference', 'case_id', 'sender', 'practice', 'callback_number',
      'disposition', 'sections']),
    patient: { ...keep(patient, ['given', 'family', 'birth_date', 'gender', 'nhs_number']), prefix: '', nhs_number_verified: false,
      addresses: [{ use: 'home', ...patient.address }], telephones: [{ use: 'callback', number: patient.telephone }], emails: [] }, informant: null, attachments: [],
  };
}

function adoptedOf({ patient, practice }) {
  const name = [patient.given, patient.family].filter(Boolean).join(' ');
  return { ...keep(patient, ['nhs_number', 'given', 'family', 'birth_date', 'gender', 'address', 'telephone']), name, practice,
    asked: patient.nhs_number, restricted: patient.restricted === true, deceased: patient.deceased === true, deceased_on: null, death_notice: '', birth_order: null, notices: [] };
}

export const actions = { export_records: handOver, import_records: takeOver };
