"""The Spine Mini Service for PDS: a number and a birth date, or details, lead to one patient or to none."""

from threading import Event
from typing import TYPE_CHECKING

from ...kit.problems import Refused, ServiceTrouble
from ..call_log import CallLog
from ..found import Found
from ..http import Caller, Unreachable
from ..persisting import Persisting
from ..requester import Requester
from . import answer as smsp_answer
from .answer import Answer
from .request import BY_NUMBER, BY_SEARCH, DETAILS, NUMBER, VERIFY, SmspRequests

if TYPE_CHECKING:
    from ...kit.config import SmspSettings

SMSP = "spine-mini-service"
"""The way by which patients are found when they are found here."""
SUCCESS, STALE, REPLACED = "SMSP-0000", "SMSP-0003", "DEMOG-0017"
_AFTERWARDS = "go on without it and find the patient again later"
_ABSENT = {
    "DEMOG-0001": ("not_found", "Nobody is known under this; check it, or enter other details"),
    "DEMOG-0007": ("too_many", "More than one patient matches; add a first name or a postcode"),
    "DEMOG-0022": ("invalidated", "This NHS number has been made invalid; find the patient by their details"),
    "DEMOG-0040": (
        "not_verified",
        "NHS number and birth date are not those of one patient: the number is not verified",
    ),
    "DEMOG-0042": ("not_verified", "This is no NHS number of ten digits; enter the new one"),
}
"""What each code means that brings no patient, and what the person is told."""
_TROUBLES = {
    "SMSP-0001": "it could not read the question: correct what you entered",
    "SMSP-0002": "what it had from the Spine could not be read",
    "SMSP-0004": "it cannot reach the Spine",
    "SMSP-0005": "it does not take this system's credentials",
    "SMSP-9999": "it failed",
    "DEMOG-9999": "the Spine failed",
}
_PASSING = frozenset({"SMSP-0004", "SMSP-9999", "DEMOG-9999"})


class Smsp(Persisting[Answer]):
    """Asks the mini service, under ids of its own for each try, in the name of the person and pharmacy that ask."""

    first_pause = 0.1
    shows_parts = False
    """Its searches give the whole of what it has."""

    def __init__(
        self,
        settings: "SmspSettings",
        caller: Caller,
        stopping: Event,
        call_log: CallLog,
        seconds: float,
    ) -> None:
        super().__init__(stopping)
        self.settings = settings
        self.caller = caller
        self.call_log = call_log
        self.seconds = seconds
        self.requests = SmspRequests(settings.url, settings.asid)

    def retrieve(self, nhs_number: str, requester: Requester) -> Found:
        """The patient with this NHS number, which is asked for together with a birth date."""
        known = {"nhs_number": nhs_number, "birth_date": _whole(requester.birth_date)}
        return self.found(self.ask(BY_NUMBER, known, requester))

    def search(self, details: dict[str, str], requester: Requester) -> Found:
        """The one patient with these details; without a gender by the service that can do without."""
        known = {name: value for name, value in details.items() if name != "fuzzy"}
        return self.found(self.ask(BY_SEARCH if known.get("gender") else DETAILS, known, requester))

    def verify(self, nhs_number: str, requester: Requester) -> Found:
        """Whether number and birth date are of one patient; nothing of the record is asked for."""
        known = {"nhs_number": nhs_number, "birth_date": _whole(requester.birth_date)}
        answer = self.ask(VERIFY, known, requester)
        if answer.code == REPLACED:
            return Found("not_verified", [answer.patient])
        if answer.code not in (SUCCESS, STALE):
            return self.found(answer)
        if not self.is_valid(answer):
            return self.absent("DEMOG-0040")
        return Found("verified", message="The number is verified", stale=self.is_stale(answer))

    def number(self, details: dict[str, str], requester: Requester) -> Found:
        """The NHS number of the one patient with these details; nothing else of the record is asked for."""
        if not details.get("gender"):
            raise Refused("Enter the patient's gender as well: numbers are not looked up without it")
        return self.found(self.ask(NUMBER, details, requester))

    def found(self, answer: Answer) -> Found:
        """What an answer says to the person who asked."""
        if answer.code in _ABSENT:
            return self.absent(answer.code)
        if answer.code in (SUCCESS, STALE, REPLACED) and answer.patient.get("nhs_number"):
            return Found("found", [answer.patient], stale=self.is_stale(answer))
        raise ServiceTrouble(f"Spine Mini Service: {self.trouble(answer)}; {_AFTERWARDS}")

    def absent(self, code: str) -> Found:
        """What is said where no patient is shown."""
        outcome, message = _ABSENT[code]
        return Found(outcome, message=message)

    def is_valid(self, answer: Answer) -> bool:
        """Whether the number was verified: what is not said to be is not."""
        return answer.valid is True

    def is_stale(self, answer: Answer) -> bool:
        """Whether an answer is an older copy, since the Spine could not be reached."""
        return answer.code == STALE

    def trouble(self, answer: Answer) -> str:
        """What went wrong, in words."""
        return answer.problem or _TROUBLES.get(answer.code, f"it answered {answer.code[:20]}")

    def ask(self, service: str, known: dict[str, str], requester: Requester) -> Answer:
        """Ask, and ask again while it may pass; each try is a message of its own, and written down."""
        return self.persist(lambda _tried: self._once(service, known, requester))

    def read(self, status: int, body: bytes) -> Answer:
        """What an answer says."""
        return smsp_answer.read(status, body)

    def may_pass(self, answer: Answer) -> bool:
        """Whether it is worth to ask the same again."""
        return answer.may_pass or answer.code in _PASSING

    def _once(self, service: str, known: dict[str, str], requester: Requester) -> Answer:
        sent = self.requests.request(service, known, requester)
        headers = {"Content-Type": "text/xml; charset=utf-8", "SOAPAction": sent.action}
        try:
            reply = self.caller.post(
                self.settings.url, content=sent.body, headers=headers, timeout=self.seconds
            )
            answer = self.read(reply.status_code, reply.content)
        except Unreachable as silence:
            answer = Answer(problem=silence.reason, may_pass=not silence.timed_out)
        result = answer.code or answer.problem
        self.call_log.record(requester, "smsp", service, known.get("nhs_number", ""), sent.message_id, result)
        return answer


def _whole(birth_date: str) -> str:
    if len(birth_date) != len("YYYY-MM-DD"):
        raise Refused(
            "The Spine Mini Service wants the whole birth date with a number: ask the patient for it"
        )
    return birth_date
