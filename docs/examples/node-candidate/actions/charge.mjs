// The prescription charge: what a patient declares, and the dispensing token that they sign. It is not asked of RTEC here.
import { now } from '../store.mjs';
import { save } from '../referrals.mjs';
import { pharmacyOf } from '../settings.mjs';
import { KINDS, ageOf, token } from '../token.mjs';
import { enrolled } from './people.mjs';
import { opened, refuse } from './problem.mjs';

function declare(request) {
  const { input } = request;
  const pharmacist = enrolled(request.actor);
  const referral = opened(request);
  const kind = KINDS.find((known) => known.kind === input.kind) ?? refuse('Choose one of the reasons that are listed');
  const age = ageOf(referral);
  if (kind.kind === 'education' && !(age >= 16 && age < 19)) refuse('Only who is 16, 17 or 18 is exempt by full-time education');
  const declaration = { kind: kind.kind, by: input.by, name: input.name, form: input.form, signed: input.signed ?? null,
    evidence_seen: input.evidence_seen ?? null, at: now(), pharmacist };
  referral.declarations = [declaration]; // the one that stands: who is exempt has not paid as well
  save(referral);
  return { declaration };
}

function print(request) {
  const referral = opened(request);
  if (!referral.items.length) refuse('Record what was supplied first');
  const age = ageOf(referral);
  const exempt = age < 16 || age >= 60;
  const content = Buffer.from(token(referral, pharmacyOf(request.actor.ods)), 'utf8').toString('base64');
  const why = exempt ? 'Exempt by the date of birth, which stands on the token' : 'Have the token signed';
  return { tokens: [{ media: 'text/plain', content, printed_at: now() }], needed: !exempt, signature: exempt ? 'not-needed' : 'needed', why };
}

export const actions = {
  declare_exemption: declare,
  list_exemption_kinds: () => ({ kinds: KINDS.map(({ kind, text }) => ({ kind, text })), as_of: null }),
  print_token: print,
};
