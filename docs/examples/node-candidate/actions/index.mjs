// The actions of the control API that this system has; what it does not have is none of them.
import { Problem } from './problem.mjs';
import * as charge from './charge.mjs';
import * as consultations from './consultations.mjs';
import * as medicines from './medicines.mjs';
import * as months from './months.mjs';
import * as onward from './onward.mjs';
import * as outbox from './outbox.mjs';
import * as patients from './patients.mjs';
import * as people from './people.mjs';
import * as records from './records.mjs';
import * as referrals from './referrals.mjs';
import * as reports from './reports.mjs';
import * as selfTest from './self-test.mjs';

export const actions = {
  ...people.actions, ...referrals.actions, ...patients.actions, ...consultations.actions,
  ...medicines.actions, ...charge.actions, ...onward.actions, ...outbox.actions, ...reports.actions, ...months.actions,
  ...records.actions, ...selfTest.actions,
};

export async function run(name, { actor, referral, input }) {
  try {
    const observation = await actions[name]({ actor, name: referral ?? null, input: input ?? {} });
    return { status: 'done', reason: null, shown: null, observation };
  } catch (wrong) {
    if (!(wrong instanceof Problem)) throw wrong;
    return { status: wrong.status, reason: wrong.message, shown: wrong.message, observation: wrong.observation };
  }
}
