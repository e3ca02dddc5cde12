"""Addresses, telephones and practices that have ended, and those for another purpose.

Source: Personal Demographics Service FHIR API, Patient, periods and telecom (interface sheet pds-smsp-auth, section 3,
checks C44 and C45).
"""

from cpcs_harness.judging import (
    EvidenceView,
    NotShown,
    ObservationView,
    criterion,
    expect,
    expect_equal,
    expect_none,
    through,
)
from cpcs_harness.judging.in_words import Words

from .._shared.lookups import attempts
from .._shared.screen import digits, expect_address, expect_postcode
from .._shared.text import plain_postcode
from .._shared.told_before import sent_after
from ._practice_messages import holding, outbound
from ._records import DRAWN, changed_after, done, held, labelled, leaves_out, looks_at, patient_in
from ._requests import issued_to
from ._valid import Record, day_of, valid
from ._valid import home as valid_home
from ._valid import practice as valid_practice

CHANGES = ("moves", "dies", "becomes-restricted", "is-replaced", "collides", "collides-with-a-record")
"""Whose record changes after it was adopted, and is still one that PDS gives."""


@criterion("PDS-25")
def test_only_what_is_valid_today_is_shown(evidence: EvidenceView):
    """The home of today, no billing or temporary one; no telephone and no practice that has ended or is to come."""
    for (journey, label), apart in through(labelled(evidence, "moves", "left-practice", *DRAWN)):
        with apart:
            record, changed = held(journey, label), changed_after(journey, label) if label == "moves" else 0
            chosen = done(journey, label, "choose_patient", changed)[-1]
            for seen in looks_at(journey, label, changed):
                if seen.action == "open_referral" and seen.seq < chosen.seq:
                    continue  # the record of now has not been adopted yet
                patient, todo = patient_in(seen), "Go by use and period: home, begun and not ended."
                address, practice = patient.get("address") or {}, patient.get("practice") or {}
                day = day_of(seen)
                home = home_of(record, {day_of(chosen), day}, address.get("postcode"))
                if not leaves_out(seen, "postcode"):
                    expect_postcode(home["postcode"], address.get("postcode"), seen, todo)
                if not leaves_out(seen, "address"):
                    expect_address(home["lines"], address.get("lines") or [], seen, todo)
                _expect_valid_telephone(record, seen, todo)
                if not leaves_out(seen, "practice"):
                    due = valid_practice(record, day)
                    expect_equal("the practice", due, practice.get("ods") or "", seen, todo)


@criterion("PDS-25")
def test_what_has_ended_is_not_sent_once_the_record_of_now_was_adopted(evidence: EvidenceView):
    """Nothing to the practice that was left, nor with its code; and no home of before in place of the one of now."""
    for (journey, label), apart in through(labelled(evidence, "moves")):
        with apart:
            chosen = done(journey, label, "choose_patient", changed_after(journey, label))[-1]
            person, record = issued_to(journey, label)["person"], held(journey, label)
            left, home = person["practice"], valid_home(record, day_of(chosen))
            sent = sent_after(outbound(journey, chosen.seq), chosen)
            if not holding(sent, record["nhs_number"]):
                raise NotShown(f"journey {journey.id}: nothing was sent about patient {label}")
            todo = "Read practice and home from the record that was adopted last, and keep no part of an earlier one."
            to_left = holding(sent, left["ods"], left["email"], left["mailbox"])
            expect_none(
                "practice that was left", [call.where for call in to_left], (to_left or [chosen])[0], todo
            )
            now = holding(sent, home["postcode"])
            stale = [call for call in holding(sent, person["postcode"]) if call not in now]
            expect_none("home that was left", [call.where for call in stale], (stale or [chosen])[0], todo)


@criterion("PDS-25")
def test_a_referral_opens_whatever_became_of_the_record(evidence: EvidenceView):
    """Once the patient was traced again, before the record of now is adopted and afterwards; a refusal says why."""
    for (journey, label), apart in through(labelled(evidence, *CHANGES)):
        with apart:
            traced = done(journey, label, "find_patient", changed_after(journey, label))[0]
            for seen in attempts(journey, label, "open_referral"):
                todo = "Keep all of a record that was adopted, and take what was found anew whole."
                fine = seen.status != "failed" or seen.seq < traced.seq
                expect(fine, "the referral opened", seen.told or Words("a failure"), seen, todo)


def home_of(record: Record, days: set[str], postcode: object) -> Record:
    """Give the home of the day on which it was adopted or shown: where one ends in between, that which is shown."""
    homes = [valid_home(record, day) for day in sorted(days)]
    shown = [home for home in homes if plain_postcode(home["postcode"]) == plain_postcode(postcode)]
    return (shown or homes)[-1]


def _expect_valid_telephone(record: Record, seen: ObservationView, todo: str) -> None:
    telephone, valid_now = digits(patient_in(seen).get("telephone")), valid(record, "telecoms", day_of(seen))
    past = {digits(one["value"]) for one in record["telecoms"] if one not in valid_now}
    expect(telephone not in past, "no telephone that has ended or is to come", telephone, seen, todo)


@criterion("PDS-26")
def test_a_textphone_is_not_shown_as_a_telephone(evidence: EvidenceView):
    """A telecom of system other is a textphone, which nobody can speak on; nor is an e-mail address a number."""
    for (journey, label), apart in through(labelled(evidence, *DRAWN)):
        with apart:
            telecoms = held(journey, label)["telecoms"]
            others = {digits(one["value"]) for one in telecoms if one["system"] != "phone"} - {""}
            emails = {one["value"] for one in telecoms if one["system"] == "email"}
            for seen in looks_at(journey, label):
                shown = patient_in(seen).get("telephone")
                todo = "Call a textphone one, or leave it out; take system phone alone."
                right = digits(shown) not in others and str(shown or "") not in emails
                expect(right, "neither textphone nor e-mail address as the telephone", shown, seen, todo)
