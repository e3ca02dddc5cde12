// Referring the patient to the pharmacy that they chose, by NHSmail or by FHIR.
import { alert, commit, get, now } from '../store.mjs';
import { made, save } from '../referrals.mjs';
import { pharmacyOf } from '../settings.mjs';
import { isOpenNow, secureEmails } from '../dos.mjs';
import { send } from '../gp/smtp.mjs';
import { onwardLetter } from '../onward.mjs';
import { onwardMessage, post } from '../onward-fhir.mjs';
import { attempt } from '../screen.mjs';
import { enrolled } from './people.mjs';
import { fail, opened, refuse } from './problem.mjs';

const ADVICE = 'Nobody has the patient: refer them to another pharmacy, or telephone this one';

async function refer(request) {
  enrolled(request.actor);
  const referral = opened(request);
  const { input } = request;
  if (!referral.consultation) refuse('Record the consultation first');
  if (!['new', 'open', 'referred-onward'].includes(referral.status)) refuse('This referral is closed here');
  const there = referral.onward.find(({ status }) => status === 'sent');
  if (there && there.ods !== input.ods) refuse(`${there.name} has the patient already`);
  return { onward: attempt(there ?? (await sent(referral, input))) };
}

async function sent(referral, input) {
  const premises = pharmacyOf(referral.ods);
  // One whose fate is not known is the same message again, so that who had it already sees one.
  const onward = referral.onward.find(({ ods, channel, status }) => ods === input.ods && channel === channelOf(input) &&
    ['waiting', 'failed'].includes(status)) ?? (await begun(referral, input));
  try {
    if (onward.channel === 'fhir') await post(onward.ods, onward.message);
    else await send(premises.nhsmail, onward.to, onward.message);
  } catch (wrong) {
    Object.assign(onward, { status: wrong.isAnswer ? 'refused' : 'failed', told: wrong.message, advice: ADVICE });
    save(referral);
    fail(`${wrong.message}. ${ADVICE}`, { onward: attempt(onward) });
  }
  Object.assign(onward, { status: 'sent', at: now(), told: '', advice: '' });
  Object.assign(referral, { status: 'referred-onward', completed: now() });
  save(referral);
  handOver(referral, onward);
  return onward;
}

const channelOf = ({ through }) => (through === 'fhir' ? 'fhir' : 'nhsmail');

async function begun(referral, input) {
  const { service_id: service, ods, name, reason } = input;
  const premises = pharmacyOf(referral.ods);
  const channel = channelOf(input);
  const to = channel === 'fhir' ? ods : await addressOf(ods, referral);
  const { id, text } = channel === 'fhir' ? onwardMessage(referral, premises, input) : onwardLetter(referral, premises, input, to);
  const onward = { service_id: service, ods, name, reason, channel, to, reference: id, at: now(),
    is_open: isOpenNow(service), status: 'waiting', told: '', advice: '', message: text };
  referral.onward.push(onward);
  save(referral);
  commit(); // before anybody can have it
  return onward;
}

// The local directory's address, or else the first of those that DoS has which has not refused this patient.
async function addressOf(ods, referral) {
  const place = get('practice', ods);
  if (place?.kind === 'cpcs-provider') return place.email;
  const { emails } = await secureEmails({ ods, kind: 'cpcs-provider', purpose: 'onward-referral' }).catch((wrong) => fail(wrong.message));
  const refused = referral.onward.filter(({ status }) => status === 'refused').map(({ to }) => to);
  return emails.find((email) => !refused.includes(email)) ?? emails[0] ?? refuse('Neither the directory nor DoS has a secure address of this pharmacy: telephone it');
}

// A pharmacy that this system serves finds the patient on its worklist; nothing here reads mailboxes.
function handOver(referral, { ods }) {
  if (!pharmacyOf(ods)) return;
  const here = made(ods, referral.source, referral.report);
  here.notices.push({ kind: 'related-case', text: `Referred onward by ${pharmacyOf(referral.ods).name}` });
  save(here);
  alert(ods, 'new-referral', here.id, 'A patient was referred here by another pharmacy');
}

export const actions = { refer_onward: refer };
