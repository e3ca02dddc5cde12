// What a pharmacist sees. Family names stand in capitals, telephones with the country's code, as NHS screens have them.
import { all } from './store.mjs';
import { grouped, nhsNumberOf } from './nhs-number.mjs';

const URGENT = { 85: 2, 80: 6, 86: 12, 87: 24 };

export function dispositionNumber(code) {
  return Number(/dx0*(\d+)/i.exec(code ?? '')?.[1] ?? 0);
}

export function pathwayOf(referral) {
  if (referral.keyed) return referral.keyed.service === 'urgent-medicine' ? 'urgent-medicines' : 'minor-illness';
  return dispositionNumber(referral.report.disposition.code) in URGENT ? 'urgent-medicines' : 'minor-illness';
}

export function telephone(number) {
  const bare = number.replace(/[\s()-]/g, '');
  return /^0\d{10}$/.test(bare) ? `+44 ${bare.slice(1)}` : number;
}

const telephones = (listed) => listed.map(({ use, number }) => ({ use, number: telephone(number) }));

export function row(referral) {
  const { patient, disposition } = referral.report;
  const title = patient.prefix ? ` (${patient.prefix})` : '';
  return {
    referral: referral.id,
    case_reference: referral.case_reference,
    case_id: referral.case_id,
    received: referral.received,
    source: referral.source,
    version: referral.report.version ?? null,
    created: referral.report.created,
    pathway: pathwayOf(referral),
    patient_name: `${patient.family.toUpperCase()}, ${patient.given}${title}`,
    birth_date: patient.birth_date,
    nhs_number: grouped(patient.nhs_number),
    disposition_code: disposition.code,
    disposition_text: disposition.text,
    status: referral.status,
    ods: referral.ods,
  };
}

export function whole(referral) {
  const { report } = referral;
  const { patient } = report;
  return {
    ...row(referral),
    document_id: report.document_id ?? '',
    notices: [...numberNotices(referral), ...referral.notices, ...(referral.trace?.notices ?? [])],
    history: referral.history.map(({ report: _, ...told }) => told),
    related: related(referral),
    sender: report.sender,
    patient: {
      ...patient,
      family: patient.family.toUpperCase(),
      prefix: patient.prefix ? `${patient.prefix} ` : '', // the title stands before the name
      name: [patient.prefix, patient.given, patient.family.toUpperCase()].filter(Boolean).join(' '),
      nhs_number: grouped(patient.nhs_number),
      several_numbers: undefined, // told in a notice
      telephones: telephones(patient.telephones),
    },
    callback_number: telephone(report.callback_number),
    other_informants: (report.other_informants ?? [])
      .map((told) => ({ ...told, telephones: telephones(told.telephones) })),
    informant: report.informant && { ...report.informant, telephones: telephones(report.informant.telephones) },
    location: report.location ?? null,
    practice: report.practice,
    disposition: report.disposition,
    sections: report.sections,
    attachments: report.attachments,
    adopted_patient: referral.adopted && record(referral.adopted),
    exemption: { declarations: referral.declarations ?? [] },
    onward: referral.onward.map(attempt),
  };
}

// An attempt to refer onward as it is shown: without the message, which is kept to be sent again.
export function attempt({ message, ...shown }) {
  return shown;
}

function numberNotices(referral) {
  const { patient } = referral.report;
  if (referral.adopted || patient.nhs_number_verified) return [];
  if (patient.several_numbers?.length) {
    const text = `Two NHS numbers were sent, and neither is taken: ${patient.several_numbers.map(grouped).join(', ')}`;
    return [{ kind: 'two-numbers', text }];
  }
  if (patient.nhs_number && !nhsNumberOf(patient.nhs_number)) {
    return [{ kind: 'number-not-valid', text: 'What was sent is no NHS number' }];
  }
  return patient.nhs_number ? [{ kind: 'number-not-verified', text: 'The NHS number was not verified' }] : [];
}

function related(referral) {
  const known = new Map(all('referral').map((other) => [other.id, other]));
  return referral.related.map((id) => ({ referral: id, case_reference: known.get(id)?.case_reference ?? '' }));
}

// A record of PDS, as it stands in lists and beside a referral.
export function record(held) {
  const { telephone: number, family, name, ...others } = held;
  return { ...others, family: family.toUpperCase(), name: name.toUpperCase(), telephone: number ? telephone(number) : '',
    nhs_number: held.nhs_number };
}
