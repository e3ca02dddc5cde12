"""Of two patients who were born on one day each has their own searches."""

from cpcs_harness._content.conformance.pds._requests import calls_about
from pds_evidence import call, evidence, person


def test_of_two_who_were_born_on_one_day_each_has_their_own_searches():
    searches = [
        call(1, [("family", "sedge"), ("birthdate", "eq1970-03-04")]),
        call(2, [("family", "rush*"), ("birthdate", "eq1970-03-04")]),
        call(3, [("family", "Of no one"), ("birthdate", "eq1970-03-04")]),
    ]
    (journey,) = evidence(searches, sedge=person("sedge"), rush=person("rush")).each()

    assert [one.seq for one in calls_about(journey, "sedge")] == [1, 3]
    assert [one.seq for one in calls_about(journey, "rush")] == [2, 3]
