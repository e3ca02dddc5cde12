// Urgent medicines: supplying one, the way to the prescription tracker, other pharmacies nearby, and MESH's inbox.
import { alert, all, now } from '../store.mjs';
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
  await collect(pharmacyOf(actor.ods), (id, bytes, headers) => collected.push(kept(id, bytes, headers)))
    .catch((wrong) => fail(`The mailbox could not be read: ${wrong.message}`));
  return { collected };
}

function kept(id, bytes, headers) {
  const { to, code, linked } = answer(bytes, headers);
  const referral = all('referral').find((found) => (linked ? found.transfer === linked : found.message && found.message === to));
  if (!referral?.notification || !code) return { message_id: id, response_to: to, code, result: 'unmatched' };
  referral.responses = [...(referral.responses ?? []), code];
  const status = state(referral.responses, referral.tries);
  if (status === 'failed' && referral.notification.status !== 'failed') {
    alert(referral.ods, 'notification-failed', referral.id, `The practice was not told (${code}): telephone it`);
  }
  referral.notification = { ...referral.notification, status };
  save(referral);
  return { message_id: id, response_to: to, code, result: status };
}

// A response of the practice, a report of MESH by its headers alone, or what is neither.
function answer(bytes, headers) {
  if (headers.get('mex-messagetype') === 'REPORT') {
    const ill = headers.get('mex-statussuccess') !== 'SUCCESS';
    return { to: '', linked: headers.get('mex-linkedmsgid') ?? 'none', code: ill ? headers.get('mex-statuscode') || 'REPORT' : '' };
  }
  try {
    const found = response(bytes);
    return found.event === 'ITK002M' ? { to: found.to, code: '' } : found;
  } catch {
    return { to: '', code: '' };
  }
}

// Delivered once both responses have come: the infrastructure's, and the practice's own. A copy's answer changes nothing.
function state(codes, tries) {
  const copies = ['20007', '20008'];
  if (codes.some((code) => !['20013', '30001', '30004', ...copies].includes(code))) return 'failed';
  if (codes.includes('20013')) return codes.some((code) => code.startsWith('3')) ? 'delivered' : 'sent';
  if (codes.some((code) => copies.includes(code))) return tries > 1 ? 'delivered' : 'failed';
  return 'sent';
}

export const actions = { supply_medicine: supply, track_prescriptions: track, find_pharmacies: findPharmacies,
  collect_messages: collectMessages };
