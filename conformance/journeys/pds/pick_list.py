"""Several patients match, and somebody whom PDS knows by name may see them all, and choose.

Source: Personal Demographics Service FHIR API, healthcare worker access (interface sheet pds-smsp-auth, 2, 4, 5, 14).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from cpcs_harness.declaration import Declaration
from cpcs_harness.journeys.journey import Journey, Stage
from cpcs_harness.people.demographics import Demographics, HeldName
from cpcs_harness.people.model import Issued

from .._steps import cis2 as _cis2
from .._steps import pds as _pds
from .._steps.pathways import MI, UM

TWINS = {"twin": "Quentin", "restricted": "Rowan", "moved-away": "Marlow"}
"""Who has family name, first name and birth date of the patient, and what their second name is."""


class PdsPickList(Journey):
    """The patient is one of four of the same name and birth date, of whom one is restricted."""

    id = "pds-pick-list"
    pathways = (MI, UM)
    title = "{service}, several patients of one name"

    asked_for_by = "[cis2] and [pds] healthcare_worker"

    @classmethod
    def wanted(cls, declaration: Declaration) -> bool:
        """Only a system whose users ask PDS in their own names."""
        return _cis2.wanted(declaration) and declaration.healthcare_worker

    def run(self, stage: Stage) -> None:
        """Sign in with CIS2, search, look at the referral, choose, and look again."""
        stage.step("A pharmacist signs in with CIS2")
        someone = _cis2.person(stage, "pharmacist")
        _cis2.sign_in(someone, someone.worker.roles[0].role_id)
        patients = _pds.issue(someone, ("wanted", *TWINS))
        case = _pds.refer(someone, {"wanted": patients["wanted"]})["wanted"]
        self.hold(someone, patients)
        stage.step("A search finds several patients")
        case.search(postcode=None)
        case.open()
        stage.step("The pharmacist chooses one of them")
        case.choose()
        case.open()
        stage.step("The record that was chosen becomes restricted, and the same search is made once more")
        restricted = replace(Demographics.of(patients["wanted"].person), security="R")
        someone.hold(restricted, "wanted")
        case.search(postcode=None)
        case.open()

    def hold(self, stage: Stage, patients: Mapping[str, Issued]) -> None:
        """Have PDS hold the four, each with an address and a practice of their own."""
        wanted = patients["wanted"].person
        for label, second in TWINS.items():
            record = replace(
                Demographics.of(patients[label].person),
                names=(HeldName(wanted.family, (wanted.given, second)),),
                birth_date=wanted.birth_date.isoformat(),
                gender=wanted.gender,
                security="R" if label == "restricted" else "U",
            )
            stage.hold(record, label)
