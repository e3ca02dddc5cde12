// The SOAP envelope and ITK's distribution envelope: read, and held to their rules.
import { attribute, childElements, elements, find, trimmed } from '../xml/tree.mjs';
import { Refusal } from './answers.mjs';

export const SOAP = 'http://schemas.xmlsoap.org/soap/envelope/';
const ADDRESSING = 'http://www.w3.org/2005/08/addressing';
const ITK = 'urn:nhs-itk:ns:201005';
const SECURITY = 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd';
const UTILITY = 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd';
const SERVICES = ['SendNHS111Report-v2-0', 'SendNHS111Report-v2-0_DMS', 'SendCDADocument-v2-0']
  .map((name) => `urn:nhs-itk:services:201005:${name}`);
const PROFILES = ['nhs111CDADocument-v2-0', 'nhs111CDADocument-v3-1', 'IntegratedUrgentCareCDADocument-v3-1',
  'nullificationDocument-v5-0', 'nullificationDocument-v6-0'].map((name) => `urn:nhs-en:profile:${name}`);
const ORDER = ['addresslist', 'auditIdentity', 'manifest', 'senderAddress', 'handlingSpecification'];
const DOS_ID = '2.16.840.1.113883.2.1.3.2.4.18.44';
const SKEW = 5 * 60_000;

function need(condition, text, detail = '') {
  if (!condition) throw new Refusal(text, { detail });
}

// Reads as many ids of a message as it has, whatever else is wrong with it: a refusal is audited under them.
export function idsOf(root) {
  const header = find(root, 'Header');
  const distribution = find(root, 'Body') && elements(find(root, 'Body'), 'DistributionEnvelope', ITK)[0];
  return {
    message_id: trimmed(elements(header, 'MessageID', ADDRESSING)[0]),
    tracking_id: attribute(find(distribution, 'header'), 'trackingid'),
    sender_ods: identities(find(distribution, 'header'))[0] ?? '',
    addresses: elements(find(distribution, 'header', 'addresslist'), 'address').map(address),
  };
}

function address(node) {
  const uri = attribute(node, 'uri');
  if (attribute(node, 'type') === DOS_ID) return { dos: uri };
  const ods = /^urn:nhs-uk:addressing:ods:([^:]+)/.exec(uri);
  return ods ? { ods: ods[1].toUpperCase() } : {};
}

// Gives service, ids, sender, interaction, and the documents' elements.
export function readEnvelope(root) {
  if (root.name === 'Envelope' && root.ns !== SOAP) {
    throw new Refusal('Only SOAP 1.1 is spoken here', { fault: 'VersionMismatch' });
  }
  need(root.name === 'Envelope', 'A SOAP envelope is due');
  const header = find(root, 'Header');
  const distribution = elements(find(root, 'Body'), 'DistributionEnvelope', ITK)[0];
  mustUnderstand(header);
  need(distribution, 'The body holds no DistributionEnvelope');
  const head = find(distribution, 'header');
  need(head, 'The DistributionEnvelope has no header');
  const ids = idsOf(root);
  need(ids.message_id, 'The MessageID is missing');
  const service = attribute(head, 'service');
  need(trimmed(elements(header, 'Action', ADDRESSING)[0]) === service, 'Action and service differ', service);
  need(SERVICES.includes(service), 'The service is not known here', service);
  need(/^[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}$/.test(ids.tracking_id), 'The trackingid is no upper-case UUID');
  security(header);
  need(head.children.every((part) => typeof part === 'string' ? !part.trim() : ORDER.includes(part.name)),
    'The header holds what it may not');
  const places = childElements(head).map((part) => ORDER.indexOf(part.name));
  need(places.every((place, n) => n === 0 || place > places[n - 1]), 'The header is out of order');
  const named = identities(head);
  need(!find(head, 'auditIdentity') || (named.length && named.every((ods) => ods && ods.toUpperCase() !== 'INVALID')),
    'The audit identity is none');
  return {
    service,
    ...ids,
    interaction: interaction(head),
    payloads: payloads(head, distribution),
  };
}

function mustUnderstand(header) {
  for (const part of childElements(header)) {
    const marked = part.attributes.some((found) => found.ns === SOAP && found.name === 'mustUnderstand' &&
      ['1', 'true'].includes(found.value));
    if (marked && ![ADDRESSING, SECURITY].includes(part.ns)) {
      throw new Refusal('A header is not understood', { fault: 'MustUnderstand', detail: part.name });
    }
  }
}

function security(header) {
  const replyTo = elements(header, 'ReplyTo', ADDRESSING)[0];
  need(!replyTo || trimmed(find(replyTo, 'Address')) === `${ADDRESSING}/anonymous`, 'ReplyTo is not anonymous');
  const held = elements(header, 'Security', SECURITY)[0];
  if (!held) return;
  const stamp = elements(held, 'Timestamp', UTILITY)[0];
  if (stamp) {
    const created = Date.parse(trimmed(find(stamp, 'Created')));
    const expires = Date.parse(trimmed(find(stamp, 'Expires')));
    need(created <= expires, 'The Timestamp cannot be read, or runs backwards');
    need(created <= Date.now() + SKEW && expires >= Date.now() - SKEW, 'The Timestamp is not of now');
  }
  const token = elements(held, 'UsernameToken')[0];
  need(!token || trimmed(find(token, 'Username')), 'The Username is missing');
}

function identities(head) {
  return elements(find(head, 'auditIdentity'), 'id').map((id) => /^urn:nhs-uk:identity:ods:([A-Z0-9]{3,10})(:.*)?$/i
    .exec(attribute(id, 'uri'))?.[1]);
}

function interaction(head) {
  const specs = elements(find(head, 'handlingSpecification'), 'spec');
  const found = specs.find((spec) => attribute(spec, 'key') === `${ITK}:interaction`);
  return attribute(found, 'value');
}

function payloads(head, distribution) {
  const manifest = find(head, 'manifest');
  const held = find(distribution, 'payloads');
  need(manifest && held, 'Manifest or payloads are missing');
  const items = elements(manifest, 'manifestitem');
  const found = elements(held, 'payload');
  const counts = [attribute(manifest, 'count'), attribute(held, 'count')].map(Number);
  need(items.length > 0 && [...counts, found.length].every((count) => count === items.length),
    'Manifest and payloads disagree in number');
  const ids = found.map((payload) => attribute(payload, 'id'));
  need(ids.every(Boolean) && new Set(ids).size === ids.length, 'A payload has no id of its own');
  need(items.every((item) => ids.includes(attribute(item, 'id'))) &&
    new Set(items.map((item) => attribute(item, 'id'))).size === ids.length, 'Manifest and payloads name other ids');
  const known = [];
  for (const item of items) {
    const profile = attribute(item, 'profileid');
    need(profile, 'The profile is missing');
    const packed = ['base64', 'compressed', 'encrypted'].filter((flag) => /^(true|1)$/.test(attribute(item, flag)));
    const [element, ...others] = childElements(found.find((candidate) => attribute(candidate, 'id') === attribute(item, 'id')));
    need(!packed.length && !others.length, 'A payload that is packed, or holds several, is not taken', packed.join(', '));
    if (PROFILES.includes(profile)) known.push({ profile, element });
  }
  need(known.length, 'The profile is not known here', attribute(items[0], 'profileid'));
  return { known, unsupported: items.length - known.length };
}
