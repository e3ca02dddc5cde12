// A patient's record as PDS gives it: what is valid today, under the usual name, without what is withheld.
import { get } from '../store.mjs';

const DEATH = 'https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-DeathNotificationStatus';
const DEAD = { 1: 'informal', 2: 'formal' };

export function read(patient) {
  const today = new Date().toISOString().slice(0, 10);
  const valid = (part) => !(part.period?.end && part.period.end.slice(0, 10) < today) &&
    !(part.period?.start && part.period.start.slice(0, 10) > today);
  const names = (patient.name ?? []).filter(valid);
  const name = names.find((found) => found.use === 'usual') ??
    names.find((found) => !['old', 'maiden', 'nickname'].includes(found.use)) ?? {};
  const given = (name.given ?? []).join(' ');
  const code = patient.meta?.security?.[0]?.code ?? 'U';
  const restricted = code === 'R' || code === 'V';
  return {
    nhs_number: patient.id,
    given,
    family: name.family ?? '',
    name: [given, name.family].filter(Boolean).join(' '),
    birth_date: patient.birthDate ?? '',
    gender: patient.gender ?? '',
    address: restricted ? null : address((patient.address ?? []).filter(valid)),
    telephone: restricted ? '' : telephone((patient.telecom ?? []).filter(valid)),
    practice: restricted ? { ods: '', name: '' } : practice((patient.generalPractitioner ?? [])
      .filter((found) => valid(found.identifier ?? {}) && valid(found))),
    restricted,
    ...death(patient),
    birth_order: patient.multipleBirthInteger < 8 ? patient.multipleBirthInteger : null,
    notices: restricted ? [code === 'V' ? VERY : RESTRICTED] : [],
  };
}

const RESTRICTED = { kind: 'restricted', text: 'The record is restricted: where the patient is must not be told' };
const VERY = { kind: 'very-restricted', text: 'The record is very restricted: little more than the number is known' };

// A copy that was kept from before its record was restricted, without anything that says where the patient is.
export function withheld(held) {
  const notices = [RESTRICTED, ...held.notices.filter(({ kind }) => !['restricted', 'very-restricted'].includes(kind))];
  return { ...held, address: null, telephone: '', practice: { ods: '', name: '' }, restricted: true, notices };
}

function address(listed) {
  const home = listed.find((found) => found.use === 'home');
  return home ? { lines: (home.line ?? []).filter(Boolean), postcode: home.postalCode ?? '' } : null;
}

function telephone(listed) {
  const phones = listed.filter((found) => found.system === 'phone');
  return (phones.find((found) => found.use === 'mobile') ?? phones[0])?.value ?? '';
}

function practice([found]) {
  const ods = found?.identifier?.value ?? '';
  return { ods, name: get('practice', ods)?.name ?? '' };
}

function death(patient) {
  const parts = (patient.extension ?? []).filter((found) => found.url === DEATH).flatMap((found) => found.extension ?? []);
  const status = parts.find((part) => part.url === 'deathNotificationStatus')?.valueCodeableConcept?.coding?.[0]?.code;
  const deceased = status !== 'U' && (Boolean(patient.deceasedDateTime) || status in DEAD);
  return {
    deceased,
    deceased_on: patient.deceasedDateTime?.slice(0, 10) ?? null,
    death_notice: deceased ? DEAD[status] ?? '' : '',
  };
}
