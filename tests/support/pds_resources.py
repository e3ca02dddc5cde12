"""What the mock PDS writes of records in every state, as resources, and what our judge says of one."""

import json
from dataclasses import replace

from cpcs_harness._content.mocks.pds.record import search_result
from cpcs_harness._content.mocks.pds.related import related_persons
from cpcs_harness.formats.fhir.pds import problems
from cpcs_harness.people.demographics import Demographics, HeldRelation
from cpcs_harness.people.environment import make_environment
from cpcs_harness.people.issue import Issuer
from pds_records import full

PERSON = Issuer(3, make_environment(seed=3)).issue("one", "minor-illness").person
FULL = full(PERSON)
RELATED = (
    HeldRelation(
        "MTH", family="Jones", given="Mair", next_of_kin=True, rank=1, copied=True, telephone="0113"
    ),
    HeldRelation("Guardian", nhs_number="9990000026", role="Guardian"),
)
STATES = {
    "plain": Demographics.of(PERSON),
    "full": FULL,
    "minimal": Demographics(PERSON.nhs_number),
    "restricted": replace(FULL, security="R"),
    "very-restricted": replace(FULL, security="V"),
    "informal-death": replace(FULL, deceased="2024-03-02T00:00:00+00:00", death_status="1"),
    "formal-death": replace(FULL, deceased="2024-03-02", death_status="2"),
    "death-taken-back": replace(FULL, death_status="U"),
    "year-of-birth": replace(FULL, birth_date="1962", deceased="2024-03", death_status="1"),
    "removed": replace(FULL, removal="SCT", managing_organisation="X26", practice_end="2024-05-06"),
    "died-and-removed": replace(FULL, removal="DEA", deceased="2024", death_status="2"),
    "no-practice": replace(FULL, practice=""),
    "null-lines": replace(FULL, oddities=("null-lines",)),
    "unknown-extension": replace(FULL, oddities=("unknown-extension",)),
    "no-period": replace(FULL, oddities=("no-period",)),
}


def bundle(*entries):
    """A searchset of entries, as PDS puts one together."""
    moment = {"timestamp": "2026-01-05T09:00:00.000Z"}
    written = {"resourceType": "Bundle", "type": "searchset", "total": len(entries), **moment}
    return written | ({"entry": list(entries)} if entries else {})


def searched(*records):
    """What a search gives of records."""
    return bundle(
        *(
            {
                "fullUrl": f"http://pds.example/Patient/{one.nhs_number}",
                "search": {"score": 1},
                "resource": search_result(one, "2026-01-05"),
            }
            for one in records
        )
    )


def related(record):
    """What is given of a record's related persons."""
    at = f"http://pds.example/Patient/{record.nhs_number}/RelatedPerson"
    return bundle(*({"fullUrl": f"{at}/{one['id']}", "resource": one} for one in related_persons(record)))


def judged(resource, kind=""):
    """Rules that a resource breaks, and where."""
    return [(one.rule, one.where) for one in problems(json.dumps(resource).encode(), kind)]
