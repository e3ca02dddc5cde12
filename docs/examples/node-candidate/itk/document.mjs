// An NHS 111 report: what a pharmacist is shown of it. What lacks a patient, a disposition or a body is refused.
import { Buffer } from 'node:buffer';
import { parseBytes } from '../xml/parser.mjs';
import { attribute, childElements, elements, find, textOf, trimmed } from '../xml/tree.mjs';
import { nhsNumberOf } from '../nhs-number.mjs';
import { Refusal } from './answers.mjs';
import { sectionsOf } from './narrative.mjs';
import { OID, addresses, emails, idOf, moment, nameOf, organisation, telephones } from './values.mjs';

const CDA = 'urn:hl7-org:v3';
const VERIFIED = '2.16.840.1.113883.2.1.4.1';
const UNVERIFIED = `${OID}.18.23`;
const GENDERS = { 1: 'male', 2: 'female', 9: 'not specified' };
const SELF = '21';

function need(condition, text) {
  if (!condition) throw new Refusal(text);
}

export function readDocument(root) {
  need(root?.name === 'ClinicalDocument' && root.ns === CDA, 'The payload is no clinical document');
  const lineage = {
    document_id: attribute(find(root, 'id'), 'root').toUpperCase(),
    set_id: attribute(find(root, 'setId'), 'root').toUpperCase(),
    version: Number(attribute(find(root, 'versionNumber'), 'value')),
    created: moment(attribute(find(root, 'effectiveTime'), 'value')),
    recipients: recipients(root),
  };
  need(lineage.document_id && lineage.set_id, 'The document has no id, or no set');
  need(Number.isInteger(lineage.version), 'The version is no whole number');
  return lineage;
}

// The whole of a report; a nullification is read by its lineage alone.
export function readReport(root) {
  const targets = elements(root, 'recordTarget');
  need(targets.length === 1, 'One patient is due');
  const role = find(targets[0], 'patientRole');
  need(find(role, 'patient'), 'The patient is missing');
  const encounter = find(root, 'componentOf', 'encompassingEncounter');
  const disposition = find(encounter, 'dischargeDispositionCode');
  need(attribute(disposition, 'code'), 'The disposition is missing');
  const body = find(root, 'component', 'structuredBody');
  const sections = elements(body, 'component').flatMap((part) => elements(part, 'section')).flatMap(sectionsOf);
  need(sections.length, 'The document has no text');
  const ids = elements(encounter, 'id');
  const [informant = null, ...others] = informantsOf(root);
  const patient = patientOf(role);
  const called = (listed) => listed.find((telephone) => telephone.use === 'callback')?.number;
  return {
    ...readDocument(root),
    case_reference: idOf(ids, `${OID}.18.34`),
    case_id: idOf(ids, `${OID}.18.35`),
    sender: organisation(find(root, 'custodian', 'assignedCustodian', 'representedCustodianOrganization')),
    patient,
    informant,
    other_informants: others,
    callback_number: (informant && informant.code !== SELF && called(informant.telephones)) ||
      called(patient.telephones) || patient.telephones[0]?.number || '',
    location: placeOf(find(encounter, 'location', 'healthCareFacility', 'location')),
    practice: organisation(find(role, 'providerOrganization')),
    disposition: {
      code: attribute(disposition, 'code'),
      text: attribute(disposition, 'displayName') || trimmed(find(disposition, 'originalText')),
    },
    sections,
    attachments: attachments(body),
  };
}

function recipients(root) {
  return elements(root, 'informationRecipient')
    .filter((found) => attribute(found, 'typeCode') === 'PRCP')
    .map((found) => organisation(find(found, 'intendedRecipient', 'receivedOrganization')).ods.toUpperCase());
}

function patientOf(role) {
  const person = find(role, 'patient');
  const ids = elements(role, 'id');
  const traced = [...new Set(ids.filter((id) => attribute(id, 'root') === VERIFIED)
    .map((id) => attribute(id, 'extension').replace(/[ -]/g, '')).filter(Boolean))];
  // Of two that are called verified neither is this patient's until somebody has found out.
  const verified = traced.length > 1 ? '' : idOf(ids, VERIFIED);
  const number = traced.length > 1 ? '' : verified || idOf(ids, UNVERIFIED);
  const names = elements(person, 'name');
  const name = nameOf(names.find((found) => !/\b(P|A|BAD)\b/.test(attribute(found, 'use'))) ?? names[0]);
  const gender = attribute(find(person, 'administrativeGenderCode'), 'code');
  return {
    given: name.given,
    family: name.family || (name.given ? '' : name.whole),
    prefix: name.prefix,
    birth_date: moment(attribute(find(person, 'birthTime'), 'value')).slice(0, 10),
    gender: GENDERS[gender] ?? 'unknown',
    nhs_number: number,
    nhs_number_verified: Boolean(verified) && nhsNumberOf(verified) !== '',
    several_numbers: traced.length > 1 ? traced : [],
    addresses: addresses(role),
    telephones: telephones(role),
    emails: emails(role),
  };
}

// Where the patient called from, as the encounter has it.
function placeOf(node) {
  const name = trimmed(find(node, 'name'));
  const { lines, postcode } = addresses(node)[0] ?? { lines: [], postcode: '' };
  return name ? { name, address: lines.length || postcode ? { lines, postcode } : null } : null;
}

function informantsOf(root) {
  return elements(root, 'informant').map((found) => find(found, 'relatedEntity')).filter(Boolean).map(informantOf);
}

function informantOf(found) {
  const code = find(found, 'code');
  return {
    code: attribute(code, 'code'),
    relationship: attribute(code, 'displayName') || attribute(code, 'code'),
    name: nameOf(find(found, 'relatedPerson', 'name')).whole,
    telephones: telephones(found),
  };
}

function attachments(body) {
  return descendants(body, 'observationMedia').map((media) => {
    const value = textOf(find(media, 'value')).replace(/\s+/g, '');
    return { title: 'NHS Pathways case', readable: readable(value) };
  });
}

function readable(base64) {
  try {
    return Boolean(parseBytes(Buffer.from(base64, 'base64')));
  } catch {
    return false;
  }
}

function descendants(node, name) {
  if (!node) return [];
  return childElements(node).flatMap((child) => [...(child.name === name ? [child] : []), ...descendants(child, name)]);
}
