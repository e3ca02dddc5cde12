"""Faults in what is asked of the Spine Mini Service, and how often."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime, timedelta

from ...app import App
from ...kit.models import Referral
from ...kit.numbers import plain_nhs_number
from ...kit.problems import ServiceTrouble
from ...national.found import Found
from ...national.requester import Requester
from ...national.smsp.answer import Answer
from ...national.smsp.request import BY_SEARCH, DETAILS, VERIFY, SmspRequests
from ...national.smsp.service import Smsp
from ...patients.patients import Patients
from ...patients.tracing import Traced
from .._wrong import give, wrong


@wrong(catches=("SMSP-01",))
class SendsTheSoapActionOfAnotherService(Smsp):
    """Sends the SOAPAction of another service first, and the right one once that is refused."""

    def ask(self, service: str, known: dict[str, str], requester: Requester) -> Answer:
        self.requests.__class__ = _OtherAction
        self._once(service, known, requester)
        self.requests.__class__ = SmspRequests
        return super().ask(service, known, requester)


class _OtherAction(SmspRequests):
    def soap_action(self, _service: str) -> str:
        return super().soap_action(VERIFY)


@wrong(catches=("SMSP-01",), shows_when="a search")
class NamesTheResponseProfileInRequests(SmspRequests):
    """Names the profile of the response in the manifest of a search's request."""

    def profile(self, service: str) -> str:
        right = super().profile(service)
        return right.replace("BySearchRequest", "Response") if service == BY_SEARCH else right


@wrong(catches=("SMSP-02",), shows_when="a request that is sent again")
class RetriesUnderTheSameMessageId(Smsp):
    """Sends a request again under the message id that it had before."""

    def ask(self, service: str, known: dict[str, str], requester: Requester) -> Answer:
        self.requests = _OneMessageId(self.settings.url, self.settings.asid)
        self.requests.kept = self.requests.new_id()
        return super().ask(service, known, requester)


class _OneMessageId(SmspRequests):
    kept = ""

    def message_id(self) -> str:
        return self.kept


@wrong(catches=("SMSP-03",))
class WritesLocalTimeAsUtc(SmspRequests):
    """Writes the time in the pharmacy's zone into requests, and calls it UTC."""

    def times(self) -> tuple[str, str]:
        created, expires = (datetime.fromisoformat(time) + timedelta(hours=1) for time in super().times())
        return created.strftime("%Y-%m-%dT%H:%M:%SZ"), expires.strftime("%Y-%m-%dT%H:%M:%SZ")


@wrong(catches=("SMSP-04",), shows_when="a second pharmacist")
class NamesOneUserForEverybody(SmspRequests):
    """Names the same user in each request, whoever asks."""

    def user(self, _asker: Requester) -> str:
        return "1"


@wrong(catches=("SMSP-04",), shows_when="other premises")
class NamesTheFirstPharmacyToSmsp(SmspRequests):
    """Asks in the name of the first pharmacy of its configuration, whichever asks."""

    first = ""

    def organisation(self, _asker: Requester) -> str:
        return self.first

    @classmethod
    def install(cls, app: App) -> None:
        give(cls, app).first = app.service.config.premises[0].ods


@wrong(catches=("SMSP-05",), shows_when="a patient whose gender is not known")
class SendsTheWrongRootElement(SmspRequests):
    """Calls the root of getPatientDetails getPatientDetailsRequest-v1-0, like those of the other services."""

    def root(self, service: str) -> str:
        return f"{service}Request-v1-0"


@wrong(catches=("SMSP-05",), shows_when="a search")
class AsksSmspForADayThatThereIsNot(Smsp):
    """Searches first for a patient who was born on a 31st of February of their year."""

    def search(self, details: dict[str, str], requester: Requester) -> Found:
        with suppress(ServiceTrouble):
            super().search({**details, "birth_date": f"{details['birth_date'][:4]}-02-31"}, requester)
        return super().search(details, requester)


@wrong(catches=("SMSP-06",), shows_when="a mistyped number")
class SendsInvalidNhsNumbersToSmsp(Patients):
    """Sends NHS numbers whose check digit is wrong."""

    def find_by_number(
        self, referral: Referral | None, nhs_number: str, requester: Requester, through: str = ""
    ) -> Traced:
        number = plain_nhs_number(nhs_number)
        return self._kept(referral, self.source(through).retrieve(number, requester), through, asked=number)


@wrong(catches=("SMSP-06",), shows_when="a search")
class AsksSmspByBirthDateAlone(Smsp):
    """Asks with the birth date alone before it asks with the name."""

    def search(self, details: dict[str, str], requester: Requester) -> Found:
        self.ask(DETAILS, {"birth_date": details["birth_date"]}, requester)
        return super().search(details, requester)


@wrong(catches=("SMSP-07",), shows_when="a failure that lasts")
class RetriesAFailingSmspTenTimes(Smsp):
    """Asks a service that fails ten times, one right after the other."""

    tries = 10
    first_pause = 0.0


@wrong(catches=("SMSP-07",), shows_when="a number that nobody has")
class RetriesSmspAfterNoMatch(Smsp):
    """Asks the same again when nobody was found."""

    def may_pass(self, answer: Answer) -> bool:
        return answer.code == "DEMOG-0001" or super().may_pass(answer)
