"""The columns of the export, by the specification that it keeps to."""

NHSEI, PRSB = "nhsei-data-specification", "prsb-pharmacy-information"
COLUMNS: dict[str, dict[str, str]] = {
    NHSEI: {
        name: name
        for name in (
            "pharmacy_ods",
            "referral_source",
            "service",
            "case_reference",
            "nhs_number",
            "birth_date",
            "gender",
            "practice_ods",
            "received",
            "completed",
            "method",
            "presenting_complaint",
            "advice",
            "outcome",
            "items",
            "gphc_number",
            "claim_submission_id",
        )
    },
    PRSB: {
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
    },
}
"""By form and field: what the column is called."""
