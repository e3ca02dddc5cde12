// Telling a practice: each message has a state of its own, and what waits is tried again as it was written.
import { alert, all, commit, get, now } from '../store.mjs';
import { save } from '../referrals.mjs';
import { pharmacyOf } from '../settings.mjs';
import { pathwayOf } from '../screen.mjs';
import { message } from './itk3.mjs';
import { letter } from './letter.mjs';
import { mailboxOf, post } from './mesh.mjs';
import { send } from './smtp.mjs';

// Writes what is to be told now: urgent medicines over MESH, where the practice takes it.
export function write(referral, ods) {
  const before = replaced(referral.notifications);
  const premises = pharmacyOf(referral.ods);
  const urgent = pathwayOf(referral) === 'urgent-medicines';
  const written = urgent ? message(referral, premises, practiceOf(ods), before?.document) : letter(referral, premises, practiceOf(ods), Boolean(before));
  referral.notifications.push({ channel: urgent ? 'mesh' : 'nhsmail', to: urgent ? '' : practiceOf(ods).email, practice_ods: ods, reference: written.id,
    status: 'waiting', text: '', since: now(), tries: 0, codes: [], written });
  referral.corrected = false;
  save(referral);
}

export const practiceOf = (ods) => ({ ods, name: get('practice', ods)?.name ?? '', email: get('practice', ods)?.email ?? '' });

// Gives the message that a correction replaces; one that nobody can have yet is taken back instead.
function replaced(notifications) {
  const last = notifications.at(-1);
  if (last?.status !== 'waiting' || last.uncertain) return last?.written;
  notifications.pop();
  return replaced(notifications);
}

// Whoever asks while something of a referral is being sent waits for that: it would go twice.
const turns = new Map();
export function sendWaiting(referral) {
  const turn = (turns.get(referral.id) ?? Promise.resolve()).then(() => sendInOrder(referral));
  turns.set(referral.id, turn.catch(() => {}));
  return turn;
}

// Sends what waits of a referral; what cannot be sent now goes on waiting.
async function sendInOrder(referral) {
  for (const told of referral.notifications.filter(({ status, written: here }) => status === 'waiting' && here)) {
    if (referral.consent !== true) return; // taken back while it waited
    told.tries += 1;
    try {
      await route(referral, told);
      save(referral);
      commit(); // before anybody can have it
      await submit(pharmacyOf(referral.ods), told);
      Object.assign(told, { status: 'sent', at: now(), text: '' });
    } catch (wrong) {
      told.text = wrong.message;
      if (wrong.forGood) lost(referral, told, wrong.message);
    }
    save(referral);
    if (told.status === 'waiting') return;
  }
}

// Finds where it goes; a practice that takes no MESH is told by e-mail.
async function route(referral, told) {
  if (told.channel !== 'mesh' || told.to) return;
  told.to = await mailboxOf(told.practice_ods) ?? '';
  if (told.to) return;
  const practice = practiceOf(told.practice_ods);
  if (!practice.email) throw Object.assign(new Error('Neither MESH nor the directory has an address of the practice'), { forGood: true });
  const written = letter(referral, pharmacyOf(referral.ods), practice);
  Object.assign(told, { channel: 'nhsmail', to: practice.email, reference: written.id, written });
}

async function submit(premises, told) {
  try {
    if (told.channel === 'mesh') told.transfer = await post(premises, told.to, told.written.bundle);
    else await send(premises.nhsmail, told.to, told.written.text);
  } catch (wrong) {
    told.uncertain ||= !wrong.isAnswer; // it may have come there all the same
    throw wrong;
  }
}

function lost(referral, told, why) {
  Object.assign(told, { status: 'failed', text: `${why}: telephone the practice` });
  alert(referral.ods, 'notification-failed', referral.id, `The practice was not told (${why}): telephone it`);
}

// Takes an answer, or a report of MESH; gives how far its message has come.
export function answered({ to, code, linked }) {
  const of = (told) => told.channel === 'mesh' && (linked ? told.transfer === linked : told.reference === to);
  const referral = all('referral').find((found) => found.notifications.some(of));
  if (!referral || !code) return 'unmatched';
  const told = referral.notifications.find(of);
  told.codes.push(code);
  const status = state(told.codes, told.tries);
  if (status === 'failed' && told.status !== 'failed') lost(referral, told, code);
  told.status = status;
  if (code === '30004') told.text = 'The practice says that the patient has died';
  save(referral);
  return status;
}

// Delivered once both responses have come: the infrastructure's, and the practice's own. A copy's answer changes nothing.
function state(codes, tries) {
  const copies = ['20007', '20008'];
  if (codes.some((code) => !['20013', '30001', '30004', ...copies].includes(code))) return 'failed';
  if (codes.includes('20013')) return codes.some((code) => code.startsWith('3')) ? 'delivered' : 'sent';
  if (codes.some((code) => copies.includes(code))) return tries > 1 ? 'delivered' : 'failed';
  return 'sent';
}
