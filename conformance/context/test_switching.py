"""Changing the system: everything goes along, in its own place, and nothing is done twice.

Source: model of the project, docs/reference/switching-model.md.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from cpcs_harness.judging import (
    EvidenceView,
    JourneyView,
    NotApplicable,
    NotShown,
    criterion,
    expect,
    expect_equal,
    expect_none,
)
from cpcs_harness.judging.in_words import Words, in_words
from cpcs_harness.judging.views import ExchangeView, ObservationView

from .._shared.lookups import located, patient_in, told_of
from .._shared.nhs111_report.messages import SERVICE, is_taken, name_of, report_of
from .._shared.nhs111_report.sections import folded, section_faults
from .._shared.nhs111_report.shown import plain_code
from .._shared.nhs111_report.worklists import asking_for_work, rows_of_case, rows_of_report
from .._shared.outbound import holding, outbound
from .._shared.screen import all_text, digits, looks
from .._shared.text import letters_and_digits, plain_name
from ._files import (
    ELSEWHERE,
    MOVED_DONE,
    MOVED_WAITING,
    TAKEN_BACK,
    WAITS,
    Record,
    document,
    enrolled_there,
    given,
    handed_over,
    practice_of,
)

TEXTS = ("presenting_complaint", "assessment", "advice", "actions_for_gp", "outcome", "method")
STATES = ("restricted", "deceased")
PERSON = ("nhs_number", "given", "family", "birth_date", "gender")
WRITTEN = {
    "nhs_number": digits,
    "given": plain_name,
    "family": plain_name,
    "birth_date": folded,
    "gender": folded,
}
"""What a screen shows of a person, and how it is made comparable: screens group numbers and write names in capitals."""
HIDE = "Clear address, telephone and practice of a record that the file calls restricted."
CLOSED = ("completed", "rejected", "withdrawn", "referred-onward")


@criterion("SWI-01")
def test_every_referral_of_the_pharmacy_is_handed_over_once_and_no_other(evidence: EvidenceView):
    """The one that was completed, the one that waits, nobody of another pharmacy; and who is enrolled."""
    for journey in evidence.each():
        handed = handed_over(journey)
        times = Counter(str(record.get("document_id")) for record in handed.records)
        for label in ("", WAITS):
            due = document(journey, label)
            expect_equal(f"records of referral {due}", 1, times[due], handed.seen)
        twice = sorted(name for name, count in times.items() if count > 1)
        expect_none("referral handed over twice", twice, handed.seen)
        strangers = [name for name in (document(journey, ELSEWHERE),) if times[name]]
        expect_none("referral of another pharmacy", strangers, handed.seen)
        pharmacist = journey.issued["pharmacist"]
        named = handed.name_of(pharmacist["gphc"])
        expect_equal(
            f"the name of pharmacist {pharmacist['gphc']}", full_name(pharmacist), named, handed.seen
        )


@criterion("SWI-02")
def test_each_value_stands_in_its_own_place(evidence: EvidenceView):
    """Who the patient is, what was found, supplied and claimed, each in the record of its referral."""
    for journey in evidence.each():
        handed = handed_over(journey)
        done, practice = handed.of(document(journey, "")), practice_of(journey, handed)
        for what, due, received in [
            *whose(journey.issued, done, practice),
            *recorded(journey, done, practice),
        ]:
            expect_equal(what, due, received, handed.seen)
        waits = handed.of(document(journey, WAITS))
        reported = journey.also[WAITS]["person"]["practice"]["ods"]
        for what, due, received in whose(journey.also[WAITS], waits, reported):
            expect_equal(f"of who waits, {what}", due, received, handed.seen)
        closed = waits.get("status") in CLOSED or waits.get("completed") or waits.get("consultation")
        expect(
            not closed, "who waits to be waiting, without a consultation", waits.get("status"), handed.seen
        )


def whose(
    issued: Mapping[str, Any], record: Mapping[str, Any], practice: str
) -> Iterator[tuple[str, Any, Any]]:
    """Give what says whose record it is: its name, what is due, and what is there."""
    person, patient, report = issued["person"], part(record, "patient"), issued["report"]
    for key in PERSON:
        yield key, person[key], patient.get(key)
    yield "the postcode", person["postcode"], part(patient, "address").get("postcode")
    yield "the practice", practice, part(record, "practice").get("ods")
    for key in ("case_reference", "case_id"):
        yield key, str(report[key]).casefold(), str(record.get(key)).casefold()
    yield "the service", issued["pathway"], record.get("service")
    yield "who sent it", report["sender_ods"], part(record, "sender").get("ods")
    called = record.get("callback_number")
    yield "the number to call", digits(person["callback"]), digits(called)
    code = part(record, "disposition").get("code")
    yield "the disposition", plain_code(report["disposition_code"]), plain_code(code)


def recorded(
    journey: JourneyView, record: Mapping[str, Any], practice: str
) -> Iterator[tuple[str, Any, Any]]:
    """Give what was done for the journey's own patient: its name, what is due, and what is there."""
    said = journey.observation("record_consultation").given
    consultation = part(record, "consultation")
    for key in TEXTS:
        yield f"consultation.{key}", said[key], consultation.get(key)
    pharmacist = part(consultation, "pharmacist")
    yield "consultation.pharmacist", journey.issued["pharmacist"]["gphc"], pharmacist.get("gphc_number")
    yield "share_with_gp", True, record.get("share_with_gp")
    yield "the status", "completed", record.get("status")
    yield "that it was completed", True, bool(record.get("completed"))
    told = {one.get("practice_ods") for one in listed(record, "told") if isinstance(one, dict)}
    yield "whom it was told", {practice}, told
    supplied = [
        seen.given for seen in journey.seen if seen.action == "supply_medicine" and seen.status == "done"
    ]
    code = journey.issued["medicines"].get("urgent-medicine", {}).get("code")
    due = [(code, float(one["quantity"]), one["dosage"]) for one in supplied]
    yield "the supplies (code, quantity, dosage)", due, [supply(one) for one in listed(record, "supplies")]
    shown = journey.observations("submit_claims")[0].shown.get("claims") or [{}]
    yield "claim.submission_id", shown[0].get("submission_id"), part(record, "claim").get("submission_id")


def supply(one: Any) -> tuple[Any, float, Any]:
    """Give code, quantity and directions of a supply."""
    found = one if isinstance(one, dict) else {}
    quantity = found.get("quantity")
    return (
        found.get("code"),
        float(quantity) if isinstance(quantity, int | float) else -1.0,
        found.get("dosage"),
    )


@criterion("SWI-03")
def test_what_waited_there_waits_here(evidence: EvidenceView):
    """On the worklist, and opened as it was: whose it is, where they live, whom to ring, how soon, every word."""
    for journey in evidence.each():
        due = given(journey)[document(journey, MOVED_WAITING)]
        seen = journey.shown_of(due["document_id"])
        if not seen:
            raise NotShown(f"journey {journey.id}: the referral that was taken over could not be opened")
        shown = seen[-1].shown
        expect(shown.get("status") not in CLOSED, "a referral that waits", shown.get("status"), seen[-1])
        look = listed_before(journey)
        on_list = [
            row for row in listed(look.shown, "referrals") if isinstance(row, dict) and is_of(row, due)
        ]
        expect(bool(on_list), f"a line of case {due['case_id']}", Words("none"), look)
        for key, plain in WRITTEN.items():
            received = part(shown, "patient").get(key)
            same = plain(due["patient"][key]) == plain(received)
            expect(same, f"{key} {in_words(due['patient'][key])}", received, seen[-1])
        called = shown.get("callback_number")
        same = digits(due["callback_number"]) == digits(called)
        expect(same, f"the number to call {in_words(due['callback_number'])}", called, seen[-1])
        code = plain_code(part(shown, "disposition").get("code"))
        expect_equal("the disposition", plain_code(due["disposition"]["code"]), code, seen[-1])
        texts = [{**section, "markup": "text"} for section in due["sections"]]
        expect_none("fault in the text", section_faults(texts, sections(shown)), seen[-1])
        expect_none(
            "place or number of the patient that is left out", unshown(due["patient"], shown), seen[-1]
        )


def unshown(patient: Mapping[str, Any], shown: Mapping[str, Any]) -> list[str]:
    """Give what the other system kept of where a patient lives and is rung that is not shown of them."""
    own = part(shown, "patient")
    there = letters_and_digits(all_text(own))
    lines = (*patient["address"]["lines"], patient["address"]["postcode"])
    left_out = [line for line in lines if letters_and_digits(line) not in there]
    numbers = {digits(one.get("number")) for one in listed(own, "telephones") if isinstance(one, dict)}
    return left_out if digits(patient["telephone"]) in numbers else [*left_out, patient["telephone"]]


@criterion("SWI-03")
def test_what_is_taken_back_waits_no_longer(evidence: EvidenceView):
    """NHS 111 takes back whom it referred to the other system: acknowledged, and no work here any more."""
    for journey in evidence.each():
        calls = taken_back(journey)
        if not calls:
            raise NotApplicable(
                f"journey {journey.id}: NHS 111 takes nothing back, or nothing was taken over"
            )
        report, todo = report_of(calls[0]), "Find a taken-over referral by the document's set, as any other."
        status = calls[0].response.status
        expect(is_taken(calls[0]), "the nullification acknowledged", f"HTTP status {status}", calls[0], todo)
        look = looks(journey, journey.issued["premises"]["ods"], calls[0].seq)[-1]
        if not rows_of_report(journey.also[WAITS]["report"], look):
            raise NotShown(
                f"journey {journey.id}: who waits is not listed either, so that no row proves nothing"
            )
        left = [str(row.get("status")) for row in asking_for_work(rows_of_case(report, look))]
        expect_none("row that asks for work on what was taken back", left, look, todo)


@criterion("SWI-03")
def test_who_was_restricted_or_dead_there_is_so_here(evidence: EvidenceView):
    """The referral opens with that said, and with nothing of where somebody is whose record is restricted."""
    for journey in evidence.each():
        due = given(journey)[document(journey, MOVED_DONE)]["patient"]
        seen = journey.shown_of(document(journey, MOVED_DONE))
        if not seen:
            raise NotShown(f"journey {journey.id}: the referral that was taken over could not be opened")
        last = seen[-1]
        for state in STATES:
            said = patient_in(last).get(state) is True or state in told_of(last)
            expect(
                said == due[state],
                f"{state} to be {due[state]}",
                said,
                last,
                "Take over what was said there.",
            )
        if due["restricted"]:
            expect_none("place of a restricted patient", [*located(last), *lines_in(due, last)], last, HIDE)


def lines_in(patient: Mapping[str, Any], seen: ObservationView) -> list[str]:
    """Give what of a patient's address, as the other system kept it, stands anywhere on a screen."""
    address = patient["address"]
    text = folded(all_text(seen.shown))
    return [line for line in (*address["lines"], address["postcode"]) if line and folded(line) in text]


@criterion("SWI-03")
def test_who_worked_there_has_declared_nothing_here(evidence: EvidenceView):
    """A file says who is enrolled, and of nobody that they declared to be competent."""
    for journey in evidence.each():
        gphc = enrolled_there(journey)[0]["gphc_number"]
        looks = [
            seen
            for seen in journey.observations("view_enrolment", at_least=0)
            if seen.actor.get("gphc") == gphc
        ]
        if not looks:
            raise NotApplicable(f"journey {journey.id}: the system does not show what is kept of {gphc}")
        for seen in looks:
            todo = "Have them declare it themselves."
            expect(
                not seen.shown.get("declaration"), "no declaration of who made none", Words("one"), seen, todo
            )


def taken_back(journey: JourneyView) -> list[ExchangeView]:
    """Give the messages by which NHS 111 takes back what was taken over."""
    return [call for call in journey.sent(SERVICE) if name_of(call) == TAKEN_BACK]


def listed_before(journey: JourneyView) -> ObservationView:
    """Give the last look at the worklist before anything was taken back; none is NotShown."""
    back = [call.seq for call in taken_back(journey)]
    seen = [look for look in journey.observations("worklist") if not back or look.seq < back[0]]
    if not seen:
        raise NotShown(f"journey {journey.id}: the worklist was not seen before NHS 111 took anything back")
    return seen[-1]


def sections(shown: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Give the sections that are shown of a referral."""
    return [section for section in listed(shown, "sections") if isinstance(section, dict)]


@criterion("SWI-04")
def test_what_was_taken_over_is_handed_over_again_unchanged(evidence: EvidenceView):
    """Each value and each name is the one that came; more may go along, and what is looked at is open."""
    for journey in evidence.each():
        handed = handed_over(journey)
        for id, due in given(journey).items():
            found = handed.of(id)
            opened = due["status"] == "new" and found.get("status") == "open"
            came = {**found, "status": "new"} if opened else found
            changed = list(differences(in_order(permitted(due, found)), in_order(came), ""))
            expect_none(f"value of record {id} that changed", changed, handed.seen)
        for known in enrolled_there(journey):
            named, gphc = handed.name_of(known["gphc_number"]), known["gphc_number"]
            expect_equal(f"the name of pharmacist {gphc}", known["full_name"], named, handed.seen)


def permitted(record: Record, found: Record) -> Record:
    """Give a record as it may be handed on: of a restricted patient nothing of where they are.

    Which practice was told says that too: it may stand there, for it is what was done, or be left out.
    """
    patient = record["patient"]
    if not patient["restricted"]:
        return record
    unsaid = {"address": {"lines": [], "postcode": ""}, "telephone": ""}
    left_out = all(isinstance(one, dict) and not one.get("practice_ods") for one in listed(found, "told"))
    told = [{**one, "practice_ods": ""} for one in record["told"]] if left_out else record["told"]
    return {**record, "patient": {**patient, **unsaid}, "practice": {"ods": "", "name": ""}, "told": told}


def in_order(record: Record) -> Record:
    """Give a record with its messages to practices in one order: the form says nothing of theirs."""

    def place(one: Any) -> list[str]:
        return [str(one.get(key)) for key in ("amendment", "status")] if isinstance(one, dict) else []

    return {**record, "told": sorted(listed(record, "told"), key=place)}


def differences(due: Any, found: Any, place: str) -> Iterator[str]:
    """Name each place at which something else is than is due."""
    if isinstance(due, dict) and isinstance(found, dict):
        for key, inner in due.items():
            yield from differences(inner, found.get(key), f"{place}.{key}".lstrip("."))
    elif isinstance(due, list) and isinstance(found, list) and len(due) == len(found):
        for number, (one, other) in enumerate(zip(due, found, strict=True)):
            yield from differences(one, other, f"{place}[{number}]")
    elif due != found:
        yield f"{place}: {in_words(due)} became {in_words(found)}"


@criterion("SWI-05")
def test_what_was_done_there_is_not_done_here_again(evidence: EvidenceView):
    """Who was claimed for and whose practice knows is claimed for by nobody and told to nobody, though asked for."""
    for journey in evidence.each():
        begun = journey.observations("import_records")[0]
        id = document(journey, MOVED_DONE)
        asked = [
            seen
            for seen in journey.seen
            if seen.about == id and seen.action in ("notify_gp", "submit_claims") and seen.status != "cannot"
        ]
        if len(asked) < 2:
            raise NotShown(f"journey {journey.id}: telling and claiming of {id} were not both asked for")
        number = journey.also[MOVED_DONE]["person"]["nhs_number"]
        for call in holding(messages(journey, begun.seq), number):
            expect(
                False, "nothing to be sent of a patient who was dealt with elsewhere", call.operation, call
            )


def messages(journey: JourneyView, after: int) -> list[ExchangeView]:
    """Give the claims and messages that were sent after an event."""
    return [call for call in outbound(journey, after) if call.service in ("mys", "mesh", "nhsmail")]


@criterion("SWI-06")
def test_a_file_that_is_taken_over_twice_doubles_nothing(evidence: EvidenceView):
    """Each referral once in what is handed over, and once on the worklist."""
    for journey in evidence.each():
        journey.observations("import_records")
        handed = handed_over(journey)
        look = listed_before(journey)
        rows = look.shown.get("referrals") or ()
        for id, due in given(journey).items():
            count = sum(record.get("document_id") == id for record in handed.records)
            expect_equal(f"records of referral {id}", 1, count, handed.seen)
            listed = [row for row in rows if isinstance(row, dict) and is_of(row, due)]
            expect(len(listed) < 2, f"one line of referral {id}", len(listed), look)


def is_of(row: Mapping[str, Any], record: Mapping[str, Any]) -> bool:
    """Say whether a line of the worklist is of a record."""
    return str(row.get("case_id")).casefold() == str(record["case_id"]).casefold()


def full_name(pharmacist: Mapping[str, Any]) -> str:
    """Give a pharmacist's name as it was keyed in."""
    return f"{pharmacist['given']} {pharmacist['family']}"


def listed(record: Mapping[str, Any], key: str) -> list[Any]:
    """Give a list within a record; empty where there is none."""
    held = record.get(key)
    return held if isinstance(held, list) else []


def part(record: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    """Give an object within a record; empty where there is none."""
    held = record.get(key)
    return held if isinstance(held, dict) else {}
