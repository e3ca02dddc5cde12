// Values of a CDA document: times, names, addresses, telephones, organisations.
import { attribute, childElements, elements, find, trimmed } from '../xml/tree.mjs';

export const OID = '2.16.840.1.113883.2.1.3.2.4';
const USES = { EC: 'callback', H: 'home', HP: 'home', HV: 'home', MC: 'mobile', WP: 'work' };
const LINES = ['streetAddressLine', 'city', 'county', 'state', 'country'];
const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?$/;
const PLACES = { H: 'home', HP: 'home', PHYS: 'physical', TMP: 'temporary' };

// Gives a moment of HL7 in ISO 8601, as exact as it was sent; a time without an offset has none here either.
// Some send ISO 8601, or Z for Greenwich, which HL7 has not.
export function moment(value) {
  const found = /^(\d{4})(\d\d)?(\d\d)?(?:(\d\d)(\d\d)?(\d\d)?(?:\.\d+)?)?(Z|[+-]\d{1,4})?$/.exec(value);
  if (!found) return ISO.test(value) && !Number.isNaN(Date.parse(value)) ? value : '';
  const [, year, month, day, hour, minute, second, offset] = found;
  const date = [year, month, day].filter(Boolean).join('-');
  if (hour === undefined) return date;
  if (offset === 'Z') return `${date}T${hour}:${minute ?? '00'}:${second ?? '00'}Z`;
  const digits = offset ? offset.slice(1).padStart(2, '0').padEnd(4, '0') : '';
  const zone = offset ? `${offset[0]}${digits.slice(0, 2)}:${digits.slice(2)}` : '';
  return `${date}T${hour}:${minute ?? '00'}:${second ?? '00'}${zone}`;
}

export function idOf(ids, root) {
  return attribute(ids.find((id) => attribute(id, 'root') === root), 'extension');
}

export function organisation(node) {
  const ids = elements(node, 'id');
  return { ods: idOf(ids, `${OID}.19.1`) || idOf(ids, `${OID}.19.2`), name: trimmed(find(node, 'name')) };
}

export function nameOf(node) {
  const part = (name) => elements(node, name).map(trimmed).join(' ').trim();
  return { prefix: part('prefix'), given: part('given'), family: part('family'), whole: trimmed(node) };
}

export function telephones(node) {
  return elements(node, 'telecom')
    .filter((telecom) => /^tel:/i.test(attribute(telecom, 'value')))
    .map((telecom) => {
      const uses = attribute(telecom, 'use').split(/\s+/);
      const use = uses.includes('EC') ? 'callback' : uses.map((found) => USES[found]).find(Boolean) ?? 'other';
      return { use, number: attribute(telecom, 'value').slice(4).replaceAll('%20', ' ').trim() };
    });
}

export function emails(node) {
  return elements(node, 'telecom').map((telecom) => attribute(telecom, 'value'))
    .filter((value) => /^mailto:/i.test(value)).map((value) => value.slice(7));
}

// Gives the patient's home: where they are just now is another place, and is no home where it is all that was sent.
export function home({ addresses: places }) {
  return places.find(({ use }) => use === 'home') ?? (places.length === 1 ? places[0] : undefined);
}

export function addresses(node) {
  return elements(node, 'addr').map((addr) => ({
    use: PLACES[attribute(addr, 'use').split(/\s+/)[0]] ?? 'home',
    lines: childElements(addr).filter(({ name }) => LINES.includes(name)).map(trimmed).filter(Boolean),
    postcode: trimmed(find(addr, 'postalCode')),
  }));
}
