// The dispensing token (FP10DT) as lines for a printer, and the reasons for which nobody pays the charge.
import { day, reference } from './gp/letter.mjs';
import { home } from './itk/values.mjs';

export const KINDS = [
  ['under-16', 'A', 'Under 16'], ['over-60', 'A', '60 or over'], ['education', 'B', '16 to 18 in full-time education'],
  ['maternity', 'D', 'Maternity exemption certificate'], ['medical', 'E', 'Medical exemption certificate'],
  ['prepayment', 'F', 'Prepayment certificate'], ['war-pension', 'G', 'Ministry of Defence exemption certificate'],
  ['hc2', 'L', 'HC2 certificate'], ['contraceptive', 'X', 'Free contraceptives'], ['income-support', 'H', 'Income Support'],
  ['jsa', 'K', "Jobseeker's Allowance, income-based"], ['universal-credit', 'U', 'Universal Credit, and meets the criteria'],
  ['partner', 'S', 'Partner of somebody with one of these benefits'], ['none-charge-paid', '', 'Charge paid'],
].map(([kind, box, text]) => ({ kind, box, text }));

const london = new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/London', year: 'numeric', month: '2-digit', day: '2-digit' });
const whoIs = ({ adopted, report }) => adopted ?? report.patient;

// Gives the age in years on the day in London of the last supply, or of today: a birthday counts from its first minute.
export function ageOf(referral) {
  const supplied = referral.items.at(-1)?.handed_over;
  const on = london.format(supplied ? new Date(supplied) : new Date());
  const born = whoIs(referral).birth_date;
  return Number(on.slice(0, 4)) - Number(born.slice(0, 4)) - (on.slice(5) < born.slice(5) ? 1 : 0);
}

export function token(referral, premises) {
  const { adopted, report, items, declarations = [] } = referral;
  const patient = whoIs(referral);
  const address = adopted ? adopted.address : home(report.patient);
  const practice = adopted?.practice?.ods || adopted?.restricted ? adopted.practice : report.practice;
  const declared = declarations[0]?.kind;
  return [
    'FP10DT',
    `${patient.family.toUpperCase()}, ${patient.given}`,
    ...(address?.lines ?? []), address?.postcode ?? '',
    `Born ${day(`${patient.birth_date}T12:00:00Z`)}`,
    `NHS ${patient.nhs_number}`,
    ...items.map((item) => `${item.display}: ${item.quantity} (${item.unit})`),
    `Supplied ${day(items.at(-1).handed_over)}`,
    `Practice ${practice?.name ?? ''} ${practice?.ods ?? ''}`,
    `Referral ${reference(referral)}`,
    `Pharmacy ${premises.name} ${premises.ods}`,
    ...KINDS.map(({ kind, box, text }) => `${kind === declared ? '[X]' : '[ ]'} ${box || text} ${box && text}`.trimEnd()),
  ].join('\r\n');
}
