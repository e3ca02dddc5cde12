// What waits, was not answered or failed; trying it again; and what comes back over MESH.
import { all } from '../store.mjs';
import { pharmacyOf } from '../settings.mjs';
import { dayAfter, workingDayAfter } from '../opening.mjs';
import { response } from '../gp/itk3.mjs';
import { collect } from '../gp/mesh.mjs';
import { answered, sendWaiting } from '../gp/notifications.mjs';
import { fail } from './problem.mjs';

const TEXTS = {
  waiting: 'It could not be sent yet, and is tried again',
  overdue: 'It was due and could not be sent: telephone the practice',
  unanswered: 'No answer came in a day: ask the practice whether it was read',
  failed: 'It was not delivered: telephone the practice',
};

function outbox({ actor, input }) {
  const moment = input?.as_of ? new Date(input.as_of) : new Date();
  const here = all('referral').filter(({ ods }) => ods === actor.ods);
  return { outbox: here.flatMap((referral) => [...notifications(referral, moment), ...onward(referral), ...claims(referral)]) };
}

function notifications(referral, moment) {
  return referral.notifications.flatMap((told, n) => {
    const state = stateOf(referral, told, moment);
    const again = told.status === 'failed' && referral.notifications.slice(n + 1).some(({ status }) => status === 'delivered');
    if (!state || again) return [];
    const { to, reference, since, tries } = told;
    return [row(referral, 'gp-notification', state, { to, reference, since, attempts: tries, text: told.text || TEXTS[state] })];
  });
}

function stateOf({ consultation }, { status, channel, at }, moment) {
  if (status === 'waiting') return moment > workingDayAfter(new Date(consultation.started)) ? 'overdue' : 'waiting';
  if (status === 'sent' && channel === 'mesh') return moment > dayAfter(new Date(at)) ? 'unanswered' : null;
  return status === 'failed' ? 'failed' : null;
}

function onward(referral) {
  if (referral.onward.some(({ status }) => status === 'sent')) return [];
  return referral.onward.map(({ to, reference, at, status, advice }) => row(referral, 'onward-referral',
    status === 'refused' ? 'failed' : 'waiting', { to, reference, since: at, text: advice || TEXTS.waiting }));
}

function claims(referral) {
  const { claim, completed } = referral;
  if (!claim || claim.status === 'accepted') return [];
  const state = claim.status === 'rejected' ? 'failed' : 'waiting';
  return [row(referral, 'claim', state, { reference: claim.reference, since: completed, text: claim.message || TEXTS.waiting })];
}

const row = (referral, kind, state, said) => ({ kind, referral: referral.id, state, ...said });

async function sendNow(request) {
  for (const referral of all('referral')) if (referral.ods === request.actor.ods) await sendWaiting(referral);
  return outbox(request);
}

async function collectMessages({ actor }) {
  const collected = [];
  await collect(pharmacyOf(actor.ods), (id, bytes, headers) => {
    const found = read(bytes, headers);
    collected.push({ message_id: id, response_to: found.to, code: found.code, result: answered(found) });
  }).catch((wrong) => fail(`The mailbox could not be read: ${wrong.message}`));
  return { collected };
}

// A response of the practice, a report of MESH by its headers alone, or what is neither.
function read(bytes, headers) {
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

export const actions = { view_outbox: outbox, send_waiting: sendNow, collect_messages: collectMessages };
