// Uses each credential of a pharmacy once, in a harmless round trip: a wrong one is then told by its name.
import { pharmacyOf, provision } from '../settings.mjs';
import { handshake } from '../gp/mesh.mjs';
import { logIn } from '../gp/smtp.mjs';
import { token } from '../pds/token.mjs';
import { retrieve } from '../pds/client.mjs';
import { ownServices } from '../dos.mjs';
import { look } from '../cks.mjs';
import { prescriptionsOf } from '../eps.mjs';
import { refuse } from './problem.mjs';

async function selfTest({ actor, input }) {
  const premises = pharmacyOf(actor.ods) ?? refuse('This pharmacy does not work with this system');
  const asker = { ods: actor.ods, user: actor.name, role: actor.role, correlation: 'self-test' };
  const tests = {
    oauth: () => token(),
    pds: () => retrieve(input.nhs_number, asker),
    dos: () => ownServices(premises.ods),
    cks: () => look(),
    mesh: () => handshake(premises),
    nhsmail: () => logIn(premises.nhsmail),
    eps_tracker: () => prescriptionsOf(input.nhs_number),
  };
  const services = [];
  for (const [service, test] of Object.entries(tests)) {
    if (service !== 'oauth' && !provision[service]) continue;
    const wrong = await test().then(() => null, (found) => found);
    services.push({ service, result: wrong ? 'failed' : 'answered', message: wrong?.message ?? '' });
  }
  return { services };
}

export const actions = { self_test: selfTest };
