// Urgent medicines: supplying one, the way to the prescription tracker, and other pharmacies nearby.
import { now } from '../store.mjs';
import { save } from '../referrals.mjs';
import { products, provision } from '../settings.mjs';
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

export const actions = { supply_medicine: supply, track_prescriptions: track, find_pharmacies: findPharmacies };
