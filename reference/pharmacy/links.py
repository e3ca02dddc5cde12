"""The web sites that a pharmacist is sent to; nothing about the patient goes with them."""

import re

from ..kit.config import Links as Addresses

_LEFT_OUT = ("and", "of", "the")  # words that NICE leaves out of its addresses


class Links:
    """Makes the links that are shown."""

    def __init__(self, addresses: Addresses) -> None:
        self.addresses = addresses

    def guidance(self, topic: str) -> dict[str, str]:
        """NICE's guidance on a topic."""
        words = re.findall(r"[a-z0-9]+", topic.lower())
        slug = "-".join(word for word in words if word not in _LEFT_OUT)
        return {"text": f"NICE CKS: {topic}", "address": f"{self.addresses.cks.rstrip('/')}/{slug}/"}

    def window(self) -> str:
        """Where guidance opens: beside the consultation, which stays as it is."""
        return "new"

    def summary_care_record(self, _nhs_number: str) -> dict[str, str]:
        """The Summary Care Record's own application."""
        return {"text": "Open the National Care Records Service", "address": self.addresses.scr}

    def one_click(self, nhs_number: str) -> dict[str, str]:
        """The same application, opened for a patient who is handed over beside the address."""
        return {**self.summary_care_record(nhs_number), "text": "Open this patient's Summary Care Record"}

    def prescription_tracker(self, _nhs_number: str) -> dict[str, str]:
        """The EPS prescription tracker."""
        return {"text": "Open the EPS prescription tracker", "address": self.addresses.eps_tracker}
