// Urgent medicines: supplying one, the way to the prescription tracker, other pharmacies nearby, and MESH's inbox.
import { all, now } from '../store.mjs';
import { save } from '../referrals.mjs';
import { pharmacyOf, products, provision } from '../settings.mjs';
import { response } from '../gp/itk3.mjs';
import { collect } from '../gp/mesh.mjs';
import { pathwayOf } from '../screen.mjs';
import { pharmaciesNear } from '../dos.mjs';
import { fail, opened, refuse } from './problem.mjs';

function supply(request) {
  const referral = opened(request);
  const { input } = request;
  if (pathwayOf(referral) !== 'urgent-medicines') refuse('This referral is not for an urgent medicine');
  const known = products[input.code] ?? refuse(`The product ${input.code} is not in the list of this system`);
  const item = { ...known, system: 'https://dmd.nhs.uk', quantity: input.quantity, days_supply: input.days_supply ?? null,
    dosage: input.dosage ?? '', reason: input.reason ?? '', handed_over: now() };
  referral.items.push(item);
  referral.started = true;
  save(referral);
  return { item };
}

function track(request) {
  opened(request);
  return { links: [{ text: 'Prescription tracker', address: provision.links.eps_tracker }], prescriptions: null };
}

async function findPharmacies(request) {
  opened(request);
  const { providers, message } = await pharmaciesNear(request.input.postcode).catch((wrong) => fail(wrong.message));
  return { providers, message };
}

async function collectMessages({ actor }) {
  const collected = [];
  await collect(pharmacyOf(actor.ods), (id, bytes) => collected.push(kept(id, bytes)))
    .catch((wrong) => fail(`The mailbox could not be read: ${wrong.message}`));
  return { collected };
}

function kept(id, bytes) {
  const { to, code } = response(bytes);
  const referral = all('referral').find((found) => found.message && found.message === to);
  if (!referral) return { message_id: id, response_to: to, code, result: 'unmatched' };
  referral.responses = [...(referral.responses ?? []), code];
  referral.notification = { ...referral.notification, status: state(referral.responses) };
  save(referral);
  return { message_id: id, response_to: to, code, result: referral.notification.status };
}

// Delivered once both responses have come: the infrastructure's, and the practice's own.
function state(codes) {
  if (codes.some((code) => !['20013', '30001', '30004'].includes(code))) return 'failed';
  return codes.includes('20013') && codes.some((code) => code.startsWith('3')) ? 'delivered' : 'sent';
}

export const actions = { supply_medicine: supply, track_prescriptions: track, find_pharmacies: findPharmacies,
  collect_messages: collectMessages };
