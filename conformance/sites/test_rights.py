"""Nobody opens or changes a referral of a pharmacy at which they have no role, by whatever id they have of it.

Source: NHS England, Data Security and Protection Toolkit, assertion 4; conventions of the control API, "A referral".
"""

import json
from collections.abc import Mapping
from typing import Any

from cpcs_harness.judging import EvidenceView, JourneyView, NotShown, ObservationView, criterion, expect
from cpcs_harness.judging.expect import squeezed

ASKED = ("open_referral", "record_contact_attempt")


@criterion("SITE-02")
def test_another_pharmacys_referral_is_not_opened_or_changed_by_its_id(evidence: EvidenceView):
    """Refused, not found or failed, however that is said; or done, and nothing of the patient shown."""
    for journey in evidence.each():
        tries = [seen for action in ASKED for seen in journey.attempts(action, at_least=0)]
        foreign = [(seen, person) for seen in tries for person in _foreign(journey, seen)]
        if not foreign:
            raise NotShown(f"journey {journey.id}: nobody asked for another pharmacy's referral")
        for seen, person in foreign:
            received = (
                f"{seen.status}, and it shows {person['family']}" if _shows(seen, person) else seen.status
            )
            lawful = seen.status != "done" or (seen.action == "open_referral" and not _shows(seen, person))
            what = f"a refusal of {seen.action} at {seen.actor['ods']}"
            expect(lawful, what, received, seen, "Ask of each id whether it is of the actor's own pharmacy.")


def _foreign(journey: JourneyView, seen: ObservationView) -> list[dict[str, Any]]:
    """Give the patient of the journey whom an action was about, where the referral is another pharmacy's."""
    own = (journey.issued, *journey.also.values())
    about = [issued for issued in own if issued["report"]["document_id"] == seen.about]
    return [issued["person"] for issued in about if issued["premises"]["ods"] != seen.actor.get("ods")]


def _shows(seen: ObservationView, person: Mapping[str, Any]) -> bool:
    shown = squeezed(json.dumps(seen.shown, ensure_ascii=False)).replace(" ", "")
    return person["nhs_number"] in shown or person["family"] in squeezed(str(seen.shown))
