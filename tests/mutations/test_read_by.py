"""Whoever a dimension names as its readers (`read_by`) reads what it is of: changed on a screen, they notice it."""

import re
from itertools import islice

import pytest

from cpcs_harness.conditions.load import conditions
from cpcs_harness.evidence.attempts import planned
from cpcs_harness.evidence.reader import Evidence
from cpcs_harness.judging.judgement import EVIDENCE
from cpcs_harness.judging.things.conditions import RecordedConditions
from mutations.judged import Judged
from mutations.kinds import otherwise
from mutations.said import channel_of, leaves_of

pytestmark = [pytest.mark.long(minutes=2), pytest.mark.deep]

READ = {one.id: one for one in conditions().dimensions.values() if one.read_by}
SHOWN = {
    "NHS number": r"patient\.nhs_number",
    "birth date": r"patient\.birth_date",
    "gender": r"patient\.gender",
    "given names": r"patient\.given",
    "use of names": r"patient\.family",
    "family name": r"patient\.family",
    "where the patient is": r"patient\.addresses\[(temporary|physical)\]\.lines",
    "lines of the address": r"patient\.addresses\[home\]\.lines",
    "place of the encounter": r"location\.name",
    "callback number": r"callback_number",
    "telecoms besides": r"patient\.telephones\[.*\]\.number",
    "who rang": r"informant\.(name|relationship)",
    "informants besides": r"other_informants.*name",
    "practice": r"practice\.ods",
    "practice's ids": r"practice\.ods",
    "disposition's spelling": r"disposition\.code",
    "time that it leaves": r"urgency\.due",
    "disposition's words": r"disposition\.text",
    "markup": r"sections.*\.text",
    "section besides": r"sections\[(What|Results|Readings|Where).*\.text",
    "sending system": r"sender\.ods",
    "form of times": r"created",
    "charset": r"sections.*\.text",
    "body": r"sections.*\.text",
    "transfer encoding": r"sections.*\.text",
    "layout": r"sections.*\.text",
    "line left out": r"sections.*\.text",
    "birth date's writing": r"patient\.birth_date",
    "names at PDS": r"adopted_patient\.family",
    "addresses at PDS": r"adopted_patient\.address",
    "practice at PDS": r"adopted_patient\.practice\.ods",
    "birth date at PDS": r"adopted_patient\.birth_date",
    "gender at PDS": r"adopted_patient\.gender",
    "death": r"adopted_patient\.deceased_on",
    "telephones at PDS": r"adopted_patient\.telephone",
    "besides at PDS": r"adopted_patient\.address",
    "answer of SCR": r"record\.(outcome|sections.*text)",
}
"""By dimension, what of a screen it is of."""
SCREENS = ("screen open_referral", "screen view_summary_care_record")
OF_THE_WORKLIST = {
    "addressing",
    "suffix of the ODS code",
    "subject line",
    "before the subject",
    "Message-ID",
}
TRIED = 60
"""Things of a dimension that are changed, each by itself, those of short journeys first."""


@pytest.fixture(scope="module")
def judged(assessed):
    return Judged(Evidence.load(assessed[1] / EVIDENCE))


@pytest.fixture(scope="module")
def screens(judged):
    """By dimension, the screens of reports and of records at which its readers look in their own journeys."""
    shown = {view.id: view for view in judged.views.values() if channel_of(view) in SCREENS}
    needed = {(turn.criterion, name) for turn in judged.turns for name in turn.needed}
    found = {}
    for thing in RecordedConditions(judged.evidence).things:
        for one in thing.conditions:
            readers = READ[one.dimension].read_by if one.dimension in READ else ()
            for view in (shown[id] for id in thing.events if id in shown):
                own = {id for id in readers if (id, planned(view.journey)) in needed}
                if own & judged.criteria_at(view):
                    found.setdefault(one.dimension, []).append(view)
    return {id: sorted(views, key=lambda view: judged.length_of(view.journey)) for id, views in found.items()}


def test_each_dimension_that_names_its_readers_is_shown_somewhere():
    assert set(SHOWN) | OF_THE_WORKLIST == set(READ)


@pytest.mark.parametrize("dimension", SHOWN)
def test_what_a_dimension_is_of_is_noticed_by_its_readers_when_it_is_otherwise(dimension, judged, screens):
    leaves = (
        leaf
        for view in screens[dimension]
        for leaf in leaves_of(view, judged.own_of(view))
        if re.match(SHOWN[dimension], leaf.place) and isinstance(leaf.value, str) and leaf.value
    )
    changed = [leaf.change(otherwise(leaf.value)) for leaf in islice(leaves, TRIED)]
    readers = READ[dimension].read_by

    assert any(
        judged.noticed_by(view, readers).partition(" ")[0] in readers for view in changed if view is not None
    )
