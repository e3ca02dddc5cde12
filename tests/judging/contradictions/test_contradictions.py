"""A run that was altered, and had its hashes made anew, is noticed where it contradicts itself; a whole one is not."""

import shutil
from dataclasses import fields, replace
from datetime import UTC, date, datetime, timedelta

import pytest
import yaml

from checkout import ROOT
from cpcs_harness._content.conformance.journeys._steps.referrals import consultation
from cpcs_harness.catalogue import load_catalogue
from cpcs_harness.conditions.draws import settings_of_journeys
from cpcs_harness.drivers.description import _followed
from cpcs_harness.evidence import digest, events
from cpcs_harness.evidence.certainty import Certainty
from cpcs_harness.evidence.digest import JudgedBy
from cpcs_harness.evidence.reader import Evidence
from cpcs_harness.evidence.recorder import Exchange, Recorder, Side
from cpcs_harness.evidence.register import Register
from cpcs_harness.journeys.index import all_journeys
from cpcs_harness.judging.contradictions import contradictions_in
from cpcs_harness.judging.contradictions.entries import due_in
from cpcs_harness.judging.contradictions.people import _differences
from cpcs_harness.mockkit.tally import Tally
from cpcs_harness.people.age import Age
from cpcs_harness.people.fixtures import fixture
from cpcs_harness.people.issue import Issuer
from cpcs_harness.people.plain import plain
from cpcs_harness.people.seeded_secrets import secrets_of, sign_in_secrets
from cpcs_harness.people.words import Words
from cpcs_harness.run.candidate import declaration_of
from cpcs_harness.run.plan import Asked, make_plan
from forgery import forge

ONE, LABELLED = "minor-illness-product-recommended", "pds-search-mi"
SEED = 7
SUITES = load_catalogue().suites


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """The evidence of a small run, as recorders write it; gives its folder."""
    folder = tmp_path_factory.mktemp("run") / "evidence"
    catalogue = load_catalogue()
    asked = Asked(only=(ONE, LABELLED), gate="none", seed=SEED, challenge="TOKEN")
    plan = make_plan(
        asked,
        catalogue,
        declaration_of(None, catalogue),
        all_journeys(),
        date(2026, 1, 1),
        20.0,
        reference="5c" * 32,
    )
    recorder, secrets, tally = Recorder(folder, Register()), secrets_of(SEED), Tally()
    recorder.write(plan)
    given = plain(secrets) | {"cis2_client_id": sign_in_secrets(f"{SEED}/sign-in")["cis2_client_id"]}
    recorder.write(events.Environment(given))
    seed, further = f"{SEED}/TOKEN", fixture("people")
    settings = settings_of_journeys(all_journeys(), further, seed)
    issuer = Issuer(seed, secrets, list(all_journeys()), further=further, settings=settings)
    for name, label in (
        (ONE, ""),
        (f"{ONE}/2", ""),
        (LABELLED, ""),
        (LABELLED, fixture("people")[LABELLED][0]),
    ):
        pathway, attempt = "minor-illness", 2 if "/" in name else 1
        issued = issuer.issue(
            name, pathway, attempt, label=label, premises=secrets.premises[0] if label else None
        )
        recorder.write((events.IssuedAlso if label else events.Issued)(plain(issued)), journey=name)
        with tally.request("nhs111"):
            sent = recorder.exchange(exchange("nhs111", "to-candidate", name, report=plain(issued.report)))
        recorder.write(events.Answered(sent, 1.0, 1.0, 0.0, False), journey=name)
        with tally.request("pds"):
            recorder.exchange(exchange("pds", "from-candidate", name))
        recorder.write(consulted(issued), journey=name)
    with tally.request("dos"):  # of what is under way at the end nobody knows whether it is there
        recorder.write_counts(tally.counts)
    recorder.log.finish()
    return folder


def consulted(issued):
    """The consultation as a journey enters it."""
    actor = {"name": issued.pharmacist.full_name, "gphc": issued.pharmacist.gphc}
    entered = consultation(issued, "advice-given")
    return events.Observation(
        "record_consultation", actor, "R1", issued.report.document_id, entered, "done", None, None, {}
    )


def exchange(service, direction, journey, **facts):
    side = Side({"method": "POST", "target": "/"}, (), f"{service} {journey} {facts}".encode())
    return Exchange(
        service,
        "send",
        "http",
        direction,
        side,
        replace(side, body=b""),
        Certainty.PUBLISHED,
        "",
        journey,
        facts=facts,
    )


@pytest.fixture
def altered(whole, tmp_path):
    """Copy the run and have it edited with care; gives what is found then."""

    def edited(edit):
        shutil.copytree(whole, tmp_path / "evidence")
        forge(tmp_path / "evidence", edit)
        return found_in(tmp_path / "evidence").contradictions

    return edited


def found_in(folder, suites=SUITES, **otherwise):
    """Look for contradictions by the harness that the plan names, or by another one."""
    evidence = Evidence.load(folder)
    return contradictions_in(evidence, replace(JudgedBy.from_plan(evidence.plan), **otherwise), suites)


def of(lines, kind, **where):
    return [
        line
        for line in lines
        if line["kind"] == kind and all(line["data"].get(name) == value for name, value in where.items())
    ]


def test_a_condition_that_was_not_drawn_is_none_of_the_seeds(altered):
    def edit(lines):
        of(lines, "issued")[0]["data"]["report"]["written"]["disposition"] = "by hand"

    assert any("report.written.disposition" in told for told in altered(edit))


def test_a_whole_run_does_not_contradict_itself(whole, altered):
    found = found_in(whole)

    assert (found.contradictions, found.not_compared) == ((), ())
    assert altered(list) == ()  # nor one that was written anew


def test_where_people_are_made_otherwise_they_are_not_compared(whole, monkeypatch):
    monkeypatch.setattr(digest, "_people_digest", lambda *_: "another")
    monkeypatch.setattr("cpcs_harness.judging.contradictions.find.people_digest", lambda: "another")

    (said,) = found_in(whole).not_compared

    assert "were not compared with what seed and challenge give" in said


def test_nothing_else_that_is_issued_hangs_on_the_moment_or_on_an_age():
    """Whatever did would be called a contradiction in a run that nobody altered."""
    moment = datetime(2026, 11, 29, 12, 0, tzinfo=UTC)
    names = (ONE, ""), (LABELLED, fixture("people")[LABELLED][0]), ("urgent-medicine-supplied", "")

    def made(now, age):
        issuer = Issuer(SEED, secrets_of(SEED), list(all_journeys()), further=fixture("people"))
        return [plain(issuer.issue(name, "minor-illness", 1, now, label, age=age)) for name, label in names]

    later, aged = made(moment + timedelta(days=200, seconds=3), None), made(moment, Age(17))
    for one, other in zip([*made(moment, None)] * 2, [*later, *aged], strict=True):
        assert list(_differences(one, other)) == []


def other_patient(lines):
    of(lines, "issued")[0]["data"]["person"]["given"] = "Wilhelmina"


def other_words(lines):
    words = of(lines, "issued")[0]["data"]["words"]
    words[next(name for name, value in words.items() if isinstance(value, str))] = "canned"


def other_seed(lines):
    lines[0]["data"]["seed"] = SEED + 1


def no_challenge(lines):
    lines[0]["data"]["challenge"] = None


def other_day(lines):
    of(lines, "issued")[0]["data"]["report"]["created"] = "2026-01-01T00:00:00.000Z"


def not_planned(lines):
    lines[0]["data"]["journeys"] = [one for one in lines[0]["data"]["journeys"] if one["id"] != ONE]


def no_people(lines):
    of(lines, "issued")[0]["data"] = {"journey": ONE}


@pytest.mark.parametrize(
    "edit", [other_patient, other_words, other_seed, no_challenge, other_day, not_planned, no_people]
)
def test_people_that_the_seed_does_not_give_are_noticed(altered, edit):
    assert any("was issued otherwise than seed and challenge give it" in told for told in altered(edit))


def test_the_event_that_differs_and_its_key_are_named(altered):
    (told,) = altered(other_patient)

    assert told.startswith("i3 (person.given) was issued otherwise")


@pytest.mark.parametrize("name", ["nhs_number", "postcode"])
def test_what_was_sent_of_somebody_else_is_noticed(altered, name):
    def edit(lines):
        of(lines, "exchange", service="nhs111")[1]["data"]["facts"]["report"]["person"][name] = "9990000000"

    assert any("was sent of nobody who was issued to its journey" in told for told in altered(edit))


@pytest.mark.parametrize("name", ["api_key", "kid", "dos_password", "mesh_shared_key", "cis2_client_id"])
def test_other_credentials_are_noticed(altered, name):
    def edit(lines):
        of(lines, "environment")[0]["data"][name] = "another"

    assert any(told == f"{name} is no credential that the seed gives" for told in altered(edit))


def test_those_of_a_suppliers_environment_have_no_seed(altered):
    def edit(lines):
        lines[0]["data"]["reference"] = ""
        of(lines, "environment")[0]["data"]["api_key"] = "another"

    assert altered(edit) == ()


def without(service):
    def edit(lines):
        gone = of(lines, "exchange", service=service)[0]
        return renumbered([line for line in lines if line is not gone])

    return edit


def renumbered(lines):
    """Have what names an exchange name it by the number that it has now, as somebody careful does."""
    numbers = {f"{line['kind'][0]}{line['seq']}": number for number, line in enumerate(lines, 1)}
    for line in of(lines, "answered"):
        old = line["data"]["exchange"]
        line["data"]["exchange"] = f"e{numbers[old]}" if old in numbers else "e9999"
    return lines


def test_an_exchange_that_was_taken_out_is_noticed_by_the_count_of_its_service(altered):
    assert altered(without("pds")) == (
        "pds: 4 exchanges were counted, and 3 are there",
        "pds: its mock counted 4, and 3 exchanges are there",
    )


def test_and_by_its_answer(altered):
    found = altered(without("nhs111"))

    assert "nhs111: 4 exchanges were counted, and 3 are there" in found
    assert any("an answer that was written out, of no exchange" in told for told in found)


def test_one_that_was_put_in_is_noticed_too(altered):
    def edit(lines):
        more = of(lines, "exchange", service="pds")[0]
        return renumbered([*lines[:-2], dict(more), *lines[-2:]])

    assert altered(edit) == (
        "pds: 4 exchanges were counted, and 5 are there",
        "pds: its mock counted 4, and 5 exchanges are there",
    )


def test_a_body_that_is_left_over_is_noticed(altered, tmp_path):
    assert altered(list) == ()
    (tmp_path / "evidence" / "bodies" / ("ab" * 32)).write_bytes(b"left")

    (told,) = found_in(tmp_path / "evidence").contradictions
    assert told == "abababababab: a body that no event names"


def one_less(name):
    def edit(lines):
        of(lines, "served")[0]["data"][name]["pds"] -= 1
        return without("pds")(lines)

    return edit


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("exchanges", "pds: its mock counted 4, and 3 exchanges are there"),
        ("taken", "pds: 4 exchanges were counted, and 3 are there"),
    ],
)
def test_who_alters_one_count_of_two_is_noticed(altered, name, told):
    assert altered(one_less(name)) == (told,)


def test_what_was_under_way_may_be_there_or_not(altered):
    def edit(lines):
        counts = of(lines, "served")[0]["data"]
        counts["taken"]["pds"] -= 1
        counts["under_way"]["pds"] = 1

    assert altered(edit) == ()


@pytest.mark.parametrize("held", ["4", [], -4, {}], ids=repr)
def test_a_count_that_is_none_is_noticed_and_breaks_nothing(altered, held):
    def edit(lines):
        of(lines, "served")[0]["data"]["taken"]["pds"] = held

    assert altered(edit) == ("pds: its mock counted 0, and 4 exchanges are there",)


@pytest.mark.parametrize("kind", ["observation", "issued_also", "answered"])
def test_an_event_of_any_kind_that_was_taken_out_is_noticed(altered, kind):
    def edit(lines):
        gone = of(lines, kind)[-1]
        return renumbered([line for line in lines if line is not gone])

    many = {"observation": 4, "issued_also": 1, "answered": 4}[kind]
    assert f"{kind}: {many} events were counted, and {many - 1} are there" in altered(edit)


def uncounted_events(lines):
    del of(lines, "served")[0]["data"]["events"]


def not_counted(lines):
    del of(lines, "served")[0]["data"]["taken"]


def no_counts(lines):
    return [line for line in lines if line["kind"] != "served"]


@pytest.mark.parametrize("edit", [not_counted, no_counts, uncounted_events])
def test_a_run_that_names_no_count_is_noticed_or_not_compared(altered, tmp_path, edit):
    assert altered(edit) == ("no mock and no recorder has counted",)

    found = found_in(tmp_path / "evidence", engine="another")  # an earlier harness may not have counted
    assert found.contradictions == ()
    assert found.not_compared == (
        "What mocks and recorder counted was not compared with what is there: the run does not say it.",
    )


def canned(lines):
    of(lines, "observation")[0]["data"]["input"]["advice"] = "Rest"


def of_another_journey(lines):
    one, *_, other = of(lines, "observation")
    one["data"]["input"] = other["data"]["input"]


def of_two_patients(lines):
    one, other = of(lines, "observation")[2:]
    one["data"]["input"]["advice"] = other["data"]["input"]["advice"]


def by_somebody_else(lines):
    of(lines, "observation")[0]["data"]["actor"]["gphc"] = "2000000"


@pytest.mark.parametrize("edit", [canned, of_another_journey, of_two_patients, by_somebody_else])
def test_what_was_entered_otherwise_is_noticed(altered, edit):
    (told,) = altered(edit)

    assert told.endswith("was entered otherwise than seed and challenge give it")
    assert told.startswith("o")


def test_what_was_left_empty_is_in_nobodys_words(altered):
    def edit(lines):
        of(lines, "observation")[0]["data"]["input"]["actions_for_gp"] = ""

    assert altered(edit) == ()


def test_what_other_journeys_enter_is_not_compared(altered, tmp_path):
    altered(canned)

    found = found_in(tmp_path / "evidence", suite="another")
    assert found.contradictions == ()
    assert any("What journeys entered was not compared" in said for said in found.not_compared)
    assert found_in(tmp_path / "evidence", suites=tmp_path).contradictions == ()  # no entry is due there


def test_who_alters_all_that_counts_it_is_not_noticed(altered):
    """This is what limits say: only a signature would help."""

    def edit(lines):
        for name in ("exchanges", "taken"):
            of(lines, "served")[0]["data"][name]["pds"] -= 1
        return without("pds")(lines)

    assert altered(edit) == ()


WRITTEN = {
    "actions_for_gp", "advice", "assessment", "dosage", "note", "presenting_complaint", "reason", "text", "why",
}  # fmt: skip
OF_THE_RECORD = {
    "birth_date", "code", "complaint", "content", "disposition_code", "document", "email", "family", "full_name",
    "gender", "given", "gphc_number", "kind", "lines", "name", "nhs_number", "notes", "ods", "outcome", "postcode",
    "practice_ods", "prescription_id", "reference", "relation", "role_id", "service_id", "telephone", "topic",
}  # fmt: skip
"""What is of a person, a place or a thing, or what somebody else wrote."""
NEVER_ENTERED = {("amend_consultation", "assessment"), ("amend_consultation", "actions_for_gp")}


def test_the_table_of_entries_has_whatever_a_pharmacist_writes_down():
    described = {(action, key) for action, schema in inputs() for key in texts_in(schema)}
    due = {(action, key) for action, keys in due_in(SUITES).items() for key in keys}
    names = {key.rpartition(".")[2] for _, key in described}

    assert names == WRITTEN | OF_THE_RECORD
    assert due | NEVER_ENTERED == {one for one in described if one[1].rpartition(".")[2] in WRITTEN}
    assert not due & NEVER_ENTERED


def test_each_word_that_an_entry_may_hold_is_drawn_and_each_drawn_text_is_in_one():
    named = {name for keys in due_in(SUITES).values() for names in keys.values() for name in names}
    drawn = {one.name for one in fields(Words) if one.type == "str"}

    assert named == drawn - {"method"}  # which is one of two


def inputs():
    described = yaml.safe_load((ROOT / "docs" / "reference" / "control-api.yaml").read_bytes())
    schemas = described["components"]["schemas"]
    for path, item in described["paths"].items():
        if "/actions/" in path and "requestBody" in item.get("post", {}):
            asked = item["post"]["requestBody"]["content"]["application/json"]["schema"]
            for part in asked["allOf"]:
                held = part.get("properties", {}).get("input", {})
                yield path.rpartition("/")[2], _followed(held, schemas)


def texts_in(schema, key=""):
    """Name what may be any text at all."""
    for part in (part for name in ("allOf", "anyOf", "oneOf") for part in schema.get(name, ())):
        yield from texts_in(part, key)
    if "string" in schema.get("type", "") and not {"format", "enum", "pattern", "const"} & set(schema):
        yield key
    for name, inner in schema.get("properties", {}).items():
        yield from texts_in(inner, f"{key}.{name}" if key else name)
    yield from texts_in(schema["items"], key) if "items" in schema else ()
