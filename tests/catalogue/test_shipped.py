"""The catalogue that this project ships: whole, in step with the Toolkit's cells, and honest about what it rests on."""

import re
from collections import Counter
from datetime import date

import pytest

from checkout import ROOT
from cpcs_harness.catalogue import Catalogue, cross_check, load_catalogue, load_cells
from cpcs_harness.people.fixtures import fixture

BOTH = (
    "cis2-sessions",
    "cis2-sign-in",
    "cis2-wrong-tokens",
    "claimed-in-both-years",
    "clocks-go-back",
    "clocks-go-forward",
    "gp-answers",
    "gp-survives-restart",
    "gp-trouble",
    "identity-service-down",
    "late-after-email",
    "claim-windows",
    "claims-of-a-day",
    "leap-day",
    "new-year",
    "nhs111-adaptor",
    "nhs111-exploration",
    "nhs111-fhir",
    "directory-kept",
    "nhs111-lawful-variants",
    "nhs111-repeats-and-versions",
    "nhs111-unlawful-messages",
    "locum-two-premises",
    "pds-changes",
    "pds-changes-signed-in",
    "pds-down-mid-consultation",
    "pds-hangs",
    "month-edges",
    "month-exported",
    "month-reported",
    "pharmacist-enrolled",
    "pds-people",
    "pds-people-signed-in",
    "pds-pick-list",
    "pds-record-states",
    "pds-record-states-signed-in",
    "pds-tokens",
    "pds-search",
    "pds-trouble",
    "referral-survives-restart",
    "scr-links",
    "scr-viewer",
    "secure-email",
    "smsp",
    "summer-month",
    "supplier-switched",
    "two-pharmacies",
)
JOURNEYS = {
    "gp-mail": "minor-illness",
    "minor-illness-by-mesh": "minor-illness",
    "minor-illness-by-mesh-second-patient": "minor-illness",
    **{
        f"onward-{how}": "urgent-medicines"
        for how in (
            "bounced",
            "by-fhir",
            "by-fhir-at-odd-hours",
            "by-nhsmail",
            "at-odd-hours",
            "refused",
            "survives-restart",
            "to-our-own",
        )
    },
    "claims-survive-restart": "urgent-medicines",
    "cks-guidance": "minor-illness",
    "dos-search": "urgent-medicines",
    "dos-trouble": "urgent-medicines",
    "eps-tracker": "urgent-medicines",
    "exemption-checked": "urgent-medicines",
    "exemption-kept": "urgent-medicines",
    "medicines-coded": "urgent-medicines",
    "supply-refused": "urgent-medicines",
    "supply-several": "urgent-medicines",
    "token-printed": "urgent-medicines",
    "untrusted-services": "urgent-medicines",
    "untrusted-mail-server": "minor-illness",
    "tokens-on-leap-day": "urgent-medicines",
    "gp-referral-itk3": "minor-illness",
    "gp-referral-keyed": "minor-illness",
    "gp-referral-mailbox": "minor-illness",
    "gp-urgent-medicine-refused": "minor-illness",
    "minor-illness-product-recommended": "minor-illness",
    "minor-illness-second-patient": "minor-illness",
    "nhs111-adaptor-online-um": "urgent-medicines",
    "nhs111-fhir-online-um": "urgent-medicines",
    "nhs111-online-um": "urgent-medicines",
    "urgent-medicine-second-patient": "urgent-medicines",
    "urgent-medicine-supplied": "urgent-medicines",
    **{f"{name}-mi": "minor-illness" for name in BOTH},
    **{f"{name}-um": "urgent-medicines" for name in BOTH},
}
TESTED_BEYOND_ESSENTIAL = {
    "MI-GPN-R",
    "UM-ONW-R",
    "UM-EPS-R",
    "UM-RTEC-R",
    "MI-CKS-D",
    "MI-GPR-R",
    "MI-N111-R",
    "MI-PDS-D",
    "UM-PDS-D",
    "UM-N111-R",
    "UM-N111O-R",
} | {
    f"{pathway}-{cell}" for pathway in ("MI", "UM") for cell in ("PDS-D", "SCR-D", "DOS-R", "ENR-D", "BSA-R")
}


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue(ROOT / "toolkit_requirements.yaml")


def test_each_cell_of_the_toolkit_has_its_requirement_in_the_same_words(catalogue):
    cells = load_cells(ROOT / "fixtures" / "toolkit_cells.yaml")

    assert len(catalogue.requirements) == 44
    assert [requirement.id for requirement in catalogue.requirements] == list(cells)
    for requirement in catalogue.requirements:
        cell = cells[requirement.id]
        for key in ("pathway", "component", "level", "by", "text", "options", "parts"):
            assert getattr(requirement, key) == getattr(cell, key), f"{requirement.id} {key}"
        assert cell.reading in ("", requirement.reading)


def test_nothing_is_left_open_when_each_automated_criterion_has_a_check(catalogue):
    cells = load_cells(ROOT / "fixtures" / "toolkit_cells.yaml")
    automated = [criterion for criterion in catalogue.criteria.values() if criterion.is_automated]

    assert len(catalogue.criteria) >= 40
    assert len(automated) >= 25
    checks = {criterion.id: [("conformance/test_all.py", 1)] for criterion in automated}
    assert cross_check(catalogue, cells, checks, JOURNEYS) == []


def test_essential_cells_are_due_in_october_2021_and_two_future_ones_in_january_2022(catalogue):
    due = Counter((requirement.level, requirement.by) for requirement in catalogue.requirements)

    assert due["essential", date(2021, 10, 1)] == 25
    assert due["required", date(2022, 1, 31)] == 2
    assert due["required", None] + due["desirable", None] == 17


def test_a_cell_has_criteria_or_says_why_not(catalogue):
    for requirement in catalogue.requirements:
        assert bool(requirement.criteria) != bool(requirement.untested), requirement.id
    higher = {one.id for one in catalogue.requirements if one.level != "essential" and one.criteria}
    assert higher == TESTED_BEYOND_ESSENTIAL


def test_the_journeys_are_those_that_are_there():
    from cpcs_harness.journeys.index import all_journeys

    assert {name: journey.pathway for name, journey in all_journeys().items()} == JOURNEYS


def test_what_rests_on_the_projects_own_model_says_so_in_its_source_and_nothing_else_does(catalogue):
    for criterion in catalogue.criteria.values():
        of_ours = criterion.source.document.startswith("model of the project, from ")
        assert of_ours == (criterion.certainty == "modelled"), criterion.id


def test_every_criterion_is_one_sentence_about_the_system_with_a_risk_for_a_patient(catalogue):
    for criterion in catalogue.criteria.values():
        assert criterion.text.endswith("."), criterion.id
        assert criterion.risk.endswith("."), criterion.id
        assert "\n" not in criterion.text + criterion.risk, criterion.id


def test_every_automated_criterion_says_in_a_sentence_what_to_do_about_a_failure_and_no_other_does(catalogue):
    for criterion in catalogue.criteria.values():
        assert bool(criterion.to_do) == criterion.is_automated, criterion.id
        if criterion.to_do:
            assert criterion.to_do.endswith("."), criterion.id
            assert "\n" not in criterion.to_do, criterion.id
            assert len(criterion.to_do) <= 300, criterion.id
            assert criterion.to_do not in (criterion.text, criterion.risk), criterion.id


def test_pages_that_the_advice_names_are_there(catalogue):
    advice = " ".join(criterion.to_do for criterion in catalogue.criteria.values())
    pages = set(re.findall(r"docs/reference/[a-z-]+\.[a-z]+", advice))

    assert len(pages) > 5
    assert [page for page in sorted(pages) if not (ROOT / page).is_file()] == []


def test_sections_of_provision_json_that_the_advice_names_are_given_there(catalogue):
    advice = " ".join(criterion.to_do for criterion in catalogue.criteria.values())
    named = set(re.findall(r"`([a-z0-9_]+)[^`]*` (?:of|in) provision\.json", advice))
    written = [path.read_text(encoding="utf-8") for path in (ROOT / "mocks").rglob("*.py")]
    mocks = {name for text in written for name in re.findall(r'return \{"(\w+)": \{', text)}

    assert len(named) > 8
    assert named <= {"premises", "profiles"} | mocks | set(fixture("provision"))


def test_a_proprietary_mini_service_is_judged_by_what_is_seen_and_by_its_providers_accreditation(catalogue):
    of_mini_service = [one for one in catalogue.criteria.values() if one.option == "spine-mini-service"]
    said = {one.id: one.where.get("pds.mini_service") for one in of_mini_service}

    assert [id for id, word in said.items() if word == "proprietary"] == ["SMSP-21"]
    assert catalogue.criteria["SMSP-21"].judged_by == "declared"
    for one in of_mini_service:
        if not one.where:
            assert one.stands_on == "self-reported" or one.id == "SMSP-10", one.id


def test_a_shared_criterion_is_judged_in_each_pathway_that_uses_it(catalogue):
    assert catalogue.pathways_of("PDS-01") == ("minor-illness", "urgent-medicines")
    assert catalogue.pathways_of("GPM-01") == ("minor-illness", "urgent-medicines")
    assert [requirement.id for requirement in catalogue.requirements_of("DOS-01")] == ["MI-DOS-E", "UM-DOS-E"]
    assert [c.id for c in catalogue.criteria_of(catalogue.requirement("MI-SCR-E"))][:2] == [
        "SCR-01",
        "SCR-02",
    ]


def test_what_asks_less_replaces_nothing(catalogue):
    """Four modelled criteria stand in for none of 40, and a report by FHIR is none of NHS 111 online."""
    for id in ("MI-N111-E", "UM-N111-E", "UM-N111O-E", "MI-ENR-E", "UM-ENR-E"):
        assert catalogue.requirement(id).also_met_by == (), id


def test_what_stays_in_use_as_fall_back_is_replaced_by_nothing(catalogue):
    replaced = {requirement.id for requirement in catalogue.requirements if requirement.also_met_by}

    assert replaced == {
        *("MI-PDS-E", "UM-PDS-E", "MI-SCR-E", "UM-SCR-E", "MI-CKS-E", "UM-EPS-E", "UM-BSA-E"),
    }
    assert catalogue.requirement("UM-DOS-R").requires == ("UM-DOS-E",)
