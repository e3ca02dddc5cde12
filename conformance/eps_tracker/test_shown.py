"""What a person is shown of a patient's prescriptions: all of them, in words, and which can be dispensed.

Source: prescription tracker (interface sheet dos-eps-rtec-scr-dmd, sections 3.2 and 3.3, checks 52 to 60).
"""

import json
import re
from collections.abc import Iterable

from cpcs_harness.judging import EvidenceView, criterion, expect, expect_equal, expect_none
from cpcs_harness.judging.in_words import Words, in_words

from .._shared.screen import digits
from ._looks import AWAY, FINE, NONE_FOUND, NOTHING, READY, Look, looks, shown_of, some


@criterion("EPT-01")
def test_trouble_is_told_as_trouble(evidence: EvidenceView):
    """Also where it comes inside a 200; in other words than that there is none."""
    every = [look for look in looks(evidence) if not look.typed]
    nothing = {look.told for look in every if look.answered_with == {NONE_FOUND}}
    troubled = [look for look in every if look.calls and not look.answered_with & {FINE, NONE_FOUND}]
    for look in some(troubled, "the tracker never failed"):
        expect_none("prescriptions though the tracker failed", list(look.shown), look.seen)
        expect(bool(look.told), "to be told that the tracker failed", Words("nothing"), look.seen)
        expect(look.told not in nothing, "other words than for none", look.told, look.seen)


@criterion("EPT-01")
def test_trouble_with_a_part_is_told(evidence: EvidenceView):
    """Where the tracker told of prescriptions and failed at one: in other words than that these are all, or none."""
    every = [look for look in looks(evidence) if not look.typed]
    fine = [look for look in every if look.answered_with & {FINE, NONE_FOUND} and not look.is_in_part]
    whole = {without_digits(look.told) for look in fine}
    for look in some((look for look in every if look.is_in_part), "the tracker never failed at a part"):
        due = "to be told that the tracker failed, in other words than where it did not"
        expect(without_digits(look.told) not in {"", *whole}, due, look.told, look.seen)


def without_digits(text: str) -> str:
    """Give words without the numbers in them, which are another each time: how many were found, of which patient."""
    return " ".join(re.sub(r"\d+", "", text).split())


@criterion("EPT-02")
def test_each_status_is_shown_in_words(evidence: EvidenceView):
    """Not as a bare code, and two that mean different things not as the same."""
    meanings: dict[str, set[str]] = {}
    for look, offered, row in shown_of(evidence, "no prescription was shown"):
        words = " ".join(str(row.get("status") or "").split())
        expect(
            bool(re.search("[A-Za-z]{3}", words)),
            f"{offered['prescriptionStatus']} in words",
            words,
            look.seen,
        )
        meanings.setdefault(words.casefold(), set()).add(offered["prescriptionStatus"])
    for look, offered, row in shown_of(evidence, "no prescription was shown"):
        same = meanings[" ".join(str(row.get("status") or "").split()).casefold()]
        expect_equal(
            f"statuses shown as {in_words(row['status'])}", {offered["prescriptionStatus"]}, same, look.seen
        )


@criterion("EPT-06")
def test_every_prescription_is_shown_with_every_item(evidence: EvidenceView):
    """Those that the tracker gave, each once and whole, and no other."""
    answered = [
        look for look in looks(evidence) if look.answered_with & {FINE, NONE_FOUND} and not look.typed
    ]
    for look in some(answered, "the tracker answered no look"):
        due = {name for name, _ in look.offered}
        if look.is_in_part and not look.shown:
            continue  # told as trouble as a whole (EPT-01)
        expect_equal("the prescriptions that are shown", due, set(look.shown), look.seen)
        expect_none("prescriptions that are shown twice", twice_in(look), look.seen)
        for offered, row in look.known:
            items = descriptions(row.get("items") or ())
            if offered["lineItems"]:
                wanted = descriptions(offered["lineItems"].values())
                expect_equal(f"the items of {row['id']}", wanted, items, look.seen)
            elif look.by_fhir and not look.refused and not look.is_in_part:  # whose search tells no items
                expect(
                    bool(items), f"the items of {row['id']}", Words("none"), look.seen, "Ask for its view."
                )


@criterion("EPT-07")
def test_what_there_is_not_is_shown_as_nothing(evidence: EvidenceView):
    """`False` for a date and `Not Found` for a pharmacy are the interface's words, and no person's."""
    rows = shown_of(evidence, "no prescription was shown")
    for look, row in some(((look, row) for look, _, row in rows if not look.by_fhir), "none came in JSON"):
        words = re.findall(f'"({"|".join(filter(None, NOTHING))})"', json.dumps(row, ensure_ascii=False))
        expect_none("the interface's own words for nothing", words, look.seen)


@criterion("EPT-10")
def test_only_what_waits_is_offered(evidence: EvidenceView):
    """Not what another pharmacy has, what is over, or what is not due yet."""
    rows = shown_of(evidence, "no prescription was shown")
    said = [(look, offered, row) for look, offered, row in rows if row.get("usable") is not None]
    for look, offered, row in some(said, "the screen does not say which can be dispensed"):
        if offered["prescriptionStatus"] != READY:
            status = offered["prescriptionStatus"]
            expect(
                row["usable"] is False,
                f"nothing offered to dispense while {status}",
                row["usable"],
                look.seen,
            )


@criterion("EPT-11")
def test_the_pharmacist_is_warned_of_what_waits(evidence: EvidenceView):
    """Before a medicine is supplied urgently that could be dispensed."""
    rows = shown_of(evidence, "no prescription waits", READY)
    sure = [(look, row) for look, offered, row in rows if offered["pendingCancellations"] != "True"]
    for look, row in some(sure, "each that waits is about to be cancelled"):
        warned = bool(look.seen.shown.get("warning")) or row.get("usable") is True
        expect(warned, f"a word that {row['id']} can be dispensed", Words("none"), look.seen)


@criterion("EPT-12")
def test_who_has_a_prescription_is_shown(evidence: EvidenceView):
    """By name, and with the telephone number to ring."""
    rows = shown_of(evidence, "no other pharmacy has a prescription", *AWAY)
    told = [
        found for found in rows if set((found[1].get("dispensingPharmacy") or {}).values()) - set(NOTHING)
    ]
    for look, offered, row in some(told, "the tracker was not asked which pharmacy has a prescription"):
        has, held_by = offered["dispensingPharmacy"], row.get("held_by") or {}
        if look.by_fhir:  # a pharmacy is its code alone there
            expect_equal(f"who has {row['id']}", has["ods"], held_by.get("ods"), look.seen)
            continue
        expect_equal(f"who has {row['id']}", has.get("name"), held_by.get("name"), look.seen)
        expect_equal("their telephone", digits(has.get("phone")), digits(held_by.get("phone")), look.seen)


@criterion("EPT-13")
def test_an_issue_is_shown_with_its_number(evidence: EvidenceView):
    """Which of how many, of a repeat dispensing."""
    rows = shown_of(evidence, "no prescription was shown")
    repeats = [(look, offered["repeatInstance"], row) for look, offered, row in rows]
    repeats = [found for found in repeats if found[1]["totalAuthorised"] != "1"]
    for look, repeat, row in some(repeats, "no repeat dispensing was shown"):
        due = [int(repeat["currentIssue"]), int(repeat["totalAuthorised"])]
        expect_equal(f"issue of {row['id']}", due, [row.get("issue"), row.get("issues")], look.seen)


@criterion("EPT-14")
def test_a_cancellation_that_is_under_way_is_shown(evidence: EvidenceView):
    """It may be void before the patient stands at the counter."""
    rows = [
        (look, offered["pendingCancellations"] == "True", row)
        for look, offered, row in shown_of(evidence, "no prescription was shown")
    ]
    for look, due, row in rows:
        expect_equal(
            f"cancellation of {row['id']} under way", due, row.get("pending_cancellation") is True, look.seen
        )
    some((row for _, due, row in rows if due), "no cancellation was under way")


def twice_in(look: Look) -> list[str]:
    """Name the prescriptions that are shown more than once, the same issue of a repeat dispensing if it is one."""
    found = [(name, row.get("issue")) for name, rows in look.shown.items() for row in rows]
    several = {name for name in look.shown if len([known for known, _ in look.offered if known == name]) > 1}
    told = [(name, issue if name in several else None) for name, issue in found]
    return sorted({name for name, issue in told if told.count((name, issue)) > 1})


def descriptions(items: Iterable[object]) -> list[str]:
    """Give what items are called, in order of the alphabet."""
    named = (item.get("description") if isinstance(item, dict) else item for item in items)
    return sorted(" ".join(str(name or "").split()).casefold() for name in named)
