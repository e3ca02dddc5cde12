// How an action ends that is not done, with the words that the person reads.
import { referralAt } from '../referrals.mjs';

export class Problem extends Error {
  constructor(status, text, observation = {}) {
    super(text);
    Object.assign(this, { status, observation });
  }
}

export function refuse(text, observation) {
  throw new Problem('refused', text, observation);
}

export function fail(text, observation) {
  throw new Problem('failed', text, observation);
}

export function opened({ actor, name }) {
  return referralAt(actor.ods, name) ?? refuse('There is no such referral at this pharmacy');
}
