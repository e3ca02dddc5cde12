"""Staff are alerted to each new referral, and the alert tells nothing of the patient."""

import re
from collections.abc import Iterator

from cpcs_harness.judging import EvidenceView, JourneyView, ObservationView, criterion
from cpcs_harness.judging.screen import digits

from ._many import Plain, Wrong, expect_right, is_taken, last_look, name_of, report_of, rows_about

NEW = "new-referral"


def alerts(journey: JourneyView) -> Iterator[tuple[ObservationView, Plain]]:
    """Go through the alerts that were seen, of every pharmacy."""
    for seen in journey.observations("list_alerts"):
        for alert in seen.shown.get("alerts") or ():
            yield seen, alert


@criterion("N111-41")
def test_each_new_referral_has_an_alert_at_its_pharmacy(evidence: EvidenceView):
    """For every referral that is listed, and at no other pharmacy."""
    for journey in evidence.each():
        told = {
            (str(alert.get("referral")), seen.actor.get("ods"))
            for seen, alert in alerts(journey)
            if alert.get("kind") == NEW
        }
        wrong: Wrong = []
        for call in journey.sent("nhs111"):
            ods, look = report_of(call)["premises"]["ods"], last_look(journey, call)
            for row in rows_about(report_of(call), look) if is_taken(call) else ():
                at = sorted(str(where) for name, where in told if name == str(row.get("referral")))
                if at != [ods]:
                    wrong.append((f"{name_of(call)}: alerts of it at {at}", look))
        expect_right(f"an alert of kind {NEW} for each referral, at its pharmacy", wrong)


@criterion("N111-41")
def test_no_alert_tells_anything_of_the_patient(evidence: EvidenceView):
    """Neither name nor number, birth date, address or telephone: alerts go where everybody sees them."""
    for journey in evidence.each():
        people = [report_of(call)["person"] for call in journey.sent("nhs111")]
        seen_alerts = list(alerts(journey))
        wrong: Wrong = [
            (f"an alert with {what!r} of the patient", seen)
            for seen, alert in seen_alerts
            for person in people
            for what in _told(str(alert.get("text") or ""), person)
        ]
        expect_right("alerts without patient data", wrong, "Name the referral, not the patient.")


def _told(text: str, person: Plain) -> list[str]:
    """Give what a text tells of a patient: family name, numbers, birth date or postcode."""
    numbers = [person[key] for key in ("nhs_number", "callback")]
    words = [person["family"], person["postcode"], person["birth_date"]]
    found = [number for number in numbers if digits(number) in digits(text)]
    return found + [
        word for word in words if re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text, re.IGNORECASE)
    ]
