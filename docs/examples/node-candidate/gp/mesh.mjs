// MESH: one pharmacy's mailbox. A message goes in two chunks, each packed on its own.
import { createHmac, randomUUID } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import { provision } from '../settings.mjs';

const { mesh } = provision;
const V2 = 'application/vnd.mesh.v2+json';

// Gives the mailbox of a practice for our messages; nothing where MESH knows none.
export async function mailboxOf(ods) {
  const response = await fetch(`${mesh.base}/messageexchange/endpointlookup/${ods}/${mesh.workflow}`,
    { headers: { accept: V2 }, signal: AbortSignal.timeout(8000) });
  if (response.status >= 500) throw new Error(`MESH answers ${response.status}`);
  return response.ok ? (await response.json()).results?.[0]?.mailbox_id : undefined;
}

// Sends a document; gives MESH's id of it.
export async function post(premises, to, document) {
  const whole = Buffer.from(document);
  const half = Math.ceil(whole.length / 2);
  const chunks = [whole.subarray(0, half), whole.subarray(half)];
  const headers = {
    'mex-to': to,
    'mex-from': premises.mesh.mailbox,
    'mex-workflowid': mesh.workflow,
    'mex-localid': premises.ods,
    'content-type': 'application/xml',
    'content-encoding': 'gzip',
  };
  const first = await call(premises, 'POST', 'outbox', { ...headers, 'mex-chunk-range': `1:${chunks.length}` }, gzipSync(chunks[0]));
  const id = (await first.json()).message_id;
  for (let n = 2; n <= chunks.length; n += 1) {
    const range = { ...headers, 'mex-chunk-range': `${n}:${chunks.length}` };
    await call(premises, 'POST', `outbox/${id}/${n}`, range, gzipSync(chunks[n - 1]));
  }
  return id;
}

// Gives each message of the inbox to whoever keeps it, and acknowledges it afterwards.
export async function collect(premises, keep) {
  const { messages = [] } = await (await call(premises, 'GET', 'inbox')).json();
  for (const id of messages) {
    try {
      const { headers, bytes } = await download(premises, id);
      keep(id, bytes, headers);
      await call(premises, 'PUT', `inbox/${id}/status/acknowledged`);
    } catch (wrong) {
      console.error(`message ${id} stays in the inbox: ${wrong.message}`); // the others are read all the same
    }
  }
}

// Gives a message whole: packed chunk by chunk, or packed first and cut afterwards.
async function download(premises, id) {
  const parts = [];
  let headers;
  for (let n = 1, more = true; more; n += 1) {
    const response = await call(premises, 'GET', n === 1 ? `inbox/${id}` : `inbox/${id}/${n}`);
    headers ??= response.headers;
    parts.push(Buffer.from(await response.arrayBuffer()));
    more = response.status === 206;
  }
  return { headers, bytes: unpacked(Buffer.concat(parts)) };
}

function unpacked(body) {
  if (body[0] !== 0x1f || body[1] !== 0x8b) return body;
  try {
    return gunzipSync(body);
  } catch {
    return body; // broken for good: whoever keeps it says so
  }
}

export function handshake(premises) {
  return call(premises, 'POST', '', { 'mex-clientversion': 'night-counter 1.0', 'mex-osname': 'node', 'mex-osversion': '1' });
}

async function call(premises, method, path, headers = {}, body = undefined) {
  const response = await fetch(`${mesh.base}/messageexchange/${premises.mesh.mailbox}${path && `/${path}`}`, {
    method,
    headers: { accept: V2, authorization: authorization(premises.mesh), ...headers },
    body,
    signal: AbortSignal.timeout(8000),
  });
  if (!response.ok) throw Object.assign(new Error(`MESH answers ${response.status}`), { isAnswer: true, forGood: [400, 417].includes(response.status) });
  return response;
}

function authorization({ mailbox, password }) {
  const nonce = randomUUID();
  const time = new Date().toISOString().replace(/[-T:]/g, '').slice(0, 12);
  const hash = createHmac('sha256', mesh.shared_key).update(`${mailbox}:${nonce}:0:${password}:${time}`).digest('hex');
  return `NHSMESH ${mailbox}:${nonce}:0:${time}:${hash}`;
}
