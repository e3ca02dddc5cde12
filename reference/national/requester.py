"""The person for whom a national service is asked, and in the course of which consultation."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Requester:
    """A person with their role, and the pharmacy that they act for."""

    ods: str
    name: str = ""
    role: str = ""
    gphc: str = ""
    consultation: str = ""
    """Stays the same for all requests of one consultation, and says nothing of the patient."""
    birth_date: str = ""
    """What they know of the patient's birth date, for a service that wants it with an NHS number."""
