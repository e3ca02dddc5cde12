"""Reports come again, in newer and older versions, are taken back, and come as copies and in sets.

Source: Technical Guidance for templated CDA domains V4.0, sections 16 and 17 (interface sheet nhs111-itk22, 4.3, 4.4
and 6.3).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from cpcs_harness.drivers.base import Outcome
from cpcs_harness.journeys.journey import Stage
from cpcs_harness.journeys.worklist import row_of
from cpcs_harness.people.model import Issued, Report

from .._steps import nhs111 as _nhs111
from .._steps import referrals as _referrals
from .._steps.nhs111 import another_of, corrected, earlier_call, next_version, nullifying, renewed
from .._steps.pathways import MI, UM

Messages = tuple[Report, ...]
BEFORE = "As it was at first."
CONTACT_NOTE = "Rang twice, nobody answered; to be tried again at four"


def _again(report: Report) -> tuple[Messages, Messages]:
    """The envelope tells which of the sender's users it is of; the sender is the same organisation (2.1)."""
    signed_on = replace(report, forms=(*report.forms, "audit-user"))
    return (signed_on,), (signed_on,)


def _with_new_ids(report: Report) -> tuple[Messages, Messages]:
    return (report,), (renewed(report),)


def _answer_lost(report: Report) -> tuple[Messages, Messages]:
    return (replace(report, forms=("drop-answer",)),), (renewed(report),)


def _replaced(report: Report) -> tuple[Messages, Messages]:
    return (report,), (next_version(report),)


def _tenth(report: Report) -> tuple[Messages, Messages]:
    """Ten comes before nine only for who sorts by letters."""
    ninth = replace(report, version=9)
    return (ninth,), (next_version(ninth),)


def _tenth_backwards(report: Report) -> tuple[Messages, Messages]:
    """The eighth, of which the tenth took the place, is no measure for the ninth that comes after it."""
    (ninth,), then = _tenth(report)
    return (_before(ninth), *then), (ninth,)


def _before(report: Report) -> Report:
    """Give the version before a report, with words of its own."""
    first, *others = report.sections
    words = (replace(first, text=f"{BEFORE} Case {report.case_id}."), *others)
    document_id = _referrals.next_id(report.document_id, "before")
    earlier = replace(renewed(report), document_id=document_id, sections=words, version=report.version - 1)
    return replace(earlier, created=report.created - timedelta(minutes=1))


def _parent_unseen(report: Report) -> tuple[Messages, Messages]:
    return (report,), (next_version(next_version(report)),)


def _nothing_before(report: Report) -> tuple[Messages, Messages]:
    """No older version, that is; but a copy of it for information, which is no referral."""
    newer = next_version(report)
    return (), (renewed(replace(newer, interaction="copy")), newer)


def _parent_unnamed(report: Report) -> tuple[Messages, Messages]:
    return (report,), (replace(next_version(report), parent=None),)


def _backwards(report: Report) -> tuple[Messages, Messages]:
    return (next_version(report),), (report,)


def _withdrawn(report: Report) -> tuple[Messages, Messages]:
    newer = next_version(report)
    return (report, newer), (nullifying(newer),)


def _withdrawn_unseen(report: Report) -> tuple[Messages, Messages]:
    once = nullifying(report)
    other = _referrals.next_id(once.document_id, "withdrawn again")
    return (), (once, replace(renewed(once), document_id=other, version=once.version + 1))


def _withdrawn_first(report: Report) -> tuple[Messages, Messages]:
    return (nullifying(report),), (report,)


def _same_case(report: Report) -> tuple[Messages, Messages]:
    return (report,), (replace(corrected(report), set_id=_referrals.next_id(report.set_id)),)


def _same_version(report: Report) -> tuple[Messages, Messages]:
    return (report,), (corrected(report),)


def _copy(report: Report) -> tuple[Messages, Messages]:
    return (), (replace(report, interaction="copy"),)


def _set_of_a_repeat_caller(report: Report) -> tuple[Messages, Messages]:
    """The newest is neither the first nor the last of the message."""
    first = replace(earlier_call(report), interaction="repeat-caller")
    return (), (replace(first, earlier=(report, earlier_call(first))),)


def _set_of_several_offsets(report: Report) -> tuple[Messages, Messages]:
    """The older call was taken half an hour before, by a clock that is an hour ahead of the newer one's.

    It came by itself when it was taken, and is here when the set comes (S19). A set of a call between comes last.
    """
    older = replace(earlier_call(report), created=report.created - timedelta(minutes=30), times="ahead")
    newer = replace(report, times="greenwich", interaction="repeat-caller")
    between = replace(
        earlier_call(older), created=report.created - timedelta(minutes=15), interaction="repeat-caller"
    )
    return (older,), (replace(newer, earlier=(older,)), replace(between, earlier=(older,)))


def _set_with_a_wrong_clock(report: Report) -> tuple[Messages, Messages]:
    """An old call is dated years ahead; the real last one is neither the first nor the last of the message."""
    before = earlier_call(report)
    wrong = replace(earlier_call(before), created=report.created + timedelta(days=1500))
    first = replace(before, interaction="repeat-caller")
    return (), (replace(first, earlier=(report, wrong)),)


STORIES: dict[str, Callable[[Report], tuple[Messages, Messages]]] = {
    "again": _again,  # S01
    "with-new-ids": _with_new_ids,  # S02
    "answer-lost": _answer_lost,  # S17
    "replaced": _replaced,  # S05
    "contacted": _replaced,
    "consulted": _replaced,
    "tenth": _tenth,
    "tenth-backwards": _tenth_backwards,
    "parent-unseen": _parent_unseen,  # S07
    "nothing-before": _nothing_before,
    "parent-unnamed": _parent_unnamed,  # S09
    "backwards": _backwards,  # S06
    "withdrawn": _withdrawn,  # S10
    "withdrawn-begun": _withdrawn,
    "withdrawn-unseen": _withdrawn_unseen,
    "withdrawn-first": _withdrawn_first,
    "same-case": _same_case,  # S04
    "same-version": _same_version,  # S08
    "copy": _copy,  # A19
    "repeat-caller": _set_of_a_repeat_caller,  # A17
    "repeat-caller-offsets": _set_of_several_offsets,
    "repeat-caller-wrong-clock": _set_with_a_wrong_clock,
}
"""What is sent first, and what then; each for a patient of its own."""

GONE = ("withdrawn", "withdrawn-begun", "withdrawn-first", "withdrawn-unseen", "copy")
"""Stories that are on no worklist in the end, so that nothing of them is waited for."""
NEVER_THERE = ("withdrawn-first", "withdrawn-unseen", "copy")
"""Those that never are."""
TAKEN_BACK = "withdrawn-begun"
TWICE, ONE_OF_TWO = "copy", "one of two"
"""Whose next case is keyed in and reported twice, and under which name the reports come, of which one is taken back."""
CLOSED, AFTER_THE_CLOSE = "with-new-ids", "after the close"
"""The story whose consultation is closed in the end, and under which name a newer version comes after that."""
BEGUN = ("contacted", "consulted", TAKEN_BACK)
"""Stories on which work begins before the rest of them comes."""
WHOLE = ("replaced", "repeat-caller", "repeat-caller-offsets", "repeat-caller-wrong-clock")
"""Stories of which each document is opened, as far as a system opens others than the one to act on."""


class RepeatsAndVersions(_nhs111.TakesItk):
    """What comes first is looked at, and work begins on three; then the rest comes, and all is looked at again."""

    id = "nhs111-repeats-and-versions"
    seconds = 3.0
    pathways = (MI, UM)
    title = "{service} referrals that come again, changed, or are taken back"

    def run(self, stage: Stage) -> None:
        """Send, look and begin; send what follows; look, open, read alerts and audit trail."""
        _referrals.sign_in(stage)
        pharmacist = stage.issued.pharmacist
        stage.do(
            "enrol_pharmacist", needed=False, full_name=pharmacist.full_name, gphc_number=pharmacist.gphc
        )
        people = {name: stage.another(name) for name in STORIES}
        stories = {name: told(people[name].report) for name, told in STORIES.items()}
        stories["same-tracking-id"] = self._same_tracking_id(stage)  # S03
        stage.step("NHS 111 sends the first messages")
        first = self._send(stage, {name: messages for name, (messages, _) in stories.items()})
        stage.step("The pharmacist looks, and begins to work on three")
        found = stage.look_for([report for name, report in first if name not in NEVER_THERE])
        for name in BEGUN:
            self._begin(stage, people[name], stories[name][0][-1], found)
        stage.step("NHS 111 sends what follows on them")
        then = self._send(stage, {name: messages for name, (_, messages) in stories.items()})
        self._go_on(stage, people[TAKEN_BACK], stories[TAKEN_BACK][0][-1], found)
        stage.step("The pharmacist opens all that is listed")
        sound = _nhs111.send_sound(stage, "at the end")
        stage.look_for([*(report for name, report in then if name not in GONE), sound])
        self._open(stage, {name: (*before, *after) for name, (before, after) in stories.items()})
        stage.step("Alerts and audit trail are read")
        stage.do("list_alerts", needed=False)
        stage.do("read_audit", needed=False)
        self._change_what_is_closed(stage, people[CLOSED], found)
        self._take_one_of_two_back(stage, people[TWICE].report)

    def _take_one_of_two_back(self, stage: Stage, report: Report) -> None:
        """Take back the second report of a case that staff keyed in, where they can: the first one stands (S10)."""
        first = earlier_call(report)
        second = another_of(first, "the second")
        stage.step("Staff key a case in, of which two reports come late; then one of these is taken back")
        given = _referrals.keyed_from_nhs111(first, stage.issued.pathway)
        stage.do("key_referral", needed=False, about=first.document_id, **given)
        for sent in (first, second):
            stage.send(report=sent, variant=ONE_OF_TWO)
        stage.look_for([first])
        stage.send(report=nullifying(second), variant=ONE_OF_TWO)
        row = row_of(first, stage.do("worklist"))
        if row is not None:
            stage.do(
                "open_referral", needed=False, referral=str(row.get("referral")), about=first.document_id
            )

    def _change_what_is_closed(
        self, stage: Stage, issued: Issued, found: dict[str, Mapping[str, Any]]
    ) -> None:
        """Change a report whose consultation is closed: whoever saw the patient has to learn of it (S10)."""
        row = found.get(issued.report.document_id)
        if row is None:
            return
        stage.step("A consultation is closed, and then a newer version comes of its report")
        case = {"referral": str(row.get("referral")), "about": issued.report.document_id}
        seen = _referrals.consultation(issued, "advice-given")
        stage.do("record_consultation", needed=False, **case, **seen)
        stage.do("complete", needed=False, **case)
        before = self._look_at_closed(stage, issued.report, row)
        newer = next_version(issued.report)
        is_refused = stage.send(report=newer, variant=AFTER_THE_CLOSE).status != 200
        _nhs111.look_until(stage, lambda: self._look_at_closed(stage, newer, row) != before or is_refused)

    def _look_at_closed(self, stage: Stage, report: Report, row: Mapping[str, Any]) -> tuple[Any, ...]:
        """Look at worklist, alerts and notices; gives what tells of a report whose consultation is closed."""
        listed = _referrals.rows_about(report, stage.do("worklist"))
        alerts = stage.do("list_alerts", needed=False).observation.get("alerts")
        return listed, alerts, stage.open(report, row).observation.get("notices")

    def _same_tracking_id(self, stage: Stage) -> tuple[Messages, Messages]:
        one, other = stage.another("tracking id").report, stage.another("same tracking id").report
        return (one,), (replace(other, tracking_id=one.tracking_id),)

    def _send(self, stage: Stage, stories: dict[str, Messages]) -> list[tuple[str, Report]]:
        """Send the messages of all stories; gives those that were acknowledged, with the story's name."""
        sent = [
            (name, report, stage.send(report=report, variant=name))
            for name in stories
            for report in stories[name]
        ]
        return [(name, report) for name, report, what in sent if what.status == 200]

    def _begin(
        self, stage: Stage, issued: Issued, report: Report, found: dict[str, Mapping[str, Any]]
    ) -> None:
        """Begin to work: with an attempt to reach the patient, and on one of them with a consultation as well."""
        if report.document_id not in found:
            return
        referral, about = str(found[report.document_id].get("referral")), report.document_id
        given = {"outcome": "no-answer", "note": f"{CONTACT_NOTE}; {issued.words.remark}"}
        stage.do("record_contact_attempt", needed=False, referral=referral, about=about, **given)
        if issued.label == "consulted":
            seen = _referrals.consultation(issued, "advice-given")
            stage.do("record_consultation", needed=False, referral=referral, about=about, **seen)

    def _go_on(
        self, stage: Stage, issued: Issued, report: Report, found: dict[str, Mapping[str, Any]]
    ) -> None:
        """Go on with what was withdrawn meanwhile, on a screen that was open before, to the end."""
        if report.document_id not in found:
            return
        stage.step("The pharmacist goes on with a referral that was withdrawn meanwhile")
        case = {"referral": str(found[report.document_id].get("referral")), "about": report.document_id}
        seen = _referrals.consultation(issued, "advice-given")
        stage.do("record_consultation", needed=False, **case, **seen)
        stage.do("complete", needed=False, **case)

    def _open(self, stage: Stage, stories: dict[str, Messages]) -> None:
        """Open every row of every story, each about the document that came last; then close the consultation."""
        seen = stage.do("worklist")
        for name, messages in stories.items():
            for row in _rows(messages, seen):
                if name in WHOLE:
                    self._open_each(stage, messages, row)
                stage.open(messages[-1], row)
                if name == "consulted":
                    referral = str(row.get("referral"))
                    stage.do("complete", needed=False, referral=referral, about=messages[-1].document_id)

    def _open_each(self, stage: Stage, messages: Messages, row: Mapping[str, Any]) -> None:
        """Open each document of a story that a referral has in its history; the one to act on is opened after them."""
        referral = str(row.get("referral"))
        shown = stage.open(messages[-1], row).observation
        held = {str(old.get("document_id")).upper() for old in shown.get("history") or ()}
        for document in _documents(messages):
            if document.document_id in held:
                asked = {
                    "referral": referral,
                    "about": document.document_id,
                    "document": document.document_id,
                }
                stage.do("open_referral", needed=False, **asked)


def _documents(messages: Messages) -> list[Report]:
    return [document for message in messages for document in (message, *message.earlier)]


def _rows(messages: Messages, seen: Outcome) -> list[Mapping[str, Any]]:
    rows = [row for document in _documents(messages) for row in _referrals.rows_about(document, seen)]
    return list({str(row.get("referral")): row for row in rows}.values())
