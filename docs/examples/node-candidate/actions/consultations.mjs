// The consultation, guidance beside it, and its end.
import { now } from '../store.mjs';
import { save } from '../referrals.mjs';
import { NoTopic, topicOf } from '../cks.mjs';
import { products, provision } from '../settings.mjs';
import { enrolled } from './people.mjs';
import { fail, opened, refuse } from './problem.mjs';

function recordConsultation(request) {
  const pharmacist = enrolled(request.actor);
  const referral = opened(request);
  if (referral.completed) refuse('This consultation is completed: correct it');
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
    urgent_for_gp: input.urgent_for_gp === true,
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

const TEXTS = ['presenting_complaint', 'assessment', 'advice', 'actions_for_gp'];

function amend(request) {
  const pharmacist = enrolled(request.actor);
  const referral = opened(request);
  if (!referral.completed) refuse('This consultation is not completed: record it');
  const given = TEXTS.filter((name) => request.input[name] !== undefined).map((name) => [name, String(request.input[name])]);
  referral.consultation = { ...referral.consultation, ...Object.fromEntries(given), pharmacist };
  for (const { code, quantity } of request.input.items ?? []) {
    const item = referral.items.find((held) => held.code === products[code]?.code) ?? refuse(`${code} was not supplied`);
    item.quantity = quantity;
  }
  Object.assign(referral, { corrected: true, claimChanged: Boolean(referral.claim) });
  save(referral);
  return { consultation: referral.consultation, items: referral.items };
}

async function readGuidance(request) {
  opened(request);
  const topic = await topicOf(String(request.input.topic ?? ''))
    .catch((wrong) => (wrong instanceof NoTopic ? refuse(wrong.message) : fail(wrong.message)));
  const { address, ...shown } = topic;
  return { ...shown, links: [{ text: `NICE CKS: ${topic.title}`, address }] };
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
  amend_consultation: amend,
  complete,
  view_guidance: guidance,
  read_guidance: readGuidance,
  view_summary_care_record: careRecord,
};
