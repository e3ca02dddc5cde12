"""The patients of the SCR FHIR API's public sandbox; what is sent about them is never kept.

Source: Summary Care Record FHIR API, sandbox test scenarios (interface sheet dos-eps-rtec-scr-dmd, section 5.3).
The wording of the record is ours.
"""

from __future__ import annotations

from cpcs_harness.people.demographics import CareRecord, CareSection

_ALLERGIES = "<table><tr><th>Date</th><th>Description</th></tr><tr><td>12-May-2020</td><td>Wasp sting</td></tr></table>"

SANDBOX = {
    "9000000009": CareRecord(
        nhs_number="9000000009",
        document_id="FA60BE64-1F34-11EB-A2A8-000C29A364EB",
        sections=(
            CareSection("Title", "General Practice Summary", "<h3>Made from the practice's record</h3>"),
            CareSection("AllergiesHeader", "Allergies and Adverse Reactions", _ALLERGIES),
        ),
        created="2020-11-17T01:00:00+00:00",
    ),
    "9000000033": CareRecord(nhs_number="9000000033"),
    "9111231130": CareRecord(nhs_number="9111231130", permission="No", withheld=True),
}
"""Normal; without a record; without consent."""

UNKNOWN = "9111231130"
"""Whose permission cannot be set: the sandbox has no such patient there."""
