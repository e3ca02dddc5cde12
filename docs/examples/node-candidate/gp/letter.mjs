// The e-mail by which a GP practice is told of a consultation.
import { randomUUID } from 'node:crypto';

export const day = (moment) => new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/London', day: 'numeric', month: 'long',
  year: 'numeric' }).format(new Date(moment));
const time = (moment) => new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/London', hour: '2-digit',
  minute: '2-digit' }).format(new Date(moment));

export function letter(referral, premises, practice, corrected) {
  const subject = `Community pharmacy consultation, case ${reference(referral)}${corrected ? ', corrected' : ''}`;
  const before = corrected ? 'This takes the place of what was sent before.\n' : '';
  return mail(premises, practice.email, subject, before + body(referral, premises, practice));
}

// Gives an e-mail of text, and the id that it has for good.
export function mail(premises, to, subject, text) {
  const id = `<${randomUUID()}@night-counter.example>`;
  const written = [
    `Date: ${new Date().toUTCString().replace('GMT', '+0000')}`,
    `From: ${premises.nhsmail.address}`,
    `To: ${to}`,
    `Message-ID: ${id}`,
    `Subject: ${subject}`,
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=utf-8',
    'Content-Transfer-Encoding: base64',
    '',
    ...(Buffer.from(text).toString('base64').match(/.{1,76}/g) ?? []),
  ];
  return { id, text: `${written.join('\r\n')}\r\n` };
}

export function reference(referral) {
  return referral.case_id || referral.case_reference;
}

function body(referral, premises, practice) {
  const { consultation, adopted, items } = referral;
  const number = adopted.nhs_number.replace(/^(\d{3})(\d{3})(\d{4})$/, '$1 $2 $3');
  const products = consultation.products.map((product) => `${product.quantity} ${product.unit}s of ${product.display}`);
  const parts = [
    ['To', `${practice.name} (${practice.ods})`],
    ['Patient', `${adopted.family.toUpperCase()}, ${adopted.given}`],
    ['Born', adopted.birth_date && day(`${adopted.birth_date}T12:00:00Z`)],
    ['NHS number', number],
    ['Address', [...(adopted.address?.lines ?? []), adopted.address?.postcode].filter(Boolean).join(', ')],
    ['Pharmacy', `${premises.name} (${premises.ods}), ${premises.telephone}`],
    ['Pharmacist', `${consultation.pharmacist.full_name}, GPhC ${consultation.pharmacist.gphc_number}`],
    ['Consultation', `${day(consultation.started)} at ${time(consultation.started)}, ${consultation.method}`],
    ['Referral', reference(referral)],
    ['Complaint', consultation.presenting_complaint],
    ['Assessment', consultation.assessment],
    ['Advice', consultation.advice],
    ['Referred onward to', whereTo(referral)],
    ['Requested actions', consultation.actions_for_gp],
    ['Supplied', items.map((item) => `${item.quantity} ${item.unit}s of ${item.display}. ${item.dosage}`).join('; ')],
    ['Products recommended', products.join('; ') || 'none'],
    ['Consent', 'The patient gave consent to sharing this with the practice'],
  ];
  return lines(parts);
}

export const lines = (parts) => `${parts.filter(([, text]) => text).map(([name, text]) => `${name}: ${text}`).join('\n')}\n`;

// Names the pharmacy that has the patient now; nothing where it is nobody else.
export function whereTo({ onward }) {
  const there = onward.find(({ status }) => status === 'sent');
  return there ? `${there.name} (${there.ods})` : '';
}
