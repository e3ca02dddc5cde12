// Telling the practice, by e-mail or for urgent medicines over MESH, and claiming from NHSBSA.
import { all } from '../store.mjs';
import { save } from '../referrals.mjs';
import { claimOf, submit, withdraw } from '../gp/claim.mjs';
import { practiceOf, sendWaiting, write } from '../gp/notifications.mjs';
import { pathwayOf } from '../screen.mjs';
import { opened, refuse } from './problem.mjs';

const NONE = ['V81997', 'V81998', 'V81999']; // what stands where there is no practice

async function notify(request) {
  const referral = opened(request);
  if (!referral.notifications.length || referral.corrected) written(referral);
  await sendWaiting(referral);
  return { notifications: referral.notifications.map(shown), notices: urgent(referral) };
}

function written(referral) {
  if (!referral.completed) refuse('Complete the consultation first');
  if (referral.consent !== true) refuse('The patient has not agreed that the practice is told');
  if (!referral.adopted || referral.trace?.outcome === 'invalidated') {
    refuse('The patient was not traced, so no practice is known for sure: telephone the practice');
  }
  if (referral.adopted.restricted) refuse('The record is restricted: ask the patient whom to tell, and tell them yourself');
  const { ods } = referral.adopted.practice;
  if (!ods || NONE.includes(ods)) refuse('PDS names no GP practice for this patient: give the patient a letter to take along');
  if (pathwayOf(referral) !== 'urgent-medicines' && !practiceOf(ods).email) refuse(`The directory has no e-mail address of practice ${ods}`);
  write(referral, ods);
}

const shown = ({ channel, to, practice_ods: ods, reference, status, text }) => ({ channel, to, practice_ods: ods, reference, status, text });

function urgent({ consultation }) {
  const text = 'The practice has to act at once: ring it, and do not wait for it to read this';
  return consultation?.urgent_for_gp ? [{ kind: 'ring-practice', text }] : [];
}

async function submitClaims(request) {
  const { actor, name } = request;
  const due = name === null ? all('referral').filter((referral) => referral.ods === actor.ods && referral.completed && isOpen(referral))
    : [opened(request)];
  if (name !== null && !due[0].completed) refuse('Only a completed consultation is claimed');
  const claims = [];
  for (const referral of due) claims.push(await claimed(referral));
  return { claims };
}

const isOpen = ({ claim, claimChanged }) => claimChanged || !['accepted', 'withdrawn'].includes(claim?.status);

// Gives the claim of a referral: the one that stands, the same one sent again after no answer, or a mended one.
async function claimed(referral) {
  if (!isOpen(referral) || referral.claim?.status === 'withdrawn') return referral.claim;
  const held = referral.claim?.submission_id ?? '';
  const corrected = referral.claim?.status === 'failed' && !held && referral.claimChanged; // while no answer came
  if (referral.claim?.status !== 'failed' || held) referral.claimBody = claimOf(referral);
  const answer = await submit(referral.claimBody, held);
  referral.claim = { referral: referral.id, ...answer };
  referral.claimChanged = corrected || (held !== '' && answer.status !== 'accepted');
  save(referral);
  return corrected && answer.status === 'accepted' ? claimed(referral) : referral.claim; // now as it was corrected
}

async function withdrawClaim(request) {
  const referral = opened(request);
  if (!referral.claim?.submission_id || referral.claim.status === 'withdrawn') refuse('MYS holds no claim for this consultation');
  referral.claim = { ...(await withdraw(referral.claim)), why: String(request.input.why ?? '') };
  save(referral);
  return { claim: referral.claim };
}

function listClaims({ actor, input }) {
  const of = ({ ods, claim, consultation }) => ods === actor.ods && claim && (!input.month || londonMonth(consultation.started) === input.month);
  return { claims: all('referral').filter(of).map(({ claim }) => claim) };
}

const londonMonth = (moment) => new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/London', year: 'numeric', month: '2-digit' })
  .format(new Date(moment)).slice(0, 7);

export const actions = { notify_gp: notify, submit_claims: submitClaims, withdraw_claim: withdrawClaim, list_claims: listClaims };
