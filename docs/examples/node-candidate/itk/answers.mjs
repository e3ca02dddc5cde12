// What a sender of NHS 111 is answered: a SimpleMessageResponse, or a SOAP fault with ToolkitErrorInfo.
import { randomUUID } from 'node:crypto';
import { escape } from '../xml/tree.mjs';

const ENVELOPE = 'http://schemas.xmlsoap.org/soap/envelope/';
const ADDRESSING = 'http://www.w3.org/2005/08/addressing';
const ITK = 'urn:nhs-itk:ns:201005';
const CODES = '2.16.840.1.113883.2.1.3.2.4.17.268';

// Why a message is refused: an ITK error code, what the sender may be told, and the SOAP fault code.
export class Refusal extends Error {
  constructor(text, { code = '1000', fault = 'Client', detail = '' } = {}) {
    super(text);
    Object.assign(this, { code, fault, detail });
  }
}

export function accepted(service, messageId) {
  const reference = randomUUID().toUpperCase();
  const body = `<t:SimpleMessageResponse xmlns:t="${ITK}">RECEIVED ${reference}</t:SimpleMessageResponse>`;
  return { status: 200, body: envelope(`${service}Response`, messageId, body) };
}

export function refused(refusal, messageId) {
  const info = `<t:ToolkitErrorInfo xmlns:t="${ITK}"><t:ErrorID>${randomUUID().toUpperCase()}</t:ErrorID>` +
    `<t:ErrorCode codeSystem="${CODES}">${refusal.code}</t:ErrorCode>` +
    `<t:ErrorText>${escape(refusal.message)}</t:ErrorText>` +
    (refusal.detail ? `<t:ErrorDiagnosticText>${escape(refusal.detail.slice(0, 300))}</t:ErrorDiagnosticText>` : '') +
    '</t:ToolkitErrorInfo>';
  const body = `<env:Fault><faultcode>env:${refusal.fault}</faultcode>` +
    `<faultstring>${escape(refusal.message)}</faultstring><detail>${info}</detail></env:Fault>`;
  return { status: 500, body: envelope(`${ADDRESSING}/soap/fault`, messageId, body) };
}

function envelope(action, relatesTo, body) {
  const related = relatesTo ? `<w:RelatesTo>${escape(relatesTo)}</w:RelatesTo>` : '';
  return `<?xml version="1.0" encoding="utf-8"?>\n<env:Envelope xmlns:w="${ADDRESSING}" xmlns:env="${ENVELOPE}">` +
    `<env:Header>${related}<w:MessageID>${randomUUID().toUpperCase()}</w:MessageID>` +
    `<w:Action>${escape(action)}</w:Action></env:Header><env:Body>${body}</env:Body></env:Envelope>`;
}
