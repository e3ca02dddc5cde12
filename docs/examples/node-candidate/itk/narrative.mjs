// The text of a document's sections, whole and in order, as a screen shows it.
import { elements, find, trimmed } from '../xml/tree.mjs';

const BROKEN = { paragraph: '\n', item: '\n', tr: '\n', caption: '\n', footnote: '\n', table: '\n', list: '\n' };
const CELLS = ['td', 'th'];

// Gives title and text of a section, and of each section within it, in reading order.
export function sectionsOf(section) {
  const title = find(section, 'title');
  const text = find(section, 'text');
  const own = title || text ? [{ title: trimmed(title), text: tidy(readable(text)) }] : [];
  const inner = elements(section, 'component').flatMap((component) =>
    elements(component, 'section').flatMap((part) => sectionsOf(part)));
  return [...own, ...inner];
}

function readable(node) {
  if (node === undefined) return '';
  if (typeof node === 'string') return node;
  if (node.name === 'br') return '\n';
  const inner = node.children.map(readable).join('');
  if (CELLS.includes(node.name)) return `${inner}\t`;
  // Ten to the ninth is not 109.
  if (node.name === 'sup' && /\d/.test(inner)) return `^${inner.trim()}`;
  return node.name in BROKEN ? `\n${inner}\n` : inner;
}

function tidy(text) {
  return text.replace(/[ \t]*\n[ \t\n]*/g, '\n').replace(/^[ \t\n]+|[ \t\n]+$/g, '');
}
