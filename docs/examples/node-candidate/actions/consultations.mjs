// The consultation, guidance beside it, and its end.
import { now } from '../store.mjs';
import { save } from '../referrals.mjs';
import { products, provision } from '../settings.mjs';
import { enrolled } from './people.mjs';
import { opened, refuse } from './problem.mjs';

function recordConsultation(request) {
  const pharmacist = enrolled(request.actor);
  const referral = opened(request);
  const { input } = request;
  if (Number.isNaN(Date.parse(input.started))) refuse('When the consultation started is due');
  const text = (name) => String(input[name] ?? '');
  referral.started = true;
  referral.consultation = {
    method: input.method,
    started: input.started,
    presenting_complaint: text('presenting_complaint'),
    assessment: text('assessment'),
    advice: text('advice'),
    actions_for_gp: text('actions_for_gp'),
    outcome: input.outcome,
    products: (input.products ?? []).map(item),
    pharmacist,
  };
  save(referral);
  return { consultation: referral.consultation };
}

function item({ code, quantity }) {
  const known = products[code] ?? refuse(`The product ${code} is not in the list of this system`);
  return { ...known, system: 'https://dmd.nhs.uk', quantity, days_supply: null, dosage: '' };
}

function complete(request) {
  const referral = opened(request);
  if (!referral.consultation) refuse('Record the consultation first');
  if (referral.status === 'referred-onward') return { status: referral.status, completed: referral.completed };
  if (referral.status === 'withdrawn') refuse('This referral was taken back');
  referral.status = 'completed';
  referral.completed = now();
  save(referral);
  return { status: 'completed', completed: referral.completed };
}

function guidance(request) {
  opened(request);
  const topic = String(request.input.topic ?? '');
  const words = topic.toLowerCase().match(/[a-z0-9]+/g) ?? [];
  const slug = words.filter((word) => !['and', 'of', 'the'].includes(word)).join('-'); // as NICE writes its addresses
  return { links: [{ text: `NICE CKS: ${topic}`, address: `${provision.links.cks}${slug}/` }], window: 'new' };
}

function careRecord(request) {
  opened(request);
  return { way: 'link', links: [{ text: 'National Care Records Service', address: provision.links.scr }] };
}

export const actions = {
  record_consultation: recordConsultation,
  complete,
  view_guidance: guidance,
  view_summary_care_record: careRecord,
};
