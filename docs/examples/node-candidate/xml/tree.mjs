// Looking around in what the parser gives, and writing text into XML.
export function elements(node, name, ns = node?.ns) {
  return node ? node.children.filter((child) => child.name === name && child.ns === ns) : [];
}

// Follows child elements by name, in the namespace of each parent.
export function find(node, ...names) {
  return names.reduce((found, name) => (found ? elements(found, name)[0] : undefined), node);
}

export function attribute(node, name) {
  return node?.attributes.find((found) => found.name === name && found.ns === '')?.value ?? '';
}

export function childElements(node) {
  return node ? node.children.filter((child) => typeof child !== 'string') : [];
}

export function textOf(node) {
  if (node === undefined) return '';
  if (typeof node === 'string') return node;
  return node.children.map(textOf).join('');
}

export function trimmed(node) {
  return textOf(node).replace(/\s+/g, ' ').trim();
}

export function escape(text) {
  const safe = String(text).replace(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g, '?');
  return safe.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
