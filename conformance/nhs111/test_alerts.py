"""Staff are alerted to each new referral, without patient data.

Source: PSNC, CPCS frequently asked questions, November 2019 (interface sheet mesh-itk3-nhsmail-mys, section C2).
"""

import re
from collections.abc import Iterator

from cpcs_harness.judging import EvidenceView, JourneyView, NotShown, ObservationView, Unseen, criterion
from cpcs_harness.judging.in_words import in_words

from .._shared.nhs111_report.expectations import Wrong, expect_right
from .._shared.nhs111_report.messages import Plain, is_taken, name_of, report_of
from .._shared.nhs111_report.worklists import last_look, rows_of_case
from .._shared.screen import all_text, digits

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
        unseen, compared = Unseen(), 0
        listed = {
            (str(row.get("referral")), look.actor.get("ods"))
            for look in journey.observations("worklist")
            for row in look.shown.get("referrals") or ()
        }
        for call in journey.sent("nhs111"):
            with unseen:
                ods, look = report_of(call)["premises"]["ods"], last_look(journey, call)
                for row in rows_of_case(report_of(call), look) if is_taken(call) else ():
                    compared += 1
                    name = str(row.get("referral"))
                    if (name, ods) not in told:
                        wrong.append((f"{name_of(call)}: no alert of it at {ods}", look))
                    # A pharmacy may count from 1 for itself: only what it does not list is another's.
                    strays = {where for referral, where in told - listed if referral == name}
                    wrong += [(f"{name_of(call)}: an alert of it at {where}", look) for where in strays]
        expect_right(f"an alert of kind {NEW} for each referral, at its pharmacy", wrong)
        unseen.tell()
        if not compared:
            raise NotShown(f"journey {journey.id}: no row of the worklist is about what was sent")


@criterion("N111-41")
def test_no_alert_tells_anything_of_the_patient(evidence: EvidenceView):
    """Neither name nor number, birth date, address or telephone: alerts go where everybody sees them."""
    for journey in evidence.each():
        reports = [report_of(call) for call in journey.sent("nhs111")]
        if not journey.observations("list_alerts"):
            raise NotShown(f"journey {journey.id}: nobody looked at the alerts")
        # No alert at all tells nothing: that none came is for the other check to say.
        texts = {_words(alert): seen for seen, alert in alerts(journey)}
        wrong: Wrong = [
            (f"an alert with {in_words(what)} of the patient", seen)
            for text, seen in texts.items()
            for report in reports
            for what in _told(text, report)
        ]
        expect_right("alerts without patient data", wrong, "Name the referral, not the patient.")


def _words(alert: Plain) -> str:
    """Give every text of an alert, but for what names referral, pharmacy and moment."""
    return all_text(
        {key: value for key, value in alert.items() if key not in ("referral", "ods", "at", "kind")}
    )


def _told(text: str, report: Plain) -> list[str]:
    """Give what a text tells of a patient: family name, numbers, birth date, address, or what they have."""
    person = report["person"]
    year, month, day = person["birth_date"].split("-")
    numbers = [person[key] for key in ("nhs_number", "callback", "home_telephone")]
    words = [person["family"], person["postcode"], person["birth_date"], f"{day}/{month}/{year}"]
    words += [*person["address"][:1], report["disposition_text"], report["sections"][0]["text"]]
    found = [number for number in numbers if digits(number) in digits(text)]
    return found + [
        word for word in words if re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text, re.IGNORECASE)
    ]
