"""Everybody of a run of the catalogue, seed after seed: each mark is one person's, and could be nobody else's."""

import re
from collections import Counter
from dataclasses import dataclass

import pytest

from checkout import ROOT
from cpcs_harness.evidence.marks import Marks
from cpcs_harness.journeys.index import all_journeys
from cpcs_harness.judging.account.account import bare, stands_alone
from cpcs_harness.judging.account.subject import marks_of
from cpcs_harness.people import nhs_number
from cpcs_harness.people.environment import make_environment
from cpcs_harness.people.fixtures import fixture
from cpcs_harness.people.issue import Issuer
from cpcs_harness.people.plain import plain
from cpcs_harness.people.series import carer_of
from explore import times

SEEDS = range(1, 1 + 4 * times())
"""Each run of these tests goes through the first few of those of `make test-deep`."""
DRAMA = re.compile(
    r"01632960\d{3}|07700900\d{3}|03069990\d{3}|011[3-8]4960\d{3}|01[2-6]14960\d{3}|01914980\d{3}|02079460\d{3}"
    r"|02920180\d{3}"
)
"""Ofcom's numbers for drama: nobody is ever given one."""
OWN = "people.yaml", "names.yaml", "places.yaml"
PUBLISHED = "pds_sandbox.yaml"
"""What the sandbox of PDS says is published, telephones included."""
TELEPHONE = re.compile(r"(?<![\w-])0(?!123456789)[1-37](?: ?\d){9}(?![\w-])")


@dataclass(frozen=True)
class Known:
    """What is unique of one of a run's people, and of the practice and staff that are theirs alone."""

    nhs_number: str
    telephones: tuple[str, ...]
    gphc: str
    practice: str
    marks: frozenset[str]


def known(issued):
    """Give all that stands for a person, or for a practice, a pharmacist or a carer of theirs."""
    person, practice, worker = issued.person, issued.person.practice, issued.care_worker
    telephones = person.callback, person.home_telephone, practice.telephone, carer_of(person.callback)
    own = [text for _, text in marks_of(plain(issued))]
    others = [practice.ods, practice.name, practice.email, practice.mailbox, worker.user_id]
    staff = [issued.pharmacist.gphc, issued.pharmacist.full_name]
    marks = frozenset(map(bare, (*own, *others, *staff, *telephones)))
    return Known(person.nhs_number, telephones, issued.pharmacist.gphc, practice.ods, marks)


def everybody(seed, environment, journeys):
    """Issue each of the catalogue's people, of one seed for both attempts that a run may make."""
    issuer = Issuer(seed, environment, list(journeys), further=fixture("people"))
    people = [(name, label) for name in journeys for label in ("", *fixture("people").get(name, ()))]
    return [
        known(issuer.issue(name, journeys[name].pathway, attempt, label=label))
        for attempt in ((1, 2) if seed == 1 else (1,))
        for name, label in people
    ]


@pytest.fixture(scope="module")
def crowds():
    environment, journeys = make_environment(1), all_journeys()
    return {seed: everybody(seed, environment, journeys) for seed in SEEDS}


@pytest.fixture(scope="module")
def others():
    """All that stands in fixtures, mocks, journeys and the environment, besides people's own."""
    files = [
        path
        for folder, pattern in (("fixtures", "*.yaml"), ("mocks", "*.py"), ("conformance", "*.py"))
        for path in (ROOT / folder).rglob(pattern)
        if path.name not in (*OWN, PUBLISHED)
    ]
    premises = repr(make_environment(1).premises)
    return "\n".join([premises, *(path.read_text("utf-8") for path in sorted(files))])


def test_no_mark_of_a_person_is_anybody_elses(crowds):
    for seed, crowd in crowds.items():
        times = Counter(mark for someone in crowd for mark in someone.marks)
        assert [mark for mark, count in times.items() if count > 1] == [], f"seed {seed}"


def test_no_mark_stands_for_a_thing_of_the_fixtures(crowds, others):
    folded = bare(others)
    for seed, crowd in crowds.items():
        marks = Marks()
        for mark in {mark for someone in crowd for mark in someone.marks}:
            marks.add(mark)
        found = marks.search().found(folded)
        assert [mark for mark in found if stands_alone(mark, others)] == [], f"seed {seed}"


def test_everybody_has_what_can_be_nobodys(crowds):
    for someone in (someone for crowd in crowds.values() for someone in crowd):
        assert nhs_number.is_valid(someone.nhs_number)
        assert someone.nhs_number.startswith("999")
        assert all(DRAMA.fullmatch(telephone.replace(" ", "")) for telephone in someone.telephones)
        assert re.fullmatch(r"24[56]\d{4}", someone.gphc)
        assert re.fullmatch(r"Y[4-7]\d{4}", someone.practice)


def test_each_telephone_of_the_fixtures_can_be_nobodys_and_is_of_no_range_of_people(crowds, others):
    found = {text.replace(" ", "") for text in TELEPHONE.findall(others)}
    people = {text.replace(" ", "")[:8] for someone in crowds[1] for text in someone.telephones}

    assert [number for number in found if not DRAMA.fullmatch(number)] == []
    assert {number[:8] for number in found} & people == set()
