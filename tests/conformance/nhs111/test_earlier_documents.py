"""An earlier document that is opened has a notice that says so, which the current one has not."""

from types import SimpleNamespace

import pytest

from cpcs_harness._content.conformance.nhs111.test_versions import (
    test_an_earlier_document_is_shown_as_one as check,
)
from cpcs_harness.errors import NotApplicable, NotMet
from made_up import observed


def looked(*earlier, current=(), shown="d1"):
    notices = [{"kind": "number-not-verified", "text": "Trace the patient."}, *current]
    opened = [
        observed(1, "open_referral", {"document_id": "d2", "notices": notices}, given={}),
        observed(
            2,
            "open_referral",
            {"document_id": shown, "notices": [*notices, *earlier]},
            given={"document": "d1"},
        ),
    ]
    journey = SimpleNamespace(observations=lambda _: opened)
    check(SimpleNamespace(each=lambda: [journey]))


@pytest.mark.parametrize(
    "notice",
    [
        {"kind": "earlier-document", "text": "This is not the document to act on."},
        {"kind": "version", "text": "A newer version has come."},
        {"kind": "history", "text": ""},
    ],
)
def test_any_notice_that_says_so_will_do(notice):
    looked(notice)


@pytest.mark.parametrize("notices", [(), ({"kind": "two-numbers", "text": "The report has two numbers."},)])
def test_no_word_of_it_does_not(notices):
    with pytest.raises(NotMet, match="document d1 is shown as the one to act on"):
        looked(*notices)


def test_a_notice_that_the_current_one_has_as_well_says_nothing():
    with pytest.raises(NotMet):
        looked(current=[{"kind": "replaced", "text": "Replaced by its sender."}])


def test_who_shows_no_document_but_the_current_one_is_not_judged_by_it():
    with pytest.raises(NotApplicable):
        looked(shown="d2")
