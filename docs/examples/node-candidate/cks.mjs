// Clinical guidance from NICE's integration partner: nothing of a patient is in a question, and nothing is kept.
import { provision } from './settings.mjs';

export class NoTopic extends Error {}

// Gives a topic as a person reads it.
export async function topicOf(title) {
  const { topics } = await asked(`topics?${new URLSearchParams({ title })}`);
  const same = topics.filter((topic) => topic.title.toLowerCase() === title.trim().toLowerCase());
  const found = same.length ? same : topics;
  if (!found.length) throw new NoTopic(`NICE has no guidance on “${title}”`);
  if (found.length > 1) throw new NoTopic(`NICE has several topics: ${found.map((topic) => topic.title).join('; ')}`);
  const topic = await asked(`topics/${encodeURIComponent(found[0].id)}`);
  const sections = topic.sections.map(({ heading, html }) => ({ heading, text: readable(html) }));
  return { title: topic.title, revised: topic.revised, sections, address: topic.address };
}

export function look() {
  return asked('topics?title=cough');
}

async function asked(path) {
  const response = await fetch(`${provision.cks.base}/${path}`,
    { headers: { 'x-api-key': provision.cks.api_key }, signal: AbortSignal.timeout(8000) })
    .catch(() => { throw new Error('The guidance cannot be had now; try again later'); });
  if (response.status === 404) throw new NoTopic('NICE has this topic no longer');
  if (!response.ok) throw new Error(`The guidance cannot be had now (${response.status}); try again later`);
  return response.json();
}

const ENTITIES = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ', ndash: '–', mdash: '—', hellip: '…', deg: '°',
  ge: '≥', le: '≤', micro: 'µ', pound: '£', lsquo: '‘', rsquo: '’', ldquo: '“', rdquo: '”', times: '×', frac12: '½' };

function readable(html) {
  const words = html.replace(/<(script|style)\b[\s\S]*?<\/\1\s*>|<!--[\s\S]*?-->/gi, '')
    .replace(/<\/?(p|div|li|ul|ol|h\d|br|tr|td|table)\b[^>]*>/gi, '\n').replace(/<[^>]*>/g, '');
  return words.replace(/&(#x?[\da-f]+|\w+);/gi, entity).split('\n').map((line) => line.trim()).filter(Boolean).join('\n');
}

function entity(written, name) {
  if (!name.startsWith('#')) return ENTITIES[name] ?? written;
  return String.fromCodePoint(/^#x/i.test(name) ? parseInt(name.slice(2), 16) : Number(name.slice(1)));
}
