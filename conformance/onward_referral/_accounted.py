"""Whether each e-mail to a pharmacy is about one patient, whom the pharmacist referred onward."""

from __future__ import annotations

from cpcs_harness.judging import JourneyView, expect
from cpcs_harness.judging.in_words import Words

from ._onward import about, patients, to_pharmacies


def expect_accounted(journey: JourneyView) -> None:
    """Raise NotMet where an e-mail to a pharmacy is about nobody who was referred onward, or about two patients."""
    tried = {seen.about for seen in journey.attempts("refer_onward")}
    sent = to_pharmacies(journey)
    owners: dict[str, list[str]] = {mail.id: [] for mail in sent}
    for issued in patients(journey):
        for mail in about(sent, issued):
            owners[mail.id].append(issued["report"]["document_id"])
    for mail in sent:
        found = owners[mail.id]
        right = len(found) == 1 and found[0] in tried
        wrong = (
            Words("nobody's who was referred onward")
            if len(found) < 2
            else Words(f"about {len(found)} patients")
        )
        todo = "Send nothing where the patient was not referred, and nothing of anybody else."
        expect(right, "an e-mail about one patient who was referred onward", wrong, mail, todo)
