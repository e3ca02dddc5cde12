// The FHIR message by which another pharmacy is asked to see the patient, in the Booking and Referral Standard's form.
import { randomUUID } from 'node:crypto';
import { reference as caseOf } from './gp/letter.mjs';
import { provision } from './settings.mjs';
import { home } from './itk/values.mjs';

const ID = 'https://fhir.nhs.uk/Id';
const ODS = `${ID}/ods-organization-code`;

// Gives the message, and the id that it has for good.
export function onwardMessage(referral, premises, choice) {
  const id = randomUUID();
  const parts = Object.entries(resources(referral, premises, choice)).map(([name, resource]) => [name, randomUUID(), resource]);
  const uuid = Object.fromEntries(parts.map(([name, own]) => [name, own]));
  const to = (name) => ({ reference: `urn:uuid:${uuid[name]}` });
  const entry = parts.map(([, own, resource]) => ({ fullUrl: `urn:uuid:${own}`, resource: { ...resource(to), id: own } }));
  const message = { resourceType: 'Bundle', id, type: 'message', timestamp: new Date().toISOString(),
    identifier: { system: 'https://tools.ietf.org/html/rfc4122', value: id }, entry };
  return { id, text: JSON.stringify(message) };
}

function resources(referral, premises, choice) {
  const { consultation, report, adopted, items } = referral;
  const note = (listed) => listed.filter(([, text]) => text).map(([name, text]) => ({ text: `${name}: ${text}` }));
  return {
    header: (to) => ({
      resourceType: 'MessageHeader',
      eventCoding: { system: 'https://fhir.nhs.uk/CodeSystem/message-events-bars', code: 'servicerequest-request' },
      destination: [{ endpoint: address(choice.ods), receiver: { identifier: { system: `${ID}/dos-service-id`, value: String(choice.service_id) },
        display: `${choice.name} (${choice.ods})` } }],
      source: { name: 'Night Counter', endpoint: `${provision.onward.base}/${premises.ods}` },
      sender: to('pharmacy'),
      focus: [to('request')],
    }),
    request: (to) => ({
      resourceType: 'ServiceRequest', status: 'active', intent: 'order', subject: to('patient'), encounter: to('encounter'), requester: to('pharmacist'),
      identifier: [referral.case_id, referral.case_reference].filter(Boolean).map((value) => ({ value })),
      authoredOn: new Date().toISOString(),
      reasonCode: [{ text: choice.reason }],
      note: note([['Disposition', `${report.disposition.code} ${report.disposition.text}`],
        ['Supplied here', items.map((item) => `${item.quantity} ${item.unit}s of ${item.display}. ${item.dosage}`).join('; ')]]),
      supportingInfo: [to('findings'), to('report')],
    }),
    patient: (to) => ({ ...patient(adopted ?? report.patient, adopted, report), managingOrganization: to('practice') }),
    practice: () => {
      const practice = adopted?.practice?.ods || adopted?.restricted ? adopted.practice : report.practice;
      return { resourceType: 'Organization', identifier: [{ system: ODS, value: practice.ods || 'not known' }], name: practice.name || practice.ods };
    },
    pharmacy: () => ({ resourceType: 'Organization', identifier: [{ system: ODS, value: premises.ods }], name: premises.name,
      telecom: [{ system: 'phone', value: premises.telephone }] }),
    pharmacist: () => ({ resourceType: 'Practitioner', name: [{ text: consultation.pharmacist.full_name }],
      identifier: [{ system: 'https://fhir.hl7.org.uk/Id/gphc-number', value: consultation.pharmacist.gphc_number }] }),
    encounter: (to) => ({ resourceType: 'Encounter', status: 'finished', subject: to('patient'), period: { start: consultation.started },
      class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: consultation.method === 'telephone' ? 'VR' : 'AMB' } }),
    findings: (to) => ({ resourceType: 'ClinicalImpression', status: 'completed', subject: to('patient'), encounter: to('encounter'),
      description: consultation.presenting_complaint, summary: consultation.assessment,
      note: note([['Advice', consultation.advice], ['Requested actions', consultation.actions_for_gp]]) }),
    report: (to) => ({ resourceType: 'Communication', status: 'completed', subject: to('patient'), topic: { text: `Referral ${caseOf(referral)}` },
      payload: report.sections.map(({ title, text }) => ({ contentString: `${title}: ${text}` })) }),
  };
}

function patient(person, adopted, report) {
  const place = adopted ? adopted.address : home(report.patient);
  const number = adopted?.restricted ? '' : report.callback_number;
  return {
    resourceType: 'Patient',
    ...(person.nhs_number ? { identifier: [{ system: `${ID}/nhs-number`, value: person.nhs_number.replace(/\s/g, '') }] } : {}),
    name: [{ family: person.family, given: person.given.split(' ') }],
    birthDate: person.birth_date,
    ...(number ? { telecom: [{ system: 'phone', value: number }] } : {}),
    ...(place ? { address: [{ line: place.lines, postalCode: place.postcode }] } : {}),
  };
}

const address = (ods) => `${provision.onward.base}/${encodeURIComponent(ods)}/$process-message`;

export async function post(ods, text) {
  const response = await fetch(address(ods), { method: 'POST', headers: { 'content-type': 'application/fhir+json', accept: 'application/fhir+json' },
    body: text, signal: AbortSignal.timeout(8000) }).catch(() => { throw new Error('The pharmacy does not answer'); });
  if (response.ok) return;
  const said = (await response.json().catch(() => null))?.issue?.[0]?.diagnostics ?? '';
  throw Object.assign(new Error(`The pharmacy's system says ${response.status} ${said}`.trim()), { isAnswer: response.status < 500 });
}
