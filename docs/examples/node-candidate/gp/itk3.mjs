// The ITK3 message by which a practice is told of an urgent supply (STU3, in XML), and the responses to it.
import { randomUUID } from 'node:crypto';
import { parseBytes } from '../xml/parser.mjs';
import { day, whereTo } from './letter.mjs';
import { attribute, childElements, escape, find } from '../xml/tree.mjs';

const STU3 = 'https://fhir.nhs.uk/STU3';
const SCT = 'http://snomed.info/sct';
const ODS = 'https://fhir.nhs.uk/Id/ods-organization-code';
const HANDLING = `${STU3}/StructureDefinition/Extension-ITK-MessageHandling-2`;
const CARE = 'https://fhir.hl7.org.uk/STU3';

const node = (name, ...inner) => `<${name}>${inner.flat().filter(Boolean).join('')}</${name}>`;
const value = (name, text) => (text === '' || text === null || text === undefined ? '' : `<${name} value="${escape(text)}"/>`);
const coding = (system, code, display) => node('coding', value('system', system), value('code', code), value('display', display));
const reference = (name, id) => node(name, value('reference', `urn:uuid:${id}`));
const identifier = (system, text) => node('identifier', value('system', system), value('value', text));
const uuid = (text) => identifier('https://tools.ietf.org/html/rfc4122', text);
const entry = (id, resource) => node('entry', value('fullUrl', `urn:uuid:${id}`), node('resource', resource));
const extension = (url, ...inner) => `<extension url="${url}">${inner.flat().join('')}</extension>`;
const text = (words) => `<text><status value="additional"/><div xmlns="http://www.w3.org/1999/xhtml"><p>${escape(words)}</p></div></text>`;

// Gives the message, its id, under which the responses come, and the document's own, under which a correction replaces it.
export function message(referral, premises, practice, before) {
  const [id, header, sender, document, own] = [randomUUID(), randomUUID(), randomUUID(), randomUUID(), randomUUID()];
  const part = (name, kind, inner) => extension(name, kind === 'valueBoolean' || kind === 'valueString' ? value(kind, inner) : node(kind, inner));
  const resource = node('MessageHeader',
    value('id', header),
    extension(HANDLING,
      part('BusAckRequested', 'valueBoolean', 'true'),
      part('InfAckRequested', 'valueBoolean', 'true'),
      part('RecipientType', 'valueCoding', [value('system', `${STU3}/CodeSystem/ITK-RecipientType-1`), value('code', 'FI'), value('display', 'For Information')]),
      part('MessageDefinition', 'valueReference', value('reference', `${STU3}/MessageDefinition/ITK-DM-EmergencySupply-MessageDefinition-1`)),
      part('SenderReference', 'valueString', 'None'),
      part('LocalExtension', 'valueString', 'None')),
    node('event', value('system', `${STU3}/CodeSystem/ITK-MessageEvent-2`), value('code', 'ITK010D'), value('display', 'ITK Digital Medicine Emergency Supply Document')),
    reference('sender', sender),
    value('timestamp', new Date().toISOString()),
    node('source', value('endpoint', premises.mesh.mailbox)),
    reference('focus', document));
  const bundle = `<?xml version="1.0" encoding="UTF-8"?>\n<Bundle xmlns="http://hl7.org/fhir">${[
    value('id', id), uuid(randomUUID()), value('type', 'message'), entry(header, resource),
    entry(sender, node('Organization', value('id', sender), identifier(ODS, premises.ods))),
    entry(document, documentBundle(document, referral, premises, practice, { own, before })),
  ].join('')}</Bundle>`;
  return { id: header, document: own, bundle };
}

function documentBundle(id, referral, premises, practice, { own, before }) {
  const { adopted, consultation, items } = referral;
  const ids = Object.fromEntries(['composition', 'patient', 'practice', 'pharmacy', 'pharmacist', 'encounter', 'list']
    .map((name) => [name, randomUUID()]));
  const supplies = items.map((item) => ({ item, dispense: randomUUID(), medication: randomUUID() }));
  const section = (title, code, words, ...entries) => node('section', value('title', title), node('code', coding(SCT, code, title)),
    text(words), entries.map((found) => reference('entry', found)));
  const told = supplies.map(({ item }) => `${item.display}, ${item.quantity} ${item.unit}, ${item.dosage}`).join('; ');
  const composition = node('Composition', value('id', ids.composition), uuid(own), value('status', before ? 'amended' : 'final'),
    node('type', coding(SCT, '1218611000000102', 'Urgent supply of prescription items by community pharmacy')),
    reference('subject', ids.patient), reference('encounter', ids.encounter), value('date', new Date().toISOString()),
    reference('author', ids.pharmacist), value('title', 'Urgent supply by community pharmacy'), reference('custodian', ids.pharmacy),
    before ? node('relatesTo', value('code', 'replaces'), node('targetIdentifier', value('system', 'https://tools.ietf.org/html/rfc4122'), value('value', before))) : '',
    section('GP practice', '886711000000101', practice.name || 'The registered practice', ids.practice),
    section('Patient demographics', '886731000000109', whoItIs(adopted), ids.patient),
    section('Medications and medical devices', '933361000000108', told, ids.list),
    section('Presenting complaints or issues', '886891000000102', [`Consultation on ${day(consultation.started)}, ${consultation.method}`,
      consultation.presenting_complaint, consultation.assessment].filter(Boolean).join('. ')),
    section('Plan and requested actions', '887201000000105', plan(referral)),
    section('Information and advice given', '1052951000000105', consultation.advice || 'None'));
  return node('Bundle', value('id', id), node('meta', value('lastUpdated', new Date().toISOString())), uuid(randomUUID()),
    value('type', 'document'), entry(ids.composition, composition),
    entry(ids.patient, patient(ids.patient, adopted, ids.practice)),
    entry(ids.practice, organisation(ids.practice, practice.ods, practice.name)),
    entry(ids.pharmacy, organisation(ids.pharmacy, premises.ods, premises.name, premises.telephone)),
    entry(ids.pharmacist, pharmacist(ids.pharmacist, consultation.pharmacist)),
    entry(ids.encounter, node('Encounter', value('id', ids.encounter), value('status', 'finished'), reference('subject', ids.patient),
      node('participant', reference('individual', ids.pharmacist)), node('period', value('start', consultation.started)),
      reference('serviceProvider', ids.pharmacy))),
    entry(ids.list, node('List', value('id', ids.list), uuid(randomUUID()), value('status', 'current'), value('mode', 'snapshot'),
      node('code', coding(SCT, '163541000000107', 'Dispensed Medication')), reference('subject', ids.patient),
      supplies.map(({ dispense }) => node('entry', reference('item', dispense))))),
    supplies.flatMap(({ item, dispense, medication }) => [
      entry(dispense, dispensed(dispense, item, medication, ids)),
      entry(medication, node('Medication', value('id', medication), node('code', coding(SCT, item.code, item.display))))]));
}

function plan(referral) {
  const there = whereTo(referral);
  return [there && `Referred onward to ${there}`, referral.consultation.actions_for_gp].filter(Boolean).join('. ') || 'None';
}

function whoItIs({ given, family, birth_date: born, nhs_number: number, address }) {
  const home = address ? [...address.lines, address.postcode].filter(Boolean).join(', ') : '';
  return [`${given} ${family.toUpperCase()}, born ${born}`, `NHS number ${number}`, home].filter(Boolean).join('; ');
}

function patient(id, adopted, practice) {
  const status = extension(`${CARE}/StructureDefinition/Extension-CareConnect-NHSNumberVerificationStatus-1`,
    node('valueCodeableConcept', coding(`${CARE}/CodeSystem/CareConnect-NHSNumberVerificationStatus-1`, '01', 'Number present and verified')));
  return node('Patient', value('id', id),
    node('identifier', status, value('system', 'https://fhir.nhs.uk/Id/nhs-number'), value('value', adopted.nhs_number)),
    node('name', value('use', 'official'), value('family', adopted.family), adopted.given.split(' ').map((name) => value('given', name))),
    value('gender', adopted.gender), value('birthDate', adopted.birth_date),
    adopted.address ? node('address', value('use', 'home'), adopted.address.lines.map((line) => value('line', line)),
      value('postalCode', adopted.address.postcode)) : '',
    reference('generalPractitioner', practice));
}

const organisation = (id, ods, name, telephone) => node('Organization', value('id', id), identifier(ODS, ods), value('name', name),
  telephone ? node('telecom', value('system', 'phone'), value('value', telephone), value('use', 'work')) : '');

function pharmacist(id, { full_name: name, gphc_number: number }) {
  const [given, ...family] = name.split(' ');
  return node('Practitioner', value('id', id), identifier('https://fhir.hl7.org.uk/Id/gphc-number', number),
    node('name', value('text', name), value('family', family.join(' ')), value('given', given)));
}

function dispensed(id, item, medication, ids) {
  return node('MedicationDispense', value('id', id), value('status', 'completed'), reference('medicationReference', medication),
    reference('subject', ids.patient), reference('context', ids.encounter),
    node('performer', reference('actor', ids.pharmacist), reference('onBehalfOf', ids.pharmacy)),
    node('type', coding(`${CARE}/CodeSystem/CareConnect-MedicationSupplyType-1`, 'emergency-supply', 'Emergency supply')),
    node('quantity', extension(`${CARE}/StructureDefinition/Extension-CareConnect-MedicationQuantityText-1`,
      value('valueString', `${item.quantity} ${item.unit}`)), value('value', item.quantity), value('unit', item.unit)),
    item.days_supply ? node('daysSupply', value('value', item.days_supply), value('unit', 'day'), value('system', 'http://unitsofmeasure.org'), value('code', 'd')) : '',
    value('whenHandedOver', item.handed_over), item.dosage ? node('dosageInstruction', value('text', item.dosage)) : '');
}

// Gives which message a response answers, and its code; nothing for what is no response.
export function response(bytes) {
  const resources = all(parseBytes(bytes));
  const header = resources.find((found) => found.name === 'MessageHeader');
  const outcome = resources.find((found) => found.name === 'OperationOutcome');
  return {
    to: attribute(find(header, 'response', 'identifier'), 'value').replace('urn:uuid:', '').toLowerCase(),
    code: attribute(find(outcome, 'issue', 'details', 'coding', 'code'), 'value'),
    event: attribute(find(header, 'event', 'code'), 'value'),
  };
}

function all(found) {
  return [found, ...childElements(found).flatMap(all)];
}
