// Referrals and the documents that they are made of: versions, repeats, withdrawals, cases keyed in by hand.
import { randomUUID } from 'node:crypto';
import { alert, all, get, nextId, now, put } from './store.mjs';

// Keeps a report at a pharmacy; gives what became of it, in one word.
export function keep(ods, report, { earlier = [], notices = [] } = {}) {
  const here = all('referral').filter((referral) => referral.ods === ods);
  if (here.some((referral) => knows(referral, report.document_id))) return 'duplicate';
  if (get('withdrawn', `${ods}/${report.set_id}`)) return 'withdrawn';
  const lineage = here.find((referral) => referral.report.set_id === report.set_id);
  if (lineage) return replaceOrKeep(lineage, report);
  const keyed = here.find(({ keyed: byHand, source, report: { document_id: come, patient }, case_id: id }) => byHand && !come &&
    source === 'nhs111' && [report.case_id, report.case_reference].includes(id) && patient.birth_date.startsWith(report.patient.birth_date));
  if (keyed) return attach(keyed, report);
  const referral = made(ods, sourceOf(report), report);
  referral.history.push(...earlier);
  referral.notices.push(...notices);
  relate(here, referral);
  save(referral);
  alert(ods, 'new-referral', referral.id, 'A new referral has come');
  return 'received';
}

function knows(referral, documentId) {
  return referral.report.document_id === documentId || referral.history.some((old) => old.document_id === documentId);
}

export function made(ods, source, report) {
  return {
    id: nextId(), ods, source, report, case_reference: report.case_reference, case_id: report.case_id,
    received: now(), status: 'new', started: false, history: [], notices: [], related: [], trace: null, adopted: null,
    consent: null, consultation: null, items: [], onward: [], completed: null, notifications: [], claim: null,
    correlation: randomUUID(),
  };
}

export function save(referral) {
  put('referral', referral.id, referral);
}

function sourceOf(report) {
  const online = report.sender.ods === 'YDDF4' || /^111-ONLINE-/i.test(report.case_id);
  return online ? 'nhs111-online' : 'nhs111';
}

// A document of the history, which can be opened in place of the one to act on.
export function entry(report, status) {
  return { document_id: report.document_id, version: report.version, status, created: report.created, report };
}

function replaceOrKeep(referral, report) {
  const current = referral.report;
  if (report.version === current.version) {
    referral.history.push(entry(report, 'conflict'));
    referral.notices.push({ kind: 'conflict', text: 'Another document of the same version came; the first one is shown' });
    save(referral);
    return 'conflict';
  }
  if (report.version < current.version) {
    referral.history.push(entry(report, 'superseded'));
    save(referral);
    return 'older';
  }
  referral.history.push(entry(current, 'superseded'));
  referral.report = report;
  const kind = referral.started ? 'replaced-after-start' : 'replaced';
  referral.notices.push({ kind, text: `A newer version of the report came at ${now().slice(11, 16)}` });
  save(referral);
  alert(referral.ods, 'referral-updated', referral.id, 'A referral has changed');
  return 'replaced';
}

// A report of a case that staff have keyed in already: the referral comes back to the list until somebody has seen it.
function attach(referral, report) {
  referral.report = report;
  referral.history.push(entry(report, 'attached'));
  const text = 'The report of this case has come late; the case was keyed in before from an e-mail or telephone call';
  referral.notices.push({ kind: 'already-handled', text });
  referral.back = true;
  save(referral);
  alert(referral.ods, 'already-handled', referral.id, 'A report has come for a case that was keyed in before');
  return 'attached';
}

function relate(here, referral) {
  const text = 'There is another referral of the same case';
  for (const other of here.filter((found) => found.case_reference && found.case_reference === referral.case_reference)) {
    other.related.push(referral.id);
    other.notices.push({ kind: 'related-case', text });
    referral.related.push(other.id);
    save(other);
  }
  if (referral.related.length) referral.notices.push({ kind: 'related-case', text });
}

export function withdraw(ods, document) {
  put('withdrawn', `${ods}/${document.set_id}`, { at: now() });
  for (const referral of all('referral')) {
    if (referral.ods !== ods || referral.report.set_id !== document.set_id) continue;
    referral.status = 'withdrawn';
    referral.notices.push({ kind: 'withdrawn', text: 'The sender has taken this referral back' });
    save(referral);
    alert(ods, 'referral-withdrawn', referral.id, 'A referral was taken back');
  }
  return 'withdrawn';
}

export function referralAt(ods, id) {
  const found = get('referral', id);
  return found?.ods === ods ? found : undefined;
}

// What asks for work: whatever is completed, rejected or withdrawn has left, but for what came late.
export function listed(ods) {
  return all('referral').filter((referral) => referral.ods === ods &&
    (['new', 'open'].includes(referral.status) || referral.back));
}
