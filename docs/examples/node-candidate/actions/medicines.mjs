// Urgent medicines: supplying one, the way to the prescription tracker, and other pharmacies nearby.
import { now } from '../store.mjs';
import { save } from '../referrals.mjs';
import { products, provision } from '../settings.mjs';
import { pathwayOf } from '../screen.mjs';
import { pharmaciesNear } from '../dos.mjs';
import { identifierOf, prescriptionWith, prescriptionsOf } from '../eps.mjs';
import { nhsNumberOf } from '../nhs-number.mjs';
import { fail, opened, refuse } from './problem.mjs';

function supply(request) {
  const referral = opened(request);
  const { input } = request;
  if (referral.completed) refuse('This consultation is completed: ask for a new referral');
  if (pathwayOf(referral) !== 'urgent-medicines') refuse('This referral is not for an urgent medicine');
  const items = (input.items ?? [input]).map((given) => item(given, input));
  referral.items.push(...items);
  referral.started = true;
  save(referral);
  return { item: items[0], items };
}

function item(given, { reason }) {
  const known = products[given.code] ?? refuse(`The product ${given.code} is not in the list of this system`);
  return { ...known, system: 'https://dmd.nhs.uk', quantity: given.quantity, days_supply: given.days_supply ?? null,
    dosage: given.dosage ?? '', owing: given.owing ?? null, reason: reason ?? '', handed_over: now() };
}

async function track(request) {
  const referral = opened(request);
  const links = [{ text: 'Prescription tracker', address: provision.links.eps_tracker }];
  const number = referral.adopted?.nhs_number ?? nhsNumberOf(referral.report.patient.nhs_number);
  const typed = (request.input.prescription_id ?? '').trim();
  const id = identifierOf(typed);
  if (typed && !id) refuse(`${typed} is not the identifier of a prescription; type it again`, { links, prescriptions: [] });
  if (!number) return { links, prescriptions: null, message: 'Trace the patient first, to see their prescriptions here' };
  const found = await (id ? prescriptionWith(id, number) : prescriptionsOf(number)).catch((wrong) => fail(wrong.message, { links, prescriptions: [] }));
  const warning = found.some(({ usable }) => usable) ? 'A prescription of this patient is ready: dispense that' : '';
  return { links, prescriptions: found, message: found.length ? '' : 'No prescription of this patient is there', warning };
}

async function findPharmacies(request) {
  opened(request);
  const { providers, message } = await pharmaciesNear(request.input.postcode).catch((wrong) => fail(wrong.message));
  return { providers, message };
}

export const actions = { supply_medicine: supply, track_prescriptions: track, find_pharmacies: findPharmacies };
