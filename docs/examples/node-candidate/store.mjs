// Everything this system keeps: in memory, and before anything is answered in a journal on disk.
import { appendFileSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { settings } from './settings.mjs';

const tables = { referral: new Map(), alert: new Map(), audit: new Map(), practice: new Map(), pharmacist: new Map(),
  withdrawn: new Map(), report: new Map() };
mkdirSync(settings.data, { recursive: true });
const path = join(settings.data, 'journal.ndjson');
let last = 0;
let torn = false;
if (existsSync(path)) {
  const text = readFileSync(path, 'utf8');
  for (const line of text.split('\n').filter(Boolean)) replay(line);
  torn = text !== '' && !text.endsWith('\n'); // the process was stopped while it wrote
}
const file = openSync(path, 'a');
let pending = torn ? ['\n'] : [];

function replay(line) {
  try {
    const { table, key, value } = JSON.parse(line);
    tables[table].set(key, value);
    last = Math.max(last, Number(key) || 0);
  } catch {
    // a torn line: nothing of it was acknowledged
  }
}

export function nextId() {
  last += 1;
  return last;
}

export function put(table, key, value) {
  tables[table].set(String(key), value);
  pending.push(`${JSON.stringify({ table, key: String(key), value })}\n`);
}

export function get(table, key) {
  return tables[table].get(String(key));
}

export function all(table) {
  return [...tables[table].values()];
}

// Called before anything is answered: what was put is then on disk.
export function commit() {
  if (!pending.length) return;
  appendFileSync(file, pending.join(''));
  pending = [];
  fsyncSync(file);
}

export function alert(ods, kind, referral, text) {
  const id = nextId();
  put('alert', id, { referral, kind, ods, at: now(), text });
}

export function audit(entry) {
  const id = nextId();
  put('audit', id, { at: now(), ...entry });
}

export function now() {
  return new Date().toISOString().replace('Z', '+00:00');
}
