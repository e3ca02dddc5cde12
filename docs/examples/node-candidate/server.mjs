// The system's HTTP side: the control API, and the address at which NHS 111 reports arrive.
import { Buffer } from 'node:buffer';
import { createServer } from 'node:http';
import { randomUUID, timingSafeEqual } from 'node:crypto';
import { commit } from './store.mjs';
import { about, settings } from './settings.mjs';
import { receive } from './itk/intake.mjs';
import { actions, run } from './actions/index.mjs';

const LARGEST = 20 * 1024 * 1024;
const SLOW = new Set(['notify_gp', 'send_waiting', 'submit_claims']); // answered later: whoever asks polls for the result
const results = new Map();
const started = randomUUID(); // of this process: another after each restart

const server = createServer(async (request, response) => {
  try {
    const body = await read(request);
    await route(request, body, response);
  } catch (wrong) {
    if (wrong.status) return json(response, wrong.status, { reason: wrong.message });
    console.error(wrong);
    return json(response, 500, { reason: 'something went wrong here' });
  }
});

function read(request) {
  return new Promise((resolve, reject) => {
    const parts = [];
    let size = 0;
    request.on('data', (part) => {
      size += part.length;
      if (size > LARGEST) reject(Object.assign(new Error('the body is too large'), { status: 413 }));
      else parts.push(part);
    });
    request.on('end', () => resolve(Buffer.concat(parts)));
    request.on('error', reject);
  });
}

async function route(request, body, response) {
  const path = new URL(request.url, 'http://localhost').pathname;
  if (path === '/health') return json(response, 200, { status: 'ok', build: about.build });
  if (path === '/itk') return itk(request, body, response);
  if (!path.startsWith('/control/v1/')) return json(response, 404, { reason: `there is nothing at ${path}` });
  if (!authorised(request)) return json(response, 401, { reason: 'the bearer token is missing or wrong' });
  if (path === '/control/v1/about') return json(response, 200, { ...about, started, actions: Object.keys(actions) });
  const [, kind, name] = /^\/control\/v1\/actions\/(results\/)?([\w-]+)$/.exec(path) ?? [];
  if (kind) return later(name, response);
  if (!(name in actions) || request.method !== 'POST') return json(response, 404, { reason: `no action ${name}` });
  return act(name, body, response);
}

function itk(request, body, response) {
  if (request.method !== 'POST') return json(response, 405, { reason: 'reports are posted' }, { Allow: 'POST' });
  const answer = receive(request.headers['content-type'] ?? '', body);
  response.writeHead(answer.status, { 'Content-Type': 'text/xml; charset=utf-8' });
  return response.end(answer.body);
}

function authorised(request) {
  const given = Buffer.from(request.headers.authorization ?? '');
  const due = Buffer.from(`Bearer ${settings.token}`);
  return given.length === due.length && timingSafeEqual(given, due);
}

async function act(name, body, response) {
  let asked;
  try {
    asked = JSON.parse(body.toString('utf8'));
  } catch {
    return json(response, 422, { reason: 'a JSON object is due' });
  }
  if (typeof asked?.actor?.ods !== 'string') return json(response, 422, { reason: 'actor.ods is due' });
  const done = run(name, asked).then((answer) => {
    commit();
    return answer;
  });
  if (!SLOW.has(name)) {
    const answer = await done;
    if (name === 'restart') response.on('finish', () => process.kill(process.pid, 'SIGKILL'));
    return json(response, 200, answer);
  }
  const id = randomUUID();
  results.set(id, undefined);
  done.then((answer) => results.set(id, answer));
  return json(response, 202, { status: 'pending', id });
}

function later(id, response) {
  if (!results.has(id)) return json(response, 404, { reason: 'there is no such result' });
  const answer = results.get(id);
  return answer ? json(response, 200, answer) : json(response, 202, { status: 'pending', id });
}

function json(response, status, body, headers = {}) {
  response.writeHead(status, { 'Content-Type': 'application/json; charset=utf-8', ...headers });
  response.end(JSON.stringify(body));
}

function listen() {
  server.listen(settings.port, '127.0.0.1');
}

server.on('error', (wrong) => {
  if (wrong.code === 'EADDRINUSE') setTimeout(listen, 100); // the process before has not gone yet
  else throw wrong;
});
server.requestTimeout = 30_000;
listen();
