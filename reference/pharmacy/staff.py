"""The pharmacists who work here: enrolling them, what they declared, and who it is that acts."""

from ..kit.models import Pharmacist
from ..kit.numbers import is_gphc_number
from ..kit.problems import Refused
from ..kit.store import Store
from ..kit.times import now
from ..national.cppe import CURRENT, LAPSED, UNKNOWN, Cppe, Registered

_NOT_TAKEN = {
    LAPSED: "The declaration of competence has lapsed by CPPE's register; renew it there, then enrol",
    UNKNOWN: "CPPE's register has nobody under this number; check it, or register there, then enrol",
}


class Staff:
    """Enrols pharmacists, and finds the enrolled one who acts."""

    def __init__(self, store: Store, register: Cppe) -> None:
        self.store = store
        self.register = register

    def enrol(self, full_name: str, gphc: str) -> tuple[Pharmacist, Registered]:
        """Enrol a pharmacist; enrolling again corrects the name. What they declared stays."""
        if not full_name.strip():
            raise Refused("Enter the pharmacist's full name")
        self.check_number(gphc)
        registered = self.register.look_up(gphc, full_name)
        if registered.outcome in _NOT_TAKEN:
            raise Refused(_NOT_TAKEN[registered.outcome])
        before = self.store.pharmacist(gphc)
        pharmacist = Pharmacist(
            gphc=gphc,
            full_name=self.name(full_name.strip(), registered, before),
            declared=before.declared if before else None,
        )
        self.store.keep(pharmacist)
        return pharmacist, registered

    def name(self, keyed: str, registered: Registered, before: Pharmacist | None) -> str:
        """The name that is kept: the register's, where it has one, and otherwise what was keyed in last."""
        return registered.full_name if registered.outcome == CURRENT and registered.full_name else keyed

    def check_number(self, gphc: str) -> None:
        """Refuse what is not a GPhC registration number."""
        if not is_gphc_number(gphc):
            raise Refused("A GPhC number has seven digits; check it on the register")

    def declare(self, gphc: str) -> Pharmacist:
        """Keep that a pharmacist declares to be competent for the service: who, and when."""
        pharmacist = self.enrolled(gphc)
        pharmacist.declared = {"by": pharmacist.full_name, "gphc_number": pharmacist.gphc, "at": now()}
        self.store.keep(pharmacist)
        return pharmacist

    def enrolled(self, gphc: str) -> Pharmacist:
        """The pharmacist of a number, who has to be enrolled."""
        pharmacist = self.store.pharmacist(gphc) if gphc else None
        if pharmacist is None:
            raise Refused("Enrol as a pharmacist first: this is done in a pharmacist's name")
        return pharmacist

    def acting(self, gphc: str, _name: str = "") -> dict[str, str]:
        """The enrolled pharmacist who acts, as the record will name them."""
        pharmacist = self.enrolled(gphc)
        return {"full_name": pharmacist.full_name, "gphc_number": pharmacist.gphc}

    def declaration(self, pharmacist: Pharmacist) -> dict[str, str] | None:
        """What a pharmacist declared: who, and when."""
        return pharmacist.declared
