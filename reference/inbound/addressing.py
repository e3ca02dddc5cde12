"""Which pharmacy a message is for: by DoS service, by ODS code, by the code without its profile's suffix."""

import logging

from ..formats.soap import Fault
from ..kit.config import Config, Premises
from .itk.envelope import Distribution

_log = logging.getLogger("reference.inbound.addressing")
_CODE = 5  # characters of an organisation's own code; what follows names a profile of it in the directory


class Addressing:
    """Finds the pharmacy among those that this system serves."""

    def __init__(self, config: Config) -> None:
        self.config = config

    def premises_for(self, distribution: Distribution) -> Premises:
        """The pharmacy addressed; a message for none of ours is refused."""
        found = self.find(distribution.dos_ids, distribution.ods_codes)
        if found is None:
            raise Fault(self.refusal(distribution))
        return found

    def others(self, distribution: Distribution, first: Premises) -> list[Premises]:
        """The pharmacies of ours that a message is addressed to besides, by the rule that found the first."""
        found = self.all(distribution.dos_ids, distribution.ods_codes)
        return [premises for premises in found if premises is not first] if first in found else []

    def find(self, dos_ids: list[str], ods_codes: list[str]) -> Premises | None:
        """The pharmacy of ours that is addressed first."""
        return next(iter(self.all(dos_ids, ods_codes)), None)

    def all(self, dos_ids: list[str], ods_codes: list[str]) -> list[Premises]:
        """The pharmacies of ours that are addressed, in their order; DoS service ids go first, and decide."""
        ours = {premises.ods for premises in self.config.premises}
        rules = (
            ("DoS service id", "dos_service_id", self.services(dos_ids)),
            ("ODS code", "ods", [code if code in ours else code[:_CODE] for code in ods_codes]),
        )
        for rule, attribute, addresses in rules:
            known = {getattr(premises, attribute): premises for premises in self.config.premises}
            found = list(dict.fromkeys(known[address].ods for address in addresses if address in known))
            if found:
                _log.info("message routed to %s by %s", " and ".join(found), rule)
                return [premises for ods in found for premises in self.config.premises if premises.ods == ods]
        return []

    def services(self, dos_ids: list[str]) -> list[str]:
        """The DoS services that count."""
        return dos_ids

    def refusal(self, distribution: Distribution) -> str:
        """What is said to a sender: it names none of the pharmacies that are known here."""
        return "expected an address of a pharmacy that this system serves, received none of them"
