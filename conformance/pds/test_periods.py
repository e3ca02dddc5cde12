"""Addresses, telephones and practices that have ended, and those for another purpose.

Source: Personal Demographics Service FHIR API, Patient, periods and telecom (interface sheet pds-smsp-auth, section 3,
checks C44 and C45).
"""

from cpcs_harness.judging import EvidenceView, criterion, expect, expect_equal

from .._shared.screen import digits, expect_address, expect_postcode
from ._records import changed_after, done, held, labelled, leaves_out, looks_at, patient_in


@criterion("PDS-25")
def test_only_what_is_valid_today_is_shown(evidence: EvidenceView):
    """The home address of today, no billing or temporary one; no telephone and no practice whose period has ended."""
    for journey, label in labelled(evidence, "moved", "moves", "old-telephone", "left-practice"):
        record, changed = held(journey, label), changed_after(journey, label) if label == "moves" else 0
        chosen = done(journey, label, "choose_patient", changed)[-1]
        home = next(
            address for address in record["addresses"] if address["use"] == "home" and not address["end"]
        )
        ended = [digits(telecom["value"]) for telecom in record["telecoms"] if telecom["end"]]
        for seen in looks_at(journey, label, changed):
            if seen.action == "open_referral" and seen.seq < chosen.seq:
                continue  # the record of now has not been adopted yet
            patient, todo = patient_in(seen), "Go by use and period: home, and not ended."
            address, practice = patient.get("address") or {}, patient.get("practice") or {}
            if not leaves_out(seen, "postcode"):
                expect_postcode(home["postcode"], address.get("postcode"), seen, todo)
            if not leaves_out(seen, "address"):
                expect_address(home["lines"], address.get("lines") or [], seen, todo)
            telephone = digits(patient.get("telephone"))
            expect(telephone not in ended, "no telephone that has ended", telephone, seen, todo)
            due = "" if record["practice_end"] else record["practice"]
            if not leaves_out(seen, "practice"):
                expect_equal("the practice", due, practice.get("ods") or "", seen, todo)


@criterion("PDS-26")
def test_a_textphone_is_not_shown_as_a_telephone(evidence: EvidenceView):
    """A telecom of system other is a textphone, which nobody can speak on."""
    for journey, label in labelled(evidence, "textphone"):
        (textphone,) = held(journey, label)["telecoms"]
        for seen in looks_at(journey, label):
            shown, todo = digits(patient_in(seen).get("telephone")), "Call a textphone one, or leave it out."
            expect(shown != digits(textphone["value"]), "no textphone as the telephone", shown, seen, todo)
