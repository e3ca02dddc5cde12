"""NHS numbers that were superseded by another one.

Source: Personal Demographics Service FHIR API, superseded NHS numbers; client requirements, FLGINV (interface sheet
pds-smsp-auth, section 4, checks C33, C34 and C66).
"""

from cpcs_harness.judging import (
    EvidenceView,
    JourneyView,
    NotShown,
    ObservationView,
    Unseen,
    criterion,
    expect,
    expect_equal,
    expect_none,
    through,
)
from cpcs_harness.judging.in_words import Words

from .._shared.screen import digits
from .._shared.text import plain_reference
from .._shared.told_before import sent_after
from ._alerts import expect_alert
from ._practice_messages import holding, outbound
from ._records import changed_after, done, held, labelled, looks_at, number_in, told_of
from ._requests import issued_to, steps

REPLACED = ("replaced", "is-replaced")
COLLIDING = {"collides": "is-here-already", "collides-with-a-record": "is-here-by-record"}
TODO = "Ask the back office to compare the two records; put nothing together by yourself."


def since(journey: JourneyView, label: str) -> int:
    """Give the event after which the number had been replaced; 0 where it always was."""
    return changed_after(journey, label) if label == "is-replaced" else 0


def numbers(journey: JourneyView, label: str) -> tuple[str, str]:
    """Give the number that the referral has, and the one that replaced it."""
    record = held(journey, label)
    return record["nhs_number"], record["replaced_by"]


@criterion("PDS-10")
def test_a_replaced_number_is_told_and_the_new_one_shown(evidence: EvidenceView):
    """At the search, at the choice, and whenever the referral is opened later; the new number stands there."""
    for (journey, label), apart in through(labelled(evidence, *REPLACED)):
        with apart:
            old, new = numbers(journey, label)
            chosen = done(journey, label, "choose_patient", since(journey, label))[-1]
            for seen in looks_at(journey, label, since(journey, label)):
                if seen.action == "open_referral" and seen.seq < chosen.seq:
                    continue  # nothing new has been adopted yet
                todo = (
                    f"Say that {old} was replaced by {new}; PDS answers with another id than was asked for."
                )
                expect(
                    "superseded" in told_of(seen), "a notice superseded", sorted(told_of(seen)), seen, todo
                )
                expect_equal("the NHS number", new, number_in(seen), seen, todo)


@criterion("PDS-11")
def test_a_replaced_number_is_not_sent_again(evidence: EvidenceView):
    """Once the new number is adopted, it stands in what goes to the practice and to MYS; the old one nowhere."""
    for (journey, label), apart in through(labelled(evidence, *REPLACED)):
        with apart:
            old, new = numbers(journey, label)
            adopted = done(journey, label, "choose_patient", since(journey, label))[-1]
            asked = sent_after(journey.exchanges("pds"), adopted)
            sent = sent_after(outbound(journey, adopted.seq), adopted)
            again = holding([*sent, *asked], old)
            todo = f"Use {new} from now on."
            expect_none(
                f"NHS number {old}", [call.where for call in again], again[0] if again else adopted, todo
            )
            if not holding(sent, new):
                raise NotShown(f"journey {journey.id}: nothing was sent about patient {label}, {new}")


@criterion("PDS-12")
def test_a_number_that_another_record_has_goes_to_the_back_office(evidence: EvidenceView):
    """An alert, a warning each time, both referrals as they were, and no number twice in a list of patients."""
    for (journey, label), apart in through(labelled(evidence, *COLLIDING)):
        with apart:
            found = done(journey, label, "find_patient", changed_after(journey, label))[-1]
            expect_alert(journey, (label, COLLIDING[label]), TODO)
            chosen = [seen for seen in steps(journey, label, "choose_patient") if seen.seq > found.seq]
            # The old record may stand until the new one is to take its place.
            tried = chosen[-1] if chosen else found
            for seen in done(journey, label, "open_referral", tried.seq):
                expect("collision" in told_of(seen), "a notice collision", sorted(told_of(seen)), seen, TODO)
            unseen = Unseen()
            for patient in (label, COLLIDING[label]):
                with unseen:
                    _expect_apart(journey, patient, found, TODO)
            expect_no_number_twice(journey)
            unseen.tell()


def _expect_apart(journey: JourneyView, label: str, after: ObservationView, todo: str) -> None:
    """Raise NotMet unless a referral is still on the worklist, and still itself there and when it is opened."""
    report = issued_to(journey, label)["report"]
    listed = [look for look in journey.observations("worklist") if look.seq > after.seq]
    if not listed:
        raise NotShown(f"journey {journey.id}: the worklist was not seen after the two numbers met")
    rows = listed[-1].shown.get("referrals") or []
    marks = {plain_reference(report[key]) for key in ("case_reference", "case_id")}
    own = [
        row
        for row in rows
        if marks & {plain_reference(row.get(key)) for key in ("case_reference", "case_id")}
    ]
    expect(
        len(own) == 1, f"the referral of {label} on the worklist", Words(f"{len(own)} rows"), listed[-1], todo
    )
    for seen in journey.shown_of(report["document_id"])[-1:]:
        said = {plain_reference(seen.shown.get(key)) for key in ("case_reference", "case_id")}
        expect(
            bool(marks & said), f"the case of {label} when their referral is opened", sorted(said), seen, todo
        )


def expect_no_number_twice(journey: JourneyView) -> None:
    """Raise NotMet where a list of patients offers one NHS number twice."""
    for seen in journey.observations("find_patient"):
        offered = [digits(match.get("nhs_number")) for match in seen.shown.get("matches") or [] if match]
        twice = {number for number in offered if number and offered.count(number) > 1}
        expect_none("NHS number offered twice", sorted(twice), seen, "Show each record once.")
