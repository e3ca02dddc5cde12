"""Faults in telling what of a patient's record at PDS is valid today: they show in some records only."""

from __future__ import annotations

from typing import Any

from ...kit.times import today
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


@wrong(catches=("PDS-25",), shows_when="a home, a telephone and a practice from this very day on")
class TakesWhatBeginsTodayForLater(Pds):
    """Treats what is valid from today on as valid from tomorrow."""

    def read(self, resource: dict[str, Any]) -> dict[str, Any]:
        addresses = [one for one in resource.get("address") or [] if not _begins_today(one)]
        practices = [
            one for one in resource.get("generalPractitioner") or [] if not _begins_today(one["identifier"])
        ]
        return super().read({**resource, "address": addresses, "generalPractitioner": practices})


@wrong(catches=("PDS-25",), shows_when="a home until this very day")
class TakesWhatEndsTodayForEnded(Pds):
    """Treats what is valid until today as having ended."""

    def read(self, resource: dict[str, Any]) -> dict[str, Any]:
        lasting = [one for one in resource.get("address") or [] if not _ends_today(one)]
        return super().read({**resource, "address": lasting})


@wrong(catches=("PDS-24",), shows_when="a name for a time before the usual one")
class CallsPatientsByNamesForATime(Pds):
    """Shows a temporary name as the usual one."""

    def read(self, resource: dict[str, Any]) -> dict[str, Any]:
        names = [
            {**name, "use": "usual"} if name.get("use") == "temp" else name
            for name in resource.get("name") or []
        ]
        return super().read({**resource, "name": names})


@wrong(catches=("PDS-61",), shows_when="a patient without a telephone, for whom somebody else can be rung")
class RingsWhoIsToBeRungInAnEmergency(Pds):
    """Shows the emergency contact's number as the patient's, where PDS has none of theirs."""

    def read(self, resource: dict[str, Any]) -> dict[str, Any]:
        patient = super().read(resource)
        contacts = [one["telecom"][0]["value"] for one in resource.get("contact") or []]
        return {**patient, "telephone": patient["telephone"] or next(iter(contacts), "")}


@wrong(catches=("PDS-22",), shows_when="a formal notice of a death on an unknown day")
class KnowsFormalDeathsByTheirDaysAlone(Pds):
    """Takes a patient for living of whose death there is formal notice, and no day."""

    def read(self, resource: dict[str, Any]) -> dict[str, Any]:
        patient = super().read(resource)
        formal = patient["death_notice"] == "formal" and not patient["deceased_on"]
        return {**patient, "deceased": patient["deceased"] and not formal}


@wrong(catches=("PDS-22",), shows_when="somebody who has died, and is looked for by what they say")
class FindsTheDeadByNameAsLiving(Pds):
    """Tells of no death at a search by name: it looks at the record that was retrieved alone."""

    def search(self, details: dict[str, str], requester: Requester) -> Found:
        found = super().search(details, requester)
        living = [{**one, "deceased": False, "deceased_on": ""} for one in found.patients]
        return Found(found.outcome, living, found.message, found.stale)


def _begins_today(part: dict[str, Any]) -> bool:
    return str((part.get("period") or {}).get("start") or "")[:10] == today().isoformat()


def _ends_today(part: dict[str, Any]) -> bool:
    return str((part.get("period") or {}).get("end") or "")[:10] == today().isoformat()
