"""Does not look at the time of death in answers of the Spine Mini Service."""

from dataclasses import replace

from ..national.smsp.answer import Answer
from ..national.smsp.service import Smsp
from ..service import Service

CATCHES = ("SMSP-12",)
CONDITION = "a patient who has died"


class _Alive(Smsp):
    def read(self, status: int, body: bytes) -> Answer:
        answer = super().read(status, body)
        living = {**answer.patient, "deceased": False, "deceased_on": None} if answer.patient else {}
        return replace(answer, patient=living)


def install(service: Service) -> None:
    """Take everybody for living."""
    service.smsp.__class__ = _Alive
