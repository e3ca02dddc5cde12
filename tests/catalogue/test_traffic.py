"""What a system sends, as the catalogue states it: read, held against its shape, and told with its line."""

import pytest

from cpcs_harness.catalogue import load_catalogue
from cpcs_harness.catalogue.traffic import Traffic

MAIN = "toolkit_requirements.yaml"
TRAFFIC = """\
traffic:
  - channel: pds
    operations: [read_patient]
    purpose: who a patient is
    about: search
    recipient: service
    until: closed
    declared: {options: pds-fhir, pds.healthcare_worker: "true"}
    certainty: inferred
    source: {document: Toolkit, section: identity}
"""


@pytest.fixture
def with_traffic(small_catalogue):
    def files(traffic=TRAFFIC):
        named = small_catalogue[MAIN].replace("suites: suites\n", "suites: suites\ntraffic: traffic.yaml\n")
        return small_catalogue | {MAIN: named, "traffic.yaml": traffic}

    return files


def test_an_entry_says_what_accounts_for_what(write_catalogue, with_traffic):
    (sent,) = load_catalogue(write_catalogue(with_traffic())).traffic

    assert (sent.channel, sent.about, sent.open, sent.line) == ("pds", "search", True, 2)
    assert sent.is_of("pds", "read_patient")
    assert not sent.is_of("pds", "search_patient")
    assert not sent.is_of("smsp", "read_patient")


def test_a_catalogue_may_state_no_traffic(write_catalogue, small_catalogue):
    assert load_catalogue(write_catalogue(small_catalogue)).traffic == ()


@pytest.mark.parametrize(
    ("wrong", "line", "message"),
    [
        (("about: search", "about: anybody"), 5, "anybody"),
        (("certainty: inferred", "certainty: sure"), 9, "sure"),
        (("    recipient: service\n", ""), 2, "recipient"),
        (("until: closed", "until: midnight"), 7, "midnight"),
    ],
)
def test_a_mistake_is_told_with_its_line(tmp_path, problems_in, with_traffic, wrong, line, message):
    (problem,) = problems_in(with_traffic(TRAFFIC.replace(*wrong)))

    assert (problem.file, problem.line) == (str(tmp_path / "traffic.yaml"), line)
    assert message in problem.message


@pytest.mark.parametrize(
    ("declared", "declaration", "is_declared"),
    [
        ({}, {}, True),
        ({"cis2": "any"}, {"cis2": {"redirect_uri": "http://a/"}}, True),
        ({"cis2": "any"}, {"cis2": None}, False),
        ({"scr.viewer": "true"}, {"scr": {"viewer": True}}, True),
        ({"scr.viewer": "true"}, {"scr": {"viewer": False}}, False),
        ({"eps.tracker": "fhir"}, {"eps": {"tracker": ["json"]}}, False),
        ({"options": "smsp", "pds.healthcare_worker": "true"}, {"options": {"MI-PDS-E": ["smsp"]}}, True),
        ({"options": "smsp"}, {"options": {"MI-PDS-E": ["fhir"]}}, False),
    ],
)
def test_what_the_system_declares_says_whether_it_needs_a_service(declared, declaration, is_declared):
    sent = Traffic("pds", ("read",), "it", "nobody", "service", "inferred", "Toolkit", declared=declared)

    assert sent.is_declared(declaration) == is_declared


def test_any_stands_for_each_service():
    sent = Traffic("any", ("ping",), "whether it is there", "nothing", "service", "inferred", "Toolkit")

    assert sent.is_of("scr", "ping")
    assert not sent.is_of("scr", "read_bundle")
