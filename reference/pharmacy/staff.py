"""The pharmacists who work here: enrolling them, and who it is that acts."""

from ..kit.models import Pharmacist
from ..kit.numbers import is_gphc_number
from ..kit.problems import Refused
from ..kit.store import Store


class Staff:
    """Enrols pharmacists, and finds the enrolled one who acts."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def enrol(self, full_name: str, gphc: str) -> Pharmacist:
        """Enrol a pharmacist; enrolling again corrects the name."""
        if not full_name.strip():
            raise Refused("Enter the pharmacist's full name")
        self.check_number(gphc)
        pharmacist = Pharmacist(gphc=gphc, full_name=full_name.strip())
        self.store.keep(pharmacist)
        return pharmacist

    def check_number(self, gphc: str) -> None:
        """Refuse what is not a GPhC registration number."""
        if not is_gphc_number(gphc):
            raise Refused("A GPhC number has seven digits; check it on the register")

    def acting(self, gphc: str) -> dict[str, str]:
        """The enrolled pharmacist who acts, as the record will name them."""
        pharmacist = self.store.pharmacist(gphc) if gphc else None
        if pharmacist is None:
            raise Refused("Enrol as a pharmacist first: this is done in a pharmacist's name")
        return {"full_name": pharmacist.full_name, "gphc_number": pharmacist.gphc}
