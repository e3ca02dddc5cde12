"""Faults in telling what of a patient's record at PDS is valid today: they show in some records only."""

from __future__ import annotations

from typing import Any

from ...national.found import Found
from ...national.pds.service import Pds
from ...national.requester import Requester
from .._wrong import wrong

_WHOLE_DATE = len("2026-03-31")


def _begun(parts: Any) -> list[dict[str, Any]]:
    """Give parts of a record without the beginning of their periods."""
    kept = [(part, {**(part.get("period") or {})}) for part in parts or []]
    for _, period in kept:
        period.pop("start", None)
    return [{**part, "period": period} for part, period in kept]


@wrong(catches=("PDS-24",), shows_when="a name that is to come")
class CallsPatientsByNamesThatAreToCome(Pds):
    """Shows a usual name whose period has not begun."""

    def read(self, resource: dict[str, Any]) -> dict[str, Any]:
        return super().read({**resource, "name": _begun(resource.get("name"))})


@wrong(catches=("PDS-25",), shows_when="a home that is to come")
class ShowsHomesThatAreToCome(Pds):
    """Shows a home whose period has not begun."""

    def read(self, resource: dict[str, Any]) -> dict[str, Any]:
        return super().read({**resource, "address": _begun(resource.get("address"))})


@wrong(catches=("PDS-25",), shows_when="a telephone that is to come")
class RingsTelephonesThatAreToCome(Pds):
    """Shows a telephone number whose period has not begun."""

    def read(self, resource: dict[str, Any]) -> dict[str, Any]:
        return super().read({**resource, "telecom": _begun(resource.get("telecom"))})


@wrong(catches=("PDS-25",), shows_when="a registration that is to come")
class TakesPatientsAsRegisteredBeforehand(Pds):
    """Treats a practice as the patient's where they are registered from a later day."""

    def read(self, resource: dict[str, Any]) -> dict[str, Any]:
        for practice in resource.get("generalPractitioner") or []:
            practice["identifier"].get("period", {}).pop("start", None)
        return super().read(resource)


@wrong(catches=("PDS-24",), shows_when="a name that has ended")
class KeepsNamesThatHaveEnded(Pds):
    """Shows a usual name whose period has ended."""

    def read(self, resource: dict[str, Any]) -> dict[str, Any]:
        names = [{**name, "period": {}} for name in resource.get("name") or []]
        return super().read({**resource, "name": names})


@wrong(catches=("PDS-24",), shows_when="a name without a given one")
class PutsTheFamilyNameForAMissingGivenOne(Pds):
    """Shows the family name as the given one where PDS has no given name."""

    def read(self, resource: dict[str, Any]) -> dict[str, Any]:
        patient = super().read(resource)
        return {**patient, "given": patient["given"] or patient["family"]}


@wrong(catches=("PDS-25",), shows_when="a temporary address")
class ShowsTheTemporaryAddress(Pds):
    """Shows a temporary address as the patient's home."""

    def read(self, resource: dict[str, Any]) -> dict[str, Any]:
        addresses = resource.get("address") or []
        temporary = [{**address, "use": "home"} for address in addresses if address.get("use") == "temp"]
        return super().read({**resource, "address": [*temporary, *addresses]})


@wrong(catches=("PDS-26",), shows_when="an e-mail address before the telephone")
class RingsEmailAddresses(Pds):
    """Shows an e-mail address as the number to ring."""

    def read(self, resource: dict[str, Any]) -> dict[str, Any]:
        mails = (
            {**one, "system": "phone"} for one in resource.get("telecom") or [] if one["system"] == "email"
        )
        return super().read({**resource, "telecom": [*mails, *(resource.get("telecom") or [])]})


@wrong(catches=("PDS-21",), shows_when="an address with empty lines")
class DropsAddressesWithEmptyLines(Pds):
    """Shows no address that has an empty line."""

    def read(self, resource: dict[str, Any]) -> dict[str, Any]:
        whole = [one for one in resource.get("address") or [] if None not in (one.get("line") or [])]
        return super().read({**resource, "address": whole})


@wrong(catches=("PDS-21",), shows_when="an extension that is not known")
class FindsNobodyWithAnUnknownExtension(Pds):
    """Takes a record for none that has an extension which nobody has told it of."""

    def retrieve(self, nhs_number: str, requester: Requester) -> Found:
        found = super().retrieve(nhs_number, requester)
        return Found("not_found") if any(one.get("strange") for one in found.patients) else found

    def read(self, resource: dict[str, Any]) -> dict[str, Any]:
        urls = [str(extension.get("url")) for extension in resource.get("extension") or []]
        return {**super().read(resource), "strange": any("NotYetPublished" in url for url in urls)}


@wrong(catches=("PDS-22",), shows_when="a death of which the month is known")
class KnowsDeathsByWholeDatesAlone(Pds):
    """Takes a patient for living whose day of death PDS does not know."""

    def read(self, resource: dict[str, Any]) -> dict[str, Any]:
        patient = super().read(resource)
        known = not patient["deceased_on"] or len(patient["deceased_on"]) == _WHOLE_DATE
        return {**patient, "deceased": patient["deceased"] and known}
