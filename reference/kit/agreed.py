"""What no public document states, as it was agreed with those at the other end; this system's own words by default."""

from dataclasses import dataclass, field

EXTRACTED = {
    "pharmacy_ods": "Location identifier",
    "referral_source": "Referrer",
    "service": "Reason for referral",
    "case_reference": "Referral identifier",
    "nhs_number": "NHS number",
    "birth_date": "Date of birth",
    "gender": "Sex",
    "practice_ods": "GP practice identifier",
    "received": "Date of referral",
    "completed": "Date of contact",
    "method": "Consultation method",
    "presenting_complaint": "Presenting complaints or issues",
    "advice": "Information and advice given",
    "outcome": "Outcome",
    "items": "Medication supplied",
    "gphc_number": "Professional identifier",
    "claim_submission_id": "Claim identifier",
}
"""What a month's export holds of a consultation, and what the PRSB's headings call it."""


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
class FurtherColumns:
    """Columns of a month's export in which nothing stands, in either form."""

    nhsei: tuple[str, ...] = ()
    prsb: tuple[str, ...] = ()


@dataclass(frozen=True)
class ExtractCodes:
    """How words are written in a month's export that is coded; what is not here stays as it is."""

    referral_source: dict[str, str] = field(default_factory=dict)
    service: dict[str, str] = field(default_factory=dict)
    gender: dict[str, str] = field(default_factory=dict)
    method: dict[str, str] = field(default_factory=dict)
    outcome: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class ExtractRules:
    """What the columns of a month's export are called, by what they hold, in either form; and how words are coded."""

    nhsei: dict[str, str] = field(default_factory=lambda: {name: name for name in EXTRACTED})
    prsb: dict[str, str] = field(default_factory=lambda: dict(EXTRACTED))
    further: FurtherColumns = FurtherColumns()
    codes: ExtractCodes = field(default_factory=ExtractCodes)


@dataclass(frozen=True)
class ClaimRules:
    """In which systems a claim has its references and codes, and the codes themselves."""

    systems: dict[str, str] = field(
        default_factory=lambda: {
            "client_reference": "https://fhir.nhsbsa.nhs.uk/Id/CpcsClientReference",
            "type": "https://fhir.nhsbsa.nhs.uk/Id/CpcsType",
            "referral": "https://fhir.nhsbsa.nhs.uk/Id/UrgentCareReference",
            "information": "https://fhir.nhsbsa.nhs.uk/Id/CpcsSupportingInfo",
        }
    )
    types: dict[str, str] = field(
        default_factory=lambda: {"minor-illness": "MIN_ILL", "urgent-medicines": "EMG_MED"}
    )
    information: dict[str, str] = field(
        default_factory=lambda: {"assessed": "ASSESSMENT_DATE", "method": "CONSULTATION_METHOD"}
    )


@dataclass(frozen=True)
class Agreed:
    """All of it."""

    cks: CksInterface = CksInterface()
    endpoints: EndpointNames = EndpointNames()
    notification: NotificationRules = NotificationRules()
    onward: OnwardRules = OnwardRules()
    exemption: ExemptionRules = ExemptionRules()
    extract: ExtractRules = field(default_factory=ExtractRules)
    mys: ClaimRules = field(default_factory=ClaimRules)
