"""Look-ups that did not happen, or that found more by themselves, prove nothing."""

import pytest

from cpcs_harness._content.conformance.pds import test_search_results
from cpcs_harness.errors import NotApplicable, NotShown
from pds_evidence import call, evidence, person, seen


def test_a_search_that_was_cut_short_before_its_correction_is_not_shown():
    empty = call(1, [("family", "none")], body={"resourceType": "Bundle"})
    one = evidence([empty], [seen(2, about="none", outcome="not_found")], none=person("none"))

    with pytest.raises(NotShown, match="no corrected search"):
        test_search_results.test_nobody_found_is_said_and_the_search_goes_on(one)


def test_who_asks_with_more_by_themselves_is_not_failed_for_finding_the_patient():
    many = {"issue": [{"details": {"coding": [{"code": "TOO_MANY_MATCHES"}]}}]}
    asked = [call(1, [("family", "too-many")], body=many), call(2, [("family", "too-many")], body={})]
    one = evidence(
        asked,
        [seen(3, about="too-many", outcome="found", matches=[{"family": "x"}])],
        **{"too-many": person("too-many")},
    )

    with pytest.raises(NotShown):
        test_search_results.test_too_many_matches_are_said_to_be_too_many(one)


@pytest.mark.parametrize("shown", [{"outcome": "not_found"}, {"outcome": "found", "matches": [None]}, {}])
def test_that_nobody_was_found_by_a_former_name_proves_nothing(shown):
    one = evidence((), [seen(1, about="former-name", **shown)], **{"former-name": person("former-name")})

    with pytest.raises(NotShown):
        test_search_results.test_a_match_by_a_former_name_is_shown_as_one(one)


@pytest.mark.parametrize(
    ("more", "why"),
    [([], NotApplicable), ([("_history", "true")], NotShown), ([("_fuzzy-match", "true")], NotShown)],
)
def test_who_does_not_look_at_former_details_has_nothing_to_say_of_them(more, why):
    asked = call(1, [("family", "former-name"), *more], body={})
    looked = seen(2, about="former-name", outcome="not_found")

    with pytest.raises(why):
        test_search_results.test_a_match_by_a_former_name_is_shown_as_one(
            evidence([asked], [looked], **{"former-name": person("former-name")})
        )
