// The worklist, opening a referral, keying one in, sending it back, and calls to the patient.
import { all, audit } from '../store.mjs';
import { listed, made, save } from '../referrals.mjs';
import { row, whole } from '../screen.mjs';
import { opened, refuse } from './problem.mjs';

function open(request) {
  const referral = opened(request);
  if (referral.status === 'new') referral.status = 'open';
  const asked = request.input.document;
  const shown = whole(asked ? asIn(referral, asked) : referral);
  if (referral.back) referral.back = false; // somebody has seen what came late
  save(referral);
  return shown;
}

// A referral as another document of its history has it.
function asIn(referral, id) {
  const known = [{ document_id: referral.report.document_id, report: referral.report }, ...referral.history];
  const found = known.find((old) => old.document_id === id);
  if (!found) refuse('This referral has no such document');
  const { case_reference, case_id } = found.report;
  const told = { kind: 'earlier-document', text: 'A newer document of this referral is the one to act on' };
  const notices = found.report === referral.report ? referral.notices : [...referral.notices, told];
  return { ...referral, report: found.report, case_reference, case_id, notices };
}

function key({ actor, input }) {
  const { source, service, patient = {}, reference = '' } = input;
  if (!['gp-practice', 'nhs111'].includes(source) || !reference) refuse('Source and reference are due');
  if (source === 'gp-practice' && service === 'urgent-medicine') {
    refuse('A GP practice may not refer for an urgent medicine: ask the practice for a prescription');
  }
  const twin = all('referral').find((found) => found.ods === actor.ods && found.source.startsWith('nhs111') &&
    source === 'nhs111' && [found.case_id, found.case_reference].includes(reference));
  if (twin) return { referral: twin.id };
  const referral = made(actor.ods, source, reported(input, patient));
  Object.assign(referral, { keyed: { service }, status: 'new', case_id: reference, case_reference: '' });
  save({ ...referral });
  audit({ ods: actor.ods, channel: 'keyed', event: 'received', message_id: '', result: 'received', user: actor.name });
  return { referral: referral.id };
}

// What staff keyed in, in the form of a report.
function reported(input, patient) {
  const texts = [['Complaint', input.complaint], ['Notes', input.notes]].filter(([, text]) => text);
  const address = patient.address ? [{ use: 'home', lines: patient.address.lines ?? [],
    postcode: patient.address.postcode ?? '' }] : [];
  return {
    case_reference: '', case_id: input.reference, version: null, created: '',
    sender: input.source === 'gp-practice' ? { ods: input.practice_ods ?? '', name: '' } : { ods: '', name: 'NHS 111' },
    patient: {
      given: patient.given ?? '', family: patient.family ?? '', prefix: '', birth_date: patient.birth_date ?? '',
      gender: patient.gender ?? 'unknown', nhs_number: patient.nhs_number ?? '', nhs_number_verified: false,
      addresses: address, emails: [],
      telephones: patient.telephone ? [{ use: 'callback', number: patient.telephone }] : [],
    },
    informant: null,
    callback_number: patient.telephone ?? '',
    practice: { ods: input.practice_ods ?? '', name: '' },
    disposition: { code: input.disposition_code ?? '', text: '' },
    sections: texts.map(([title, text]) => ({ title, text })),
    attachments: [],
  };
}

function reject(request) {
  const referral = opened(request);
  referral.status = 'rejected';
  save(referral);
  return { status: 'rejected' };
}

function contact(request) {
  const referral = opened(request);
  referral.started = true;
  referral.contacts = [...(referral.contacts ?? []), request.input];
  save(referral);
  return { started: true };
}

export const actions = {
  worklist: ({ actor }) => ({ referrals: listed(actor.ods).map(row) }),
  open_referral: open,
  key_referral: key,
  reject_referral: reject,
  record_contact_attempt: contact,
};
