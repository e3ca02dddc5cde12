// A message of NHS 111 comes in: read, refused or kept, and answered once it is on disk.
import { audit, commit } from '../store.mjs';
import { provision } from '../settings.mjs';
import { parseBytes, XmlError } from '../xml/parser.mjs';
import { accepted, refused, Refusal } from './answers.mjs';
import { readDocument, readReport } from './document.mjs';
import { idsOf, readEnvelope } from './envelope.mjs';
import { entry, keep, withdraw } from '../referrals.mjs';

const TYPES = /^(text|application)\/(xml|soap\+xml)\b/i;

export function receive(contentType, body) {
  let root;
  try {
    if (!TYPES.test(contentType)) throw new Refusal('The content type is not XML');
    root = parsed(body);
    const message = readEnvelope(root);
    take(message);
    commit();
    return accepted(message.service, message.message_id);
  } catch (refusal) {
    if (!(refusal instanceof Refusal)) throw refusal;
    const ids = root ? idsOf(root) : { message_id: '', tracking_id: '', addresses: [] };
    const concerned = pharmacies(ids.addresses);
    for (const ods of concerned.length ? concerned : provision.premises.map((premises) => premises.ods)) {
      record(ods, ids, {}, 'refused', refusal.message, refusal.code);
    }
    commit();
    return refused(refusal, ids.message_id);
  }
}

function parsed(body) {
  try {
    return parseBytes(body);
  } catch (wrong) {
    if (wrong instanceof XmlError) throw new Refusal('The message is no well-formed XML in UTF-8', { detail: wrong.message });
    throw wrong;
  }
}

// The pharmacies of ours that are addressed, by DoS id, by ODS code, or by an ODS code with a suffix.
function pharmacies(addresses) {
  const ours = provision.premises.filter((premises) => addresses.some(({ dos, ods }) =>
    dos === premises.dos_service_id || ods === premises.ods || ods?.slice(0, 5) === premises.ods));
  return ours.map((premises) => premises.ods);
}

function take(message) {
  const documents = message.payloads.known.map((held) => ({ ...held, lineage: readDocument(held.element) }));
  const newest = documents.reduce((a, b) => (Date.parse(b.lineage.created) > Date.parse(a.lineage.created) ? b : a));
  const addressed = message.addresses.length ? message.addresses : newest.lineage.recipients.map((ods) => ({ ods }));
  const places = pharmacies(addressed);
  if (!places.length) throw new Refusal('The recipient is not known here');
  const nullifies = /nullif/i.test(message.interaction) || /nullification/.test(newest.profile);
  const people = nullifies ? [] : documents.map(({ element }) => readReport(element).patient);
  const differ = (values) => new Set(values.filter((value) => value.length === 10)).size > 1; // a whole number or date
  if (differ(people.map((one) => one.nhs_number)) || differ(people.map((one) => one.birth_date))) throw new Refusal('One patient is due');
  const report = nullifies ? newest.lineage : readReport(newest.element);
  for (const ods of places) {
    const result = nullifies ? withdraw(ods, report) : takeReport(ods, message, report, documents, newest);
    record(ods, message, report, result === 'refused' ? 'refused' : 'received', result, '');
  }
}

function takeReport(ods, message, report, documents, newest) {
  if (/:copyRecipient/.test(message.interaction)) return 'copy';
  const earlier = documents.filter((document) => document !== newest)
    .map(({ element }) => entry(readReport(element), 'superseded'));
  const notices = [];
  if (message.payloads.unsupported) notices.push(['unsupported-payload', 'A part of the message is not supported here']);
  if (report.attachments.some((attachment) => !attachment.readable)) {
    notices.push(['unreadable-attachment', 'An attachment could not be opened']);
  }
  return keep(ods, report, { earlier, notices: notices.map(([kind, text]) => ({ kind, text })) });
}

function record(ods, ids, document, event, result, code) {
  audit({
    ods,
    channel: 'itk',
    event: event === 'received' && ['duplicate', 'replaced', 'withdrawn', 'copy'].includes(result) ? result : event,
    message_id: ids.message_id,
    tracking_id: ids.tracking_id,
    document_id: document.document_id ?? '',
    set_id: document.set_id ?? '',
    version: document.version ?? null,
    sender_ods: ids.sender_ods ?? '',
    case_reference: document.case_reference ?? '',
    result,
    code,
  });
}
