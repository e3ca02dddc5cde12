"""What no public document states, as it was agreed with those at the other end; this system's own words by default."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class CksInterface:
    """How NICE's partner is called: paths, member of the query, header of the key, and names in its answers."""

    key_header: str = "X-Api-Key"
    search: dict[str, str] = field(default_factory=lambda: {"path": "/topics", "query": "title"})
    topic: dict[str, str] = field(default_factory=lambda: {"path": "/topics/{id}"})
    members: dict[str, str] = field(
        default_factory=lambda: {
            name: name
            for name in ("topics", "id", "title", "revised", "address", "sections", "heading", "html")
        }
    )


@dataclass(frozen=True)
class EndpointNames:
    """How DoS names what it says of the ways to a service: the member of a service, those within, and their words."""

    list: str = "endpoints"
    members: dict[str, str] = field(
        default_factory=lambda: {
            "order": "endpointOrder",
            "transport": "transport",
            "scenario": "businessScenario",
            "address": "address",
            "comment": "comment",
        }
    )
    transports: dict[str, str] = field(default_factory=lambda: {"email": "email"})
    scenarios: dict[str, str] = field(default_factory=lambda: {"copy": "Copy", "primary": "Primary"})
    uses: dict[str, str] = field(
        default_factory=lambda: {"notification": "copy", "onward-referral": "primary"}
    )
    """A practice is told afterwards; a pharmacy is handed the case."""


@dataclass(frozen=True)
class Told:
    """Until the end of which working day after that of the consultation a practice is told."""

    working_days: int = 1


@dataclass(frozen=True)
class Unanswered:
    """After how many hours a person is told that a practice has not answered: always counted, or when it works."""

    hours: float = 24
    counted: str = "always"


@dataclass(frozen=True)
class NotificationRules:
    """By when practices are told, how long their answers may take, and when they work, Monday to Friday."""

    told: Told = Told()
    unanswered: Unanswered = Unanswered()
    working_day: dict[str, str] = field(default_factory=lambda: {"from": "09:00", "until": "17:00"})


@dataclass(frozen=True)
class OnwardPart:
    """One thing that an onward referral says, and the words right before it."""

    what: str
    words: str = ""


@dataclass(frozen=True)
class OnwardRules:
    """What an e-mail says that refers a patient onward, in this order; nothing for this system's own text alone."""

    body: tuple[OnwardPart, ...] = ()


@dataclass(frozen=True)
class ExemptionRules:
    """As what a claim says which exemption RTEC found."""

    claim: str = "EXEMPTION_TYPE"


@dataclass(frozen=True)
class Agreed:
    """All of it."""

    cks: CksInterface = CksInterface()
    endpoints: EndpointNames = EndpointNames()
    notification: NotificationRules = NotificationRules()
    onward: OnwardRules = OnwardRules()
    exemption: ExemptionRules = ExemptionRules()
