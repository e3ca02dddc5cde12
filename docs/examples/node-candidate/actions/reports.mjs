// Telling the practice, by e-mail or for urgent medicines over MESH, and claiming from NHSBSA.
import { all, get } from '../store.mjs';
import { save } from '../referrals.mjs';
import { pharmacyOf } from '../settings.mjs';
import { claimOf, submit } from '../gp/claim.mjs';
import { message } from '../gp/itk3.mjs';
import { letter } from '../gp/letter.mjs';
import { mailboxOf, post } from '../gp/mesh.mjs';
import { send } from '../gp/smtp.mjs';
import { pathwayOf } from '../screen.mjs';
import { fail, opened, refuse } from './problem.mjs';

const NONE = ['V81997', 'V81998', 'V81999']; // what stands where there is no practice

async function notify(request) {
  const referral = opened(request);
  if (referral.notification) return { notifications: [referral.notification] };
  if (!referral.completed) refuse('Complete the consultation first');
  if (referral.consent !== true) refuse('The patient has not agreed that the practice is told');
  if (!referral.adopted || referral.trace?.outcome === 'invalidated') {
    refuse('The patient was not traced, so no practice is known for sure: telephone the practice');
  }
  if (referral.adopted.restricted) refuse('The record is restricted: ask the patient whom to tell, and tell them yourself');
  const { ods } = referral.adopted.practice;
  if (!ods || NONE.includes(ods)) refuse('PDS names no GP practice for this patient: give the patient a letter to take along');
  const premises = pharmacyOf(referral.ods);
  const telling = pathwayOf(referral) === 'urgent-medicines' ? byMesh : byMail;
  referral.notification = await telling(referral, premises, ods);
  save(referral);
  return { notifications: [referral.notification] };
}

async function byMail(referral, premises, ods) {
  const practice = get('practice', ods) ?? refuse(`The directory has no e-mail address of practice ${ods}`);
  const mail = referral.letter ??= letter(referral, premises, practice); // sent again as it was written
  save(referral);
  await send(premises.nhsmail, practice.email, mail.text)
    .catch((wrong) => fail(`The e-mail could not be sent: ${wrong.message}. Try again`));
  return { channel: 'nhsmail', to: practice.email, practice_ods: ods, reference: mail.id, status: 'sent' };
}

async function byMesh(referral, premises, ods) {
  const broken = (wrong) => fail(`The message could not be sent: ${wrong.message}. Try again`);
  const mailbox = await mailboxOf(ods).catch(broken) ?? refuse(`MESH knows no mailbox of practice ${ods}: telephone it`);
  referral.written ??= message(referral, premises, { ods, name: get('practice', ods)?.name ?? '' });
  const { id, bundle } = referral.written; // after a lost answer the very same goes again
  referral.message = id;
  referral.tries = (referral.tries ?? 0) + 1;
  save(referral);
  referral.transfer = await post(premises, mailbox, bundle).catch(broken);
  return { channel: 'mesh', to: mailbox, practice_ods: ods, reference: id, status: 'sent' };
}

async function submitClaims(request) {
  const { actor, name } = request;
  const due = name === null ? all('referral').filter((referral) => referral.ods === actor.ods && referral.completed &&
    referral.claim?.status !== 'accepted') : [opened(request)];
  if (name !== null && !due[0].completed) refuse('Only a completed consultation is claimed');
  const claims = [];
  for (const referral of due) claims.push(await claimed(referral));
  return { claims };
}

// Gives the claim of a referral: the one that was accepted, or the same one sent again.
async function claimed(referral) {
  if (referral.claim?.status === 'accepted') return referral.claim;
  referral.claimBody ??= claimOf(referral);
  referral.claim = { referral: referral.id, ...(await submit(referral.claimBody)) };
  save(referral);
  return referral.claim;
}

export const actions = { notify_gp: notify, submit_claims: submitClaims };
