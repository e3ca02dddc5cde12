"""The Toolkit's own names for its rows, tables and columns, shared by the engine and every report."""

PATHWAYS: dict[str, str] = {"minor-illness": "Minor illness", "urgent-medicines": "Urgent Medicines"}

LEVELS: dict[str, str] = {
    "essential": "Essential for October 2021",
    "required": "Future requirement",
    "desirable": "Desirable",
}
"""The columns of the Toolkit's tables, from left to right."""

CONTEXT = "context"
"""Level and component of what other documents than the Toolkit ask for."""
CONTEXT_TITLE = "Beyond the Toolkit"
INITIALS: dict[str, str] = {"minor-illness": "MI", "urgent-medicines": "UM"}
"""With which the ids of a pathway's requirements begin."""

COMPONENTS: dict[str, str] = {
    "gp-report-inbound": "GP report message (inbound)",
    "nhs111-report-inbound": "NHS 111 report message (inbound)",
    "nhs111-online-report-inbound": "NHS 111 online report message (inbound)",
    "gp-notification-outbound": "GP notification message (outbound)",
    "onward-referral-outbound": "Onward referral to pharmacy (outbound)",
    "bsa-claims-and-reporting": "BSA Claims and reporting",
    "pharmacist-enrolment": "Pharmacist enrolment / Declaration of Competence (DoC)",
    "pds": "Personal Demographics Service (PDS)",
    "eps-tracker": "Electronic Prescription Service (EPS) Tracker",
    "rtec": "Real Time Exemption Checking (RTEC)",
    "scr": "Summary Care Record (SCR)",
    "nice-cks": "NICE Clinical Knowledge Summaries (CKS)",
    "dmd": "Dictionary of Medicines and Devices (dm+d)",
    "dos": "Directory of Services (DoS)",
    "dispensing-tokens": "Dispensing tokens",
    "data-reporting": "Data reporting",
}
"""Every row; this one order is that of both tables, each of which leaves some rows out."""

ROWS: dict[str, tuple[str, ...]] = {
    "minor-illness": (
        "gp-report-inbound",
        "nhs111-report-inbound",
        "gp-notification-outbound",
        "bsa-claims-and-reporting",
        "pharmacist-enrolment",
        "pds",
        "scr",
        "nice-cks",
        "dmd",
        "dos",
        "data-reporting",
    ),
    "urgent-medicines": (
        "nhs111-report-inbound",
        "nhs111-online-report-inbound",
        "gp-notification-outbound",
        "onward-referral-outbound",
        "bsa-claims-and-reporting",
        "pharmacist-enrolment",
        "pds",
        "eps-tracker",
        "rtec",
        "scr",
        "dmd",
        "dos",
        "dispensing-tokens",
        "data-reporting",
    ),
}
"""The rows of each pathway's table, from top to bottom."""
