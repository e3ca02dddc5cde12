// A small XML parser: namespaces, character data and references; no document types, no entities of a document's own.
const LIMITS = { depth: 200, attributes: 200, nodes: 400_000 };
const NAMED = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };
const NAME = /[A-Za-z_\u00C0-\uFFFD][\w.\-:\u00B7-\uFFFD]*/y;
const SPACE = /[ \t\r\n]*/y;
const BAD = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/;

export class XmlError extends Error {}

// Reads bytes as UTF-8 and nothing else; gives the root element.
export function parseBytes(bytes) {
  let text;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes); // takes a byte order mark away
  } catch {
    throw new XmlError('the bytes are no UTF-8');
  }
  return parse(text);
}

export function parse(text) {
  if (BAD.test(text)) throw new XmlError('a character that XML does not have');
  return new Parser(text.replace(/\r\n?/g, '\n')).document();
}

class Parser {
  constructor(text) {
    Object.assign(this, { text, at: 0, nodes: 0 });
  }

  document() {
    const declared = /^<\?xml\s[^?]*\?>/.exec(this.text);
    if (declared) {
      const encoding = /encoding\s*=\s*["']([^"']+)["']/.exec(declared[0]);
      if (encoding && !/^utf-?8$/i.test(encoding[1])) throw new XmlError(`encoding ${encoding[1]}`);
      this.at = declared[0].length;
    }
    this.misc();
    if (this.text[this.at] !== '<') throw new XmlError('no root element');
    const root = this.tree();
    this.misc();
    if (this.at < this.text.length) throw new XmlError('text after the root element');
    return root;
  }

  misc() {
    for (;;) {
      this.skip(SPACE);
      if (this.text.startsWith('<!--', this.at)) this.until('-->');
      else if (this.text.startsWith('<?', this.at)) this.until('?>');
      else if (this.text.startsWith('<!', this.at)) throw new XmlError('a document type is not taken');
      else return;
    }
  }

  // Goes through one element and all in it, without recursion: nesting must not break the stack.
  tree() {
    const open = [];
    let root;
    for (;;) {
      if (this.at >= this.text.length) throw new XmlError('it ends too early');
      if (this.text.startsWith('</', this.at)) {
        this.close(open.pop());
        if (!open.length) return root;
      } else if (this.text.startsWith('<!--', this.at)) this.until('-->');
      else if (this.text.startsWith('<![CDATA[', this.at)) open.at(-1).children.push(this.until(']]>').slice(9));
      else if (this.text.startsWith('<?', this.at)) this.until('?>');
      else if (this.text.startsWith('<!', this.at)) throw new XmlError('a declaration is not taken');
      else if (this.text[this.at] === '<') {
        const element = this.start(open.at(-1));
        open.at(-1)?.children.push(element);
        root ??= element;
        if (!element.empty) open.push(element);
        else if (!open.length) return root;
        if (open.length > LIMITS.depth) throw new XmlError('it is nested too deeply');
      } else open.at(-1).children.push(this.characters());
    }
  }

  start(parent) {
    this.nodes += 1;
    if (this.nodes > LIMITS.nodes) throw new XmlError('it has too many elements');
    this.at += 1;
    const name = this.name();
    const written = this.attributes();
    const spaces = { ...(parent ? parent.spaces : { xml: 'http://www.w3.org/XML/1998/namespace' }) };
    for (const [key, value] of written) {
      if (key === 'xmlns') spaces[''] = value;
      else if (key.startsWith('xmlns:')) spaces[key.slice(6)] = value;
    }
    const attributes = written
      .filter(([key]) => !/^xmlns(:|$)/.test(key))
      .map(([key, value]) => ({ ...this.resolved(key, spaces, false), value }));
    const empty = this.text.startsWith('/>', this.at);
    if (!empty && this.text[this.at] !== '>') throw new XmlError(`the tag ${name} is not closed`);
    this.at += empty ? 2 : 1;
    return { ...this.resolved(name, spaces, true), written: name, attributes, spaces, empty, children: [] };
  }

  attributes() {
    const found = new Map();
    for (;;) {
      this.skip(SPACE);
      if (this.text[this.at] === '>' || this.text.startsWith('/>', this.at)) return [...found];
      const name = this.name();
      this.skip(SPACE);
      if (this.text[this.at] !== '=') throw new XmlError(`attribute ${name} has no value`);
      this.at += 1;
      this.skip(SPACE);
      const quote = this.text[this.at];
      const end = quote === '"' || quote === "'" ? this.text.indexOf(quote, this.at + 1) : -1;
      if (end < 0) throw new XmlError(`attribute ${name} is not quoted`);
      const value = this.text.slice(this.at + 1, end);
      if (value.includes('<')) throw new XmlError(`attribute ${name} holds a tag`);
      if (found.has(name)) throw new XmlError(`attribute ${name} comes twice`);
      found.set(name, references(value.replace(/[\t\n]/g, ' ')));
      if (found.size > LIMITS.attributes) throw new XmlError('it has too many attributes');
      this.at = end + 1;
    }
  }

  characters() {
    const end = this.text.indexOf('<', this.at);
    if (end < 0) throw new XmlError('it ends too early');
    const raw = this.text.slice(this.at, end);
    this.at = end;
    return references(raw);
  }

  close(element) {
    this.at += 2;
    const name = this.name();
    if (!element || name !== element.written) throw new XmlError(`the tag ${name} closes nothing`);
    this.skip(SPACE);
    if (this.text[this.at] !== '>') throw new XmlError(`the tag ${name} is not closed`);
    this.at += 1;
  }

  resolved(name, spaces, isElement) {
    const [first, second] = name.split(':');
    if (second === undefined) return { ns: isElement ? spaces[''] ?? '' : '', name: first };
    if (!(first in spaces)) throw new XmlError(`the prefix ${first} stands for nothing`);
    return { ns: spaces[first], name: second };
  }

  name() {
    NAME.lastIndex = this.at;
    const found = NAME.exec(this.text);
    if (!found) throw new XmlError(`a name is due at ${this.at}`);
    this.at = NAME.lastIndex;
    return found[0];
  }

  skip(pattern) {
    pattern.lastIndex = this.at;
    pattern.exec(this.text);
    this.at = pattern.lastIndex;
  }

  until(mark) {
    const end = this.text.indexOf(mark, this.at);
    if (end < 0) throw new XmlError('it ends too early');
    const found = this.text.slice(this.at, end);
    this.at = end + mark.length;
    return found;
  }
}

function references(text) {
  return text.replace(/&([^;\s&]{0,12};?)/g, (whole, name) => {
    const bare = name.slice(0, -1);
    if (!name.endsWith(';')) throw new XmlError('an ampersand stands alone');
    if (bare in NAMED) return NAMED[bare];
    const number = /^#(?:x([0-9a-fA-F]+)|(\d+))$/.exec(bare);
    if (!number) throw new XmlError(`the entity ${bare} is not known`);
    const point = number[1] ? parseInt(number[1], 16) : Number(number[2]);
    if (point > 0x10ffff || BAD.test(String.fromCodePoint(point))) throw new XmlError(`no character: ${whole}`);
    return String.fromCodePoint(point);
  });
}
