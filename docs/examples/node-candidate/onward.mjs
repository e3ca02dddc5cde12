// The e-mail by which another pharmacy is asked to see the patient: all that is known here goes with them.
import { day, lines, mail, reference } from './gp/letter.mjs';
import { home } from './itk/values.mjs';

export function onwardLetter(referral, premises, choice, address) {
  return mail(premises, address, `Onward referral, case ${reference(referral)}`, text(referral, premises, choice));
}

function text(referral, premises, choice) {
  const { consultation, report } = referral;
  const sections = report.sections.map(({ title, text: words }) => `${title}:\n${words}\n`);
  return [
    lines([
      ['To', `${choice.name} (${choice.ods})`],
      ['Reason', choice.reason],
      ['From', `${premises.name} (${premises.ods}), ${premises.telephone}`],
      ['Pharmacist', `${consultation.pharmacist.full_name}, GPhC ${consultation.pharmacist.gphc_number}`],
    ]),
    lines(who(referral)),
    lines([
      ['Consultation', consultation.started],
      ['Complaint', consultation.presenting_complaint],
      ['Assessment', consultation.assessment],
      ['Advice', consultation.advice],
      ['Requested actions', consultation.actions_for_gp],
      ['Supplied here', referral.items.map((item) => `${item.quantity} ${item.unit}s of ${item.display}. ${item.dosage}`).join('; ')],
      ['Case', [referral.case_id, referral.case_reference].filter(Boolean).join(', ')],
      ['Disposition', `${report.disposition.code} ${report.disposition.text}`],
    ]),
    ...sections,
  ].join('\n');
}

// Who the patient is: as PDS has them where they were traced, otherwise as they were referred.
function who({ adopted, report }) {
  const patient = adopted ?? report.patient;
  const address = adopted ? adopted.address : home(report.patient);
  const practice = adopted?.practice?.ods || adopted?.restricted ? adopted.practice : report.practice;
  return [
    ['Patient', `${patient.family.toUpperCase()}, ${patient.given}`],
    ['Born', patient.birth_date && day(`${patient.birth_date}T12:00:00Z`)],
    ['NHS number', patient.nhs_number.replace(/^(\d{3})(\d{3})(\d{4})$/, '$1 $2 $3')],
    ['Address', [...(address?.lines ?? []), address?.postcode].filter(Boolean).join(', ')],
    ['Telephone', adopted?.restricted ? '' : report.callback_number],
    ['GP practice', [practice?.name, practice?.ods].filter(Boolean).join(' ')],
  ];
}
