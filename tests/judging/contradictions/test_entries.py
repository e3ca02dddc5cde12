"""What journeys entered is held against the words that were drawn for their patients."""

from dataclasses import fields

import pytest
import yaml

from altered_run import SUITES, found_in, of
from checkout import ROOT
from cpcs_harness.drivers.description import _followed
from cpcs_harness.judging.contradictions.entries import due_in
from cpcs_harness.people.words import Words


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


@pytest.mark.parametrize("entered", ["", "   "])
def test_what_was_left_empty_is_in_nobodys_words(altered, entered):
    def edit(lines):
        of(lines, "observation")[0]["data"]["input"]["actions_for_gp"] = entered

    assert altered(edit) == ()


def test_what_other_journeys_enter_is_not_compared(altered, tmp_path):
    altered(canned)

    found = found_in(tmp_path / "evidence", suite="another")
    assert found.contradictions == ()
    assert any("What journeys entered was not compared" in said for said in found.not_compared)
    assert found_in(tmp_path / "evidence", suites=tmp_path).contradictions == ()  # no entry is due there


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
