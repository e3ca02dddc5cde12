"""A packed report is judged by what is wrong with it alone, and not with every report."""

import pytest

from cpcs_harness._content.conformance.nhs111 import test_documents
from cpcs_harness._content.conformance.nhs111._damages import ENCODED
from cpcs_harness.errors import NotMet
from nhs111_evidence import evidence, issued, opened, row, sent, worklist

CHECK = test_documents.test_a_packed_payload_is_unpacked_or_refused
PACKED = {name: issued(name)["report"] for name in ENCODED}
PLAIN = issued("plain")


def judged(*, packed, plain):
    """Judge a run in which the packed reports are shown in one way, and the plain one in another."""
    calls = [sent(n, report, damage=name) for n, (name, report) in enumerate(PACKED.items(), 1)]
    calls.append(sent(9, PLAIN["report"], variant="at the end"))
    reports = [*PACKED.values(), PLAIN["report"]]
    seen = [opened(20 + n, report, **packed(report)) for n, report in enumerate(PACKED.values())]
    seen += [opened(40, PLAIN["report"], **plain(PLAIN["report"]))]
    look = worklist(19, *map(row, reports), ods=PLAIN["report"]["premises"]["ods"])
    CHECK(evidence(PLAIN, calls, [look, *seen]))


def as_sent(_report):
    return {}


def without_practice(_report):
    return {"practice": {}}


def as_it_travelled(report):
    return {"sections": [{"title": part["title"], "text": "PD94bWw="} for part in report["sections"]]}


def test_what_is_wrong_with_every_report_is_not_held_against_a_packed_one():
    judged(packed=without_practice, plain=without_practice)


@pytest.mark.parametrize("wrong", [without_practice, as_it_travelled])
def test_what_is_wrong_with_packed_reports_alone_is(wrong):
    with pytest.raises(NotMet, match="in plain words"):
        judged(packed=wrong, plain=as_sent)


def test_letters_without_meaning_are_told_beside_what_is_wrong_with_every_report():
    with pytest.raises(NotMet, match="section"):
        judged(packed=as_it_travelled, plain=without_practice)


def judged_of_two(*listed):
    """Judge a run in which one message has documents of two people, and some people's reports are listed."""
    reports = {name: issued(name)["report"] for name in ("one", "other")}
    message = {**reports["one"], "earlier": [reports["other"]]}
    calls = [
        sent(1, message, variant=test_documents.OF_TWO_PEOPLE),
        sent(9, PLAIN["report"], variant="at the end"),
    ]
    rows = [row(reports[name]) for name in listed] + [row(PLAIN["report"])]
    look = worklist(19, *rows, ods=PLAIN["report"]["premises"]["ods"])
    test_documents.test_documents_of_two_people_are_refused_or_are_two_referrals(
        evidence(PLAIN, calls, [look])
    )


def test_two_peoples_documents_may_be_two_referrals():
    judged_of_two("one", "other")


@pytest.mark.parametrize("listed", ["one", "other"])
def test_neither_of_two_people_is_lost(listed):
    with pytest.raises(NotMet, match="not listed"):
        judged_of_two(listed)
