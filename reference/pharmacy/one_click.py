"""SCR 1-Click: the patient's context is handed to the workstation, and the address that opens says nothing of them.

How the real one is called is not public. Here the workstation's launcher asks this system whom the window is for.
"""

from threading import Lock

from ..national.requester import Requester


class OneClick:
    """Keeps, for each person, the one patient whose record the window beside is for."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._handed: dict[tuple[str, str], tuple[str, dict[str, str]]] = {}

    def hand_over(self, requester: Requester, referral: str, nhs_number: str) -> dict[str, str]:
        """Hand a patient over, in place of the one before."""
        context = {"nhs_number": nhs_number}
        with self._lock:
            self._handed[requester.ods, requester.name] = (referral, context)
        return context

    def turn_to(self, ods: str, name: str, referral: str) -> dict[str, str] | None:
        """Take back what belongs to another referral; gives what stays handed over."""
        with self._lock:
            belongs, context = self._handed.get((ods, name), ("", {}))
            if belongs == referral:
                return context
            self._handed.pop((ods, name), None)
            return None
