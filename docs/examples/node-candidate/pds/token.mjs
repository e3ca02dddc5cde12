// Access tokens of the API platform, for a JWT signed with this application's key; one is used for as long as it lasts.
import { randomUUID, sign } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { provision } from '../settings.mjs';
import { Trouble } from './trouble.mjs';

const { pds } = provision;
const key = readFileSync(pds.private_key_file, 'utf8');
const base64url = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');
let held = null;
let fetching = null;

// Gives a token that is good for the next seconds; those who ask at once wait for the same one.
export async function token() {
  if (held && held.until > Date.now()) return held.token;
  fetching ??= fetchToken().finally(() => {
    fetching = null;
  });
  return fetching;
}

export function forget(refused) {
  if (held?.token === refused) held = null;
}

function assertion() {
  const now = Math.floor(Date.now() / 1000);
  const header = base64url({ typ: 'JWT', kid: pds.kid, alg: 'RS512' });
  const claims = base64url({ jti: randomUUID(), exp: now + 240, aud: pds.token_url, sub: pds.api_key, iss: pds.api_key });
  const signature = sign('RSA-SHA512', Buffer.from(`${header}.${claims}`), key).toString('base64url');
  return `${header}.${claims}.${signature}`;
}

async function fetchToken() {
  const form = new URLSearchParams({
    client_assertion: assertion(),
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    grant_type: 'client_credentials',
  });
  let answer;
  try {
    const response = await fetch(pds.token_url, {
      method: 'POST',
      headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
      body: form.toString(),
      signal: AbortSignal.timeout(4000),
    });
    answer = response.ok ? await response.json() : null;
  } catch {
    answer = null;
  }
  if (!answer?.access_token) throw new Trouble('The NHS platform gives no access at the moment');
  const lifetime = Number(answer.expires_in) || 0;
  held = { token: answer.access_token, until: Date.now() + (lifetime - Math.min(20, lifetime / 2)) * 1000 };
  return held.token;
}
