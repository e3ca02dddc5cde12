// Questions to PDS: a retrieval by NHS number, or a search. A question keeps its request id when it is asked again.
import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { audit } from '../store.mjs';
import { provision } from '../settings.mjs';
import { forget, token } from './token.mjs';
import { Trouble } from './trouble.mjs';

const PASSING = new Set([0, 408, 429, 500, 502, 503, 504]);
const TRIES = 3;
const PATIENCE = 5; // seconds that somebody at a counter waits for a service that named a time
const CODES = 'https://fhir.nhs.uk/R4/CodeSystem/Spine-ErrorOrWarningCode';

export function retrieve(number, asker) {
  return ask(`Patient/${number}`, 'retrieved', { ...asker, nhs_number: number });
}

export function search(parameters, asker) {
  const query = parameters.map(([key, value]) => `${key}=${encoded(value)}`).join('&');
  return ask(`Patient?${query}`, 'searched', asker);
}

function encoded(value) {
  return encodeURIComponent(value).replace(/[!'()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`);
}

// Gives {resource} or {code}: PDS's own code for what it did not find. Throws Trouble where there was no such answer.
async function ask(path, event, asker) {
  const id = randomUUID();
  let result = 'failed';
  try {
    const answer = await answered(path, id, asker);
    result = answer.code ?? 'found';
    return answer;
  } finally {
    audit({ ods: asker.ods, channel: 'pds', event, user: asker.user, role: asker.role, result,
      nhs_number: asker.nhs_number ?? '', request_id: id });
  }
}

async function answered(path, id, asker) {
  let renewed = false;
  for (let tries = 1; ; tries += 1) {
    const used = await token();
    const { status, body, after } = await once(path, id, used, asker);
    if (status === 401 && !renewed) {
      forget(used);
      renewed = true;
      continue;
    }
    if (!PASSING.has(status)) return understood(status, body);
    if (tries >= TRIES || after > PATIENCE) throw new Trouble(`PDS does not answer (${status || 'no answer'})`);
    await wait((after || 0.4 * 2 ** tries) * 1000 + Math.random() * 200);
  }
}

async function once(path, id, used, asker) {
  try {
    const response = await fetch(`${provision.pds.base}/${path}`, {
      headers: {
        accept: 'application/fhir+json',
        authorization: `Bearer ${used}`,
        'x-request-id': id, 'x-correlation-id': asker.correlation,
        'nhsd-end-user-organisation-ods': asker.ods,
      },
      signal: AbortSignal.timeout(3500),
    });
    const [left, body] = [response.headers.get('retry-after'), await response.text()];
    return { status: response.status, body, after: Number(left) || (Date.parse(left) - Date.now()) / 1000 || 0 };
  } catch {
    return { status: 0, body: '', after: 0 };
  }
}

function understood(status, text) {
  let body;
  try {
    body = JSON.parse(text);
  } catch {
    throw new Trouble('The answer of PDS cannot be read');
  }
  if (status === 200 && ['Patient', 'Bundle'].includes(body?.resourceType)) return { resource: body };
  const codings = (body?.issue ?? []).flatMap((issue) => issue.details?.coding ?? []);
  const code = codings.find((coding) => coding.system === CODES)?.code;
  const said = ['TOO_MANY_MATCHES', 'RESOURCE_NOT_FOUND', 'INVALIDATED_RESOURCE', 'INVALID_RESOURCE_ID',
    'INVALID_SEARCH_DATA', 'MISSING_VALUE', 'INVALID_VALUE'];
  if (said.includes(code) && (status === 200 || status === 400 || status === 404)) return { code };
  throw new Trouble(`PDS answers with an error (${status})`);
}
