"""The viewer of Summary Care Records: permission first, then alert and record; nothing is stored."""

from dataclasses import dataclass, field
from threading import Lock
from typing import Any

from ..kit.models import Referral
from ..kit.numbers import is_nhs_number, plain_nhs_number
from ..kit.problems import Refused, ServiceTrouble
from ..kit.store import Store
from ..kit.times import now
from ..national.call_log import CallLog
from ..national.requester import Requester
from ..national.scr.alert import ScrAlerts
from ..national.scr.record import Section
from ..national.scr.service import CareRecord, Scr, Withheld
from .rights import CARE_RECORD, Rights

GIVEN, REFUSED, NOT_ASKED = "given", "refused", "not-asked"
ANSWERS = (GIVEN, REFUSED, NOT_ASKED)
_ROUNDS = 2
"""How often the current record is asked for, where it is replaced in the meantime."""
_ASK = "ask the patient about allergies and medicines"
_SAYS = {
    "none": f"This patient has no Summary Care Record; {_ASK}",
    "withheld": f"The Summary Care Record may not be seen: the patient has not consented, or access is denied; {_ASK}",
}


@dataclass(frozen=True)
class Viewed:
    """What came of looking: found | none | withheld | unavailable."""

    outcome: str
    nhs_number: str
    message: str = ""
    created: str = ""
    sections: list[Section] = field(default_factory=list)
    emergency: bool = False


class ScrViewer:
    """Shows a patient's record to people with the right to view it, once permission is recorded."""

    def __init__(self, store: Store, scr: Scr, alerts: ScrAlerts, rights: Rights, call_log: CallLog) -> None:
        self.store = store
        self.scr = scr
        self.alerts = alerts
        self.rights = rights
        self.call_log = call_log

    def record_permission(
        self, referral: Referral, answer: str, reason: str, requester: Requester
    ) -> dict[str, Any]:
        """Write down what the patient said, or why they could not be asked."""
        self.rights.check(requester.role, CARE_RECORD)
        if answer == NOT_ASKED:
            self.check_reason(reason)
        permission = {
            "permission": answer,
            "reason": reason,
            "by": self.alerts.name(requester),
            "role": requester.role,
            "at": now(),
        }
        self.store.change(referral.id, scr_permission=permission)
        self.call_log.record(requester, "scr", "permission", number_of(referral), "", answer)
        return permission

    def check_reason(self, reason: str) -> None:
        """Refuse emergency access for which no reason is given."""
        if not reason.strip():
            raise Refused("Give the reason for looking without the patient's permission")

    def view(self, referral: Referral, requester: Requester) -> Viewed:
        """The record as it is now, or what there is instead."""
        self.rights.check(requester.role, CARE_RECORD)
        permission = self.permission(referral)
        self.alerts.user(requester)
        number = number_of(referral)
        if not is_nhs_number(number):
            raise Refused("Find the patient's NHS number first")
        try:
            return self._looked_up(number, permission, requester)
        except Withheld:
            return self.withheld(number)
        except ServiceTrouble as trouble:
            return Viewed("unavailable", number, trouble.reason)

    def permission(self, referral: Referral) -> dict[str, Any]:
        """What was recorded of the patient's permission, which must allow a view."""
        permission = referral.scr_permission
        if permission is None:
            raise Refused("Ask the patient for permission to view their record, and record the answer first")
        if permission["permission"] == REFUSED:
            raise Refused("The patient does not permit their record to be viewed")
        return permission

    def _looked_up(self, number: str, permission: dict[str, Any], requester: Requester) -> Viewed:
        alerted = False
        for _ in range(_ROUNDS):
            current = self.scr.current(number, requester)
            if current is None:
                return self.none(number)
            if current.permission == "No":
                raise Withheld
            if not alerted:
                self.send_alerts(number, current.document_id, permission, requester)
                alerted = True
            record = self.fetch(number, current.document_id, requester)
            if record is not None:
                return self.found(number, record, permission)
        raise ServiceTrouble("The record is being replaced; look again in a minute")

    def send_alerts(
        self, number: str, document_id: str, permission: dict[str, Any], requester: Requester
    ) -> None:
        """Tell the privacy officer, before anything is seen."""
        for pair in self.alerts.pairs(permission["permission"] == NOT_ASKED):
            self.scr.alert(
                self.alerts.event(pair, number, document_id, permission["reason"], requester),
                number,
                requester,
            )

    def fetch(self, number: str, document_id: str, requester: Requester) -> CareRecord | None:
        """The record with an identifier; None where that is not current any more."""
        return self.scr.record(number, document_id, requester)

    def found(self, number: str, record: CareRecord, permission: dict[str, Any]) -> Viewed:
        """A record, whole."""
        emergency = permission["permission"] == NOT_ASKED
        return Viewed("found", number, "", record.created, record.sections, emergency)

    def none(self, number: str) -> Viewed:
        """That there is no record, which says nothing of what the patient has."""
        return Viewed("none", number, _SAYS["none"])

    def withheld(self, number: str) -> Viewed:
        """That the record may not be seen."""
        return Viewed("withheld", number, _SAYS["withheld"])


class OpenRecords:
    """What of Summary Care Records is open on each person's screen: one patient's, and gone with the next."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._open: dict[tuple[str, str], tuple[str, dict[str, Any]]] = {}

    def show(self, requester: Requester, referral: str, shown: dict[str, Any]) -> None:
        """Have something on a person's screen that belongs to a referral."""
        with self._lock:
            self._open[requester.ods, requester.name] = (referral, shown)

    def turn_to(self, ods: str, name: str, referral: str) -> dict[str, Any] | None:
        """Clear what belongs to another referral; gives what stays on the screen."""
        with self._lock:
            belongs, shown = self._open.get((ods, name), ("", {}))
            if belongs == referral:
                return shown
            self._open.pop((ods, name), None)
            return None


def number_of(referral: Referral) -> str:
    """The NHS number that the referral's patient goes by."""
    patient = referral.adopted_patient or referral.content["patient"]
    return plain_nhs_number(str(patient["nhs_number"] or ""))
