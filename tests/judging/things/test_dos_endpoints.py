"""Endpoints of the directory read back: each set that is drawn is known again from what the mock answers."""

import json
from types import SimpleNamespace

import pytest

from cpcs_harness._content.conformance.journeys._steps.dos_endpoints import THING, drawn
from cpcs_harness._content.mocks.dos.endpoints import as_answered
from cpcs_harness.conditions.draws import settings_of
from cpcs_harness.conditions.load import conditions
from cpcs_harness.conditions.model import Condition
from cpcs_harness.conditions.recorded import conditions_of
from cpcs_harness.evidence.events import Event, Exchange, Observation
from cpcs_harness.judging.things.dos_endpoints import dos_endpoints
from cpcs_harness.judging.things.recorded import Cases
from made_up import MOMENT
from recorded_things import values_of

KNOWN = conditions().of_messages[THING]
ASKED = {"kind": "gp-practice", "ods": "Y83001", "purpose": "notification"}


def rows_of(**row):
    plain = {one.id: one.plain.id for one in KNOWN.dimensions.values()}
    rows = drawn(3, settings_of(conditions(), plain | row).things[THING])["rows"]
    return as_answered({**one, "address": one["address"].format(ods="y83001")} for one in rows)


def service(endpoints, ods="Y83001"):
    return {"odsCode": ods, "endpoints": endpoints}


def read(*services, **given):
    def event(seq, data):
        return Event(seq=seq, at=MOMENT, clock=MOMENT, journey="j", step="s", data=data)

    body = json.dumps({"success": {"services": services}}).encode()
    response = SimpleNamespace(start={"status": 200}, body=body)
    call = event(1, SimpleNamespace(kind="exchange", service="dos", response=response))
    seen = Observation("lookup_secure_email", {}, None, "", ASKED | given, "done", None, None, {})
    held = {Exchange: [call], Observation: [event(2, seen)]}
    found = dos_endpoints(Cases(SimpleNamespace(of=held.__getitem__, body=lambda body: body)))
    return [set(conditions_of(one.facts, conditions(), THING)) for one in found]


@pytest.mark.parametrize("purpose", ["notification", "onward-referral"])
@pytest.mark.parametrize(("dimension", "value"), values_of(THING))
def test_what_was_answered_says_which_value_was_drawn(dimension, value, purpose):
    more = {"further secure e-mails": "one"} if dimension == "rows of endpoints" else {}

    (had,) = read(service(rows_of(**{dimension: value} | more)), purpose=purpose)

    assert Condition(dimension, value) in had
    assert {one.dimension for one in had} == set(KNOWN.dimensions)


def test_the_service_of_the_code_is_read_and_a_providers_suffix_does_not_count():
    near = service(rows_of(**{"before the secure e-mail": "a system"}), "Y83999")
    own = service(rows_of(), "FQ123RPX")

    (had,) = read(near, own, kind="cpcs-provider", ods="FQ123")

    assert Condition("before the secure e-mail", "nothing") in had
    assert read(near, own, ods="FQ123") == []


@pytest.mark.parametrize(
    "endpoints", [[], as_answered([{"transport": "itk", "order": 1, "address": "ODS:Y83001"}])]
)
def test_where_no_secure_address_is_given_there_are_no_conditions(endpoints):
    assert read(service(endpoints)) == []


def test_for_another_use_than_those_known_there_are_none():
    assert read(service(rows_of()), purpose="something else") == []
