"""What was recorded is shown as it was entered: the consultation when it is stored, the supply when it is opened.

Source: CPCS Technical Toolkit, June 2021, GP notification: the record of the consultation; control API, Consultation
and Referral.
"""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from cpcs_harness.judging import (
    EvidenceView,
    NotApplicable,
    NotShown,
    ObservationView,
    criterion,
    expect,
    expect_equal,
    expect_none,
)
from cpcs_harness.judging.expect import squeezed
from cpcs_harness.times import moment_of

from .._shared.dispensed import number

TEXTS = ("presenting_complaint", "assessment", "advice", "actions_for_gp")
CHOSEN = ("method", "outcome")
RECORD, SUPPLY, AMEND, OPEN = "record_consultation", "supply_medicine", "amend_consultation", "open_referral"
Plain = Mapping[str, Any]


@criterion("SUP-15")
def test_a_consultation_is_shown_as_it_was_entered(evidence: EvidenceView):
    """Each text, how and when, the outcome, and as many products in the same quantities."""
    looked = False
    for journey in evidence.each():
        for seen in journey.observations(RECORD, at_least=0):
            kept = seen.shown.get("consultation")
            if isinstance(kept, Mapping):
                looked = True
                expect_as_entered(seen.given, kept, seen)
    if not looked:
        raise NotShown("no consultation is shown as it was stored")


def expect_as_entered(given: Plain, kept: Plain, seen: ObservationView) -> None:
    """Raise NotMet unless a consultation is the one that was entered; what is left out of it is free."""
    for name in TEXTS:
        due = squeezed(str(given.get(name) or ""))
        expect(
            squeezed(str(kept.get(name) or due)) == due,
            f"{name}: {due}",
            kept.get(name),
            seen,
            "Keep it as it is.",
        )
    for name in CHOSEN:
        expect_equal(name, given.get(name), kept.get(name) or given.get(name), seen)
    if kept.get("started"):
        apart = abs((moment_of(str(kept["started"])) - moment_of(str(given["started"]))).total_seconds())
        expect(apart < 60, f"begun at {given['started']}", kept["started"], seen, "Mind time zones.")
    products = kept.get("products")
    if isinstance(products, list):
        due_amounts = Counter(number(product.get("quantity")) for product in given.get("products") or ())
        amounts = Counter(number(product.get("quantity")) for product in products)
        expect_equal(
            "the quantities of the products", due_amounts, amounts, seen, "Keep each product, and no other."
        )


@criterion("SUP-16")
def test_what_was_supplied_is_shown_whenever_the_referral_is_opened(evidence: EvidenceView):
    """As it was recorded: every item with its quantity, days and directions, each once, and no other."""
    looked = False
    for journey in evidence.each():
        for document in documents(journey.issued, journey.also):
            supplies, looks = journey.shown_of(document, SUPPLY), journey.shown_of(document, OPEN)
            changed = [seen.seq for seen in journey.shown_of(document, AMEND)]
            for look in looks:
                recorded = [seen for seen in supplies if seen.seq < look.seq]
                listed = (look.shown.get("supplies") or {}).get("items")
                if (
                    isinstance(listed, list)
                    and (recorded or listed)
                    and not any(seq < look.seq for seq in changed)
                ):
                    looked = True
                    expect_recorded(recorded, listed, look)
    if not looked:
        raise NotApplicable("no referral that was opened shows what was supplied, which is optional")


def documents(issued: Plain, also: Mapping[str, Plain]) -> list[str]:
    """Give the documents of a journey's patients."""
    return [str(one["report"]["document_id"]) for one in (issued, *also.values())]


def expect_recorded(recorded: list[ObservationView], listed: list[Any], look: ObservationView) -> None:
    """Raise NotMet unless what a screen lists is what was recorded before, both ways."""
    due = Counter(line(item) for seen in recorded for item in items_in(seen))
    shown = Counter(line(item) for item in listed if isinstance(item, Mapping))
    expect_none("item that was recorded and is not shown", list((due - shown).elements()), look)
    expect_none("item that is shown and was not recorded", list((shown - due).elements()), look)


def items_in(seen: ObservationView) -> list[Plain]:
    """Give what the answer to a supply shows as recorded, in either form."""
    several = seen.shown.get("items")
    listed = several if isinstance(several, list) and several else [seen.shown.get("item")]
    return [item for item in listed if isinstance(item, Mapping)]


def line(item: Plain) -> tuple[str, float | None, float | None, str]:
    """Give what is compared of an item: its code or name, how much, for how long, and how it is taken."""
    name = str(item.get("code") or squeezed(str(item.get("display") or "")))
    amounts = number(item.get("quantity")), number(item.get("days_supply"))
    return name, *amounts, squeezed(str(item.get("dosage") or ""))
