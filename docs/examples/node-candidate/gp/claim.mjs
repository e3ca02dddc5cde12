// The claim for a consultation, as the harness models it (docs/reference/mys-model.md).
import { pathwayOf } from '../screen.mjs';
import { provision } from '../settings.mjs';
import { nhsNumberOf } from '../nhs-number.mjs';

const NHSBSA = 'https://fhir.nhsbsa.nhs.uk/Id';
const ODS = 'https://fhir.nhs.uk/Id/ods-organization-code';
const METHODS = { telephone: 'TELEPHONE', 'face-to-face': 'FTF' };

const london = (moment) => new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/London' }).format(new Date(moment));

export function claimOf(referral) {
  const { consultation, adopted, report } = referral;
  const assessed = london(consultation.started);
  const number = adopted?.nhs_number ?? nhsNumberOf(report.patient.nhs_number);
  const urgent = pathwayOf(referral) === 'urgent-medicines';
  const facts = [
    { code: 'ASSESSMENT_DATE', timingDate: assessed },
    { code: 'CONSULTATION_METHOD', valueString: METHODS[consultation.method] },
    { code: 'REFERRER_ORG_TYPE', valueString: referral.source === 'gp-practice' ? 'GPP' : '111' },
    urgent ? { code: 'SUPPLY_REQUEST_REASON', valueString: referral.items[0]?.reason || 'not recorded' }
      : { code: 'PRESENTING_COMPLAINT_OR_ISSUES', valueString: consultation.presenting_complaint || 'not recorded' },
    ...onwardFacts(referral),
  ];
  const medicine = ({ code, display }) => ({ coding: [{ display, code, system: 'https://dmd.nhs.uk' }] });
  return {
    resourceType: 'Claim',
    status: 'active',
    use: 'claim',
    created: referral.completed,
    type: { coding: [{ code: urgent ? 'EMG_MED' : 'MIN_ILL', system: `${NHSBSA}/CpcsType` }] },
    priority: { coding: [{ code: 'normal', system: 'http://terminology.hl7.org/CodeSystem/processpriority' }] },
    billablePeriod: { start: `${assessed.slice(0, 7)}-01` },
    identifier: [{ value: `NC-${referral.ods}-${referral.id}`, system: `${NHSBSA}/CpcsClientReference` }],
    patient: number ? { identifier: { value: number, system: 'https://fhir.nhs.uk/Id/nhs-number' } }
      : { display: 'NHS number not known' },
    provider: { identifier: { value: referral.ods, system: ODS } },
    referral: { identifier: { value: referral.case_reference || referral.case_id, system: `${NHSBSA}/UrgentCareReference` } },
    careTeam: [{ sequence: 1, provider: { identifier: { value: consultation.pharmacist.gphc_number,
      system: 'https://fhir.hl7.org.uk/Id/gphc-number' } } }],
    supportingInfo: facts.map(({ code, ...value }, n) => ({
      sequence: n + 1, category: { coding: [{ code, system: `${NHSBSA}/CpcsSupportingInfo` }] }, ...value,
    })),
    insurance: [{ sequence: 1, focal: true, coverage: { display: 'NHS England' } }],
    ...(referral.items.length ? { item: referral.items.map((item, n) => ({
      sequence: n + 1, productOrService: medicine(item), quantity: { value: item.quantity },
    })) } : {}),
  };
}

function onwardFacts({ onward }) {
  const there = onward.find(({ status }) => status === 'sent');
  return there ? [
    { code: 'CONSULTATION_OUTCOME', valueString: 'ONWARD_REFERRAL' },
    { code: 'ONWARD_REFERRAL_REASON', valueString: there.reason },
    { code: 'ONWARD_REFERRAL_DATE', timingDate: london(there.at) },
    { code: 'REFERRED_ODS', valueString: there.ods },
  ] : [];
}

// Makes a claim; or, where MYS holds it under an id already, puts it in that one's place.
export async function submit(claim, held = '') {
  const reference = claim.identifier[0].value;
  const said = { reference, submission_id: held, errors: [], late: false };
  try {
    const response = await ask(held ? 'PUT' : 'POST', held ? `/${held}` : '', claim);
    const answer = await response.json();
    if (!response.ok) return { ...said, status: 'rejected', message: answer.message ?? '', errors: errorsOf(answer) };
    return { ...said, submission_id: held || String(answer.submissionId), status: 'accepted', message: answer.message ?? '',
      late: answer.late === true };
  } catch (wrong) {
    return { ...said, status: 'failed', message: `MYS does not answer: ${wrong.message}` };
  }
}

// Takes a claim back; one that is gone was taken back before, and the answer lost.
export async function withdraw(claim) {
  try {
    const { status } = await ask('DELETE', `/${claim.submission_id}`);
    return status === 204 || status === 410 ? { ...claim, status: 'withdrawn', message: '' }
      : { ...claim, message: `MYS did not take it back (${status})` };
  } catch (wrong) {
    return { ...claim, message: `MYS does not answer, so that it may stand yet: ${wrong.message}` };
  }
}

const errorsOf = ({ errors }) => (errors ?? []).map(({ field, message }) => ({ field: String(field ?? ''), message: String(message ?? '') }));

const ask = (method, path, claim) => fetch(`${provision.mys.base}/Claim${path}`, {
  method,
  ...(claim ? { headers: { 'content-type': 'application/fhir+json' }, body: JSON.stringify(claim) } : {}),
  signal: AbortSignal.timeout(8000),
});
