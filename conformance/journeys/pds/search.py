"""Patients are looked for by what they say of themselves, and by numbers as people write them.

Source: Personal Demographics Service FHIR API, search (interface sheet pds-smsp-auth, sections 5, 13 and 14).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from cpcs_harness.journeys.journey import Stage
from cpcs_harness.people.demographics import Demographics, HeldName

from .._steps import pds as _pds
from .._steps import referrals as _referrals
from .._steps.pathways import MI, UM
from .._steps.pds import Case

ODD_FAMILY, ODD_GIVEN = "O'Ñeill de la Törre", "Zoë"
"""What a query has to encode: an apostrophe, blanks, and letters beyond ASCII."""
DIED = "2026-04-02"


class PdsSearch(_pds.AsksPds):
    """Each patient is looked for in another way; some are found, and some are adopted."""

    id = "pds-search"
    seconds = 2.0
    pathways = (MI, UM)
    title = "{service}, patients looked for by what they say"

    def run(self, stage: Stage) -> None:
        """Refer the patients, then look for one after the other."""
        _referrals.sign_in(stage)
        labels = ("unique", "none", "too-many", "odd-name", "former-name", "sounds-alike", "numbers")
        cases = _pds.refer(stage, _pds.issue(stage, labels))
        self.one_match(cases["unique"])
        self.no_match(cases["none"])
        self.too_many_matches(cases["too-many"])
        self.name_to_encode(cases["odd-name"])
        self.former_name(cases["former-name"])
        self.sounds_alike(cases["sounds-alike"])
        self.formatted_numbers(cases["numbers"])

    def one_match(self, case: Case) -> None:
        """One patient matches; the record is adopted when the pharmacist says so."""
        case.stage.step("A search finds one patient")
        case.search()
        case.open()
        case.choose()
        case.open()

    def no_match(self, case: Case) -> None:
        """The birth date was misheard, so that nobody matches; then it is asked for again."""
        case.stage.step("A search finds nobody, and then the patient")
        misheard = case.person.birth_date - timedelta(days=1)
        case.search(birth_date=misheard.isoformat())
        case.open()
        case.search()
        case.choose()
        case.open()

    def too_many_matches(self, case: Case) -> None:
        """Somebody else has the same family name and birth date; sounding alike narrows nothing, a postcode does."""
        stage, person = case.stage, case.person
        stage.step("A search finds more than one, and then the patient")
        other = Demographics.of(stage.another("too-many-twin").person)
        twin = replace(
            other,
            names=(HeldName(person.family, ("Quentin",)),),
            birth_date=person.birth_date.isoformat(),
        )
        stage.hold(twin, "too-many-twin")
        case.search(given=None, postcode=None, gender=None)
        case.open()
        case.search(postcode=None, gender=None, fuzzy=True)
        case.search()
        case.choose()
        case.open()

    def name_to_encode(self, case: Case) -> None:
        """The name has an apostrophe, blanks and letters with marks; and whoever had it has died."""
        case.stage.step("A search for a name with marks and blanks, of somebody who has died")
        named = replace(Demographics.of(case.person), names=(HeldName(ODD_FAMILY, (ODD_GIVEN,)),))
        case.stage.hold(replace(named, deceased=DIED, death_status="2"), "odd-name")
        case.search(family=ODD_FAMILY, given=ODD_GIVEN)

    def former_name(self, case: Case) -> None:
        """The patient was referred under a name that PDS has as a former one."""
        case.stage.step("A search by a former name")
        plain, person = Demographics.of(case.person), case.person
        former = HeldName(person.family, (person.given,), use="maiden", end="2020-01-01")
        present = HeldName("Attwater", (person.given,), start="2020-01-02")
        case.stage.hold(replace(plain, names=(present, former)), "former-name")
        case.search()

    def sounds_alike(self, case: Case) -> None:
        """The name was spelt wrong; after a miss the pharmacist wants names that sound alike."""
        case.stage.step("A search for a name that is spelt wrong")
        misspelt = f"{case.person.family}e"
        case.search(family=misspelt)
        case.search(family=misspelt, fuzzy=True)

    def formatted_numbers(self, case: Case) -> None:
        """NHS numbers as they are read from paper, and some that are none."""
        number = case.person.nhs_number
        case.stage.step("NHS numbers with spaces and hyphens")
        for sign in (" ", "-"):
            case.find(nhs_number=sign.join((number[:3], number[3:6], number[6:])))
        case.stage.step("What is no NHS number")
        wrong_check_digit = f"{number[:9]}{(int(number[9]) + 1) % 10}"
        for written in (wrong_check_digit, number[:9], "ABC123DEF4", "0000000000", "1111111111"):
            case.find(nhs_number=written)
