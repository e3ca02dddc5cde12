"""Every value of a report is made: what is recorded says so, and the message is valid and another one."""

from datetime import UTC, datetime

import pytest
from lxml import etree

from cpcs_harness._content.mocks.nhs111.sender import FORMS, message
from cpcs_harness.conditions.draws import settings_of
from cpcs_harness.conditions.load import conditions
from cpcs_harness.conditions.model import Condition
from cpcs_harness.conditions.recorded import conditions_of, may_be_refused
from cpcs_harness.conditions.things import REPORT
from cpcs_harness.formats.nhs111.schemas import kind_of, problems
from cpcs_harness.people.environment import make_environment
from cpcs_harness.people.issue import Issuer
from cpcs_harness.people.plain import plain
from cpcs_harness.people.written import WAYS

NOW = datetime(2026, 7, 1, 12, tzinfo=UTC)
KNOWN = conditions().of_messages[REPORT]
VALUES = [(one.id, value.id) for one in KNOWN.dimensions.values() for value in one.values]
ENVIRONMENT = make_environment(1)
IN_THE_REQUEST = {"chunked", "charset", "no-soapaction", "bare-soapaction", "utf-8-bom"}
"""Forms of the HTTP request: the message is the same."""


def report(**row):
    settings = {"j": settings_of(KNOWN, row)}
    return Issuer(1, ENVIRONMENT, ["j"], settings=settings).issue("j", "urgent-medicines", now=NOW).report


@pytest.mark.parametrize(("dimension", "value"), VALUES)
def test_what_is_recorded_of_a_report_says_which_value_it_has(dimension, value):
    held = plain(report(**{dimension: value}))

    assert Condition(dimension, value) in conditions_of(held)
    assert may_be_refused(held) == KNOWN.is_refusable(Condition(dimension, value))


@pytest.mark.parametrize(("dimension", "value"), VALUES)
def test_a_value_changes_the_message_or_is_the_plain_one(dimension, value):
    of = KNOWN.dimensions[dimension]
    literal = of.value(value).literal
    made, usual = (
        [written(**{"sending system": system, dimension: id}) for system in ("field", "strict")]
        for id in (value, of.plain.id)
    )

    # What one system writes anyway is another's peculiarity.
    assert (made != usual) == (value != of.plain.id and literal not in IN_THE_REQUEST)


def written(**row):
    """Give a message without the ids that are new in each."""
    root = etree.fromstring(message(report(**row), "http://x/", NOW))
    for one in root.iter():
        if isinstance(one.tag, str) and one.tag.endswith("}id"):
            for name in ("root", "extension"):
                if len(one.get(name, "")) == 36:
                    one.attrib.pop(name)
    return etree.tostring(root, method="c14n")


def test_forms_are_known_to_the_sender_and_ways_to_who_reads_them():
    drawn = {
        value.literal for one in KNOWN.dimensions.values() if one.field == "forms" for value in one.values[1:]
    }
    named = {one.field for one in KNOWN.dimensions.values()}

    assert drawn <= set(FORMS)
    assert {path for path in WAYS if path.startswith("written.")} <= named


def test_who_draws_nothing_is_as_plain_as_can_be():
    drawn = [
        one for one in conditions_of(plain(report())) if KNOWN.dimensions[one.dimension].plain.id != one.value
    ]

    assert [one.dimension for one in drawn if one.dimension != "sending system"] == []


def test_a_report_of_before_is_read_without_what_there_was_not():
    held = plain(report())
    del held["written"]

    assert not [one for one in conditions_of(held) if one.dimension == "markup"]


@pytest.mark.parametrize(("dimension", "value"), VALUES)
def test_a_message_is_valid_to_the_projects_schemas_unless_it_may_be_refused(dimension, value):
    row = {"sending system": "strict", dimension: value}
    root = etree.fromstring(message(report(**row), "http://x/", NOW))

    if not KNOWN.is_refusable(Condition(dimension, value)):
        assert [str(one) for one in problems(root, kind_of(root)) if one.level == "error"] == []
