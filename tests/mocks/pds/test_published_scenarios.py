"""PDS: each scenario that the published description has for its sandbox, played as it stands there."""

import re

import pytest
import yaml

from checkout import SHARED

PATHS = SHARED / "specs" / "pds" / "components" / "paths"
FILES = {
    "patient-get": "/Patient/{id}",
    "patient-search": "/Patient",
    "relatedpersons-get": "/Patient/{id}/RelatedPerson",
}
SCENARIOS = {"patient-get": 6, "patient-search": 16, "relatedpersons-get": 4}
"""How many each description has; read again from the files below, so that none is passed over."""
_ROW = re.compile(
    r"^\| *(?P<scenario>[^|]+?) *\| *(?P<request>[^|]+?) *\| *(?P<answer>HTTP Status [^|]+?) *\|",
    re.MULTILINE,
)
_GIVEN = re.compile(r"[`'](?P<name>[\w-]+)[`']=[`'](?P<value>[^`']+)[`']")
IN_WORDS = {
    "Unsuccessful search": [("family", "Spiderman"), ("birthdate", "eq1962-07-31")],
    "Invalid date format": [("family", "Smith"), ("gender", "female"), ("birthdate", "eq22-10-2010")],
    "Too few search parameters": [("family", "Smith")],
}
"""What is asked where the description says it in words alone."""
SEARCH_WITHOUT_ID = [("family", "Smith"), ("gender", "female"), ("birthdate", "eq2010-10-22")]
MATCHES = {"single search result": 1, "no search results": 0, "search result of two": 2, "empty bundle": 0}
NO_EXAMPLE = "a warning that the search parameters do not have an example response"
"""The sandbox's own; the service has patients, and finds nobody."""


def scenarios():
    """Read the tables: file, scenario, what is asked, and what is answered."""
    for name in FILES:
        path = PATHS / f"{name}.yaml"
        text = yaml.safe_load(path.read_text(encoding="utf-8"))["description"] if path.exists() else ""
        for row in _ROW.finditer(text):
            given = [(found["name"], found["value"]) for found in _GIVEN.finditer(row["request"])]
            asked = IN_WORDS.get(row["scenario"], given)
            yield pytest.param(name, row["scenario"], asked, row["answer"], id=f"{name}-{row['scenario']}")


@pytest.fixture
def ask(worker):
    """Ask as a health care worker, who may be shown several."""
    asks = worker()

    def ask(name, scenario, given):
        if scenario == "Missing X-Request-ID":
            del asks.headers["X-Request-ID"]
            given = SEARCH_WITHOUT_ID if name == "patient-search" else given
        number = dict(given).get("id", "")
        query = [pair for pair in given if pair[0] != "id"]
        return asks.get(FILES[name].format(id=number), params=query)

    return ask


@pytest.mark.skipif(not PATHS.exists(), reason="shared/ is absent")
def test_all_scenarios_are_read():
    read = [scenario.values[0] for scenario in scenarios()]

    assert {name: read.count(name) for name in FILES} == SCENARIOS


@pytest.mark.skipif(not PATHS.exists(), reason="shared/ is absent")
@pytest.mark.parametrize(("name", "scenario", "given", "said"), list(scenarios()))
def test_a_published_scenario_is_answered_as_it_is_published(ask, name, scenario, given, said):
    answer = ask(name, scenario, given)

    body = answer.json()
    assert answer.status_code == int(re.search(r"\d{3}", said)[0])
    if "problem description" in said:
        severity = "information" if answer.status_code == 404 else "error"
        assert (body["resourceType"], body["issue"][0]["severity"]) == ("OperationOutcome", severity)
        return
    counts = [count for words, count in MATCHES.items() if words in said] + [0] * (NO_EXAMPLE in said)
    if counts:
        assert (body["resourceType"], len(body.get("entry", []))) == ("Bundle", counts[0])
    elif name == "relatedpersons-get":
        assert len(body["entry"]) == (2 if "Multiple" in scenario else 1)
    else:
        assert body["id"] == dict(given)["id"]
    if "restricted data" in said:
        record = body["entry"][0]["resource"] if "entry" in body else body
        assert record["meta"]["security"][0]["code"] == "R"
        assert not record.keys() & {"address", "telecom", "generalPractitioner", "contact"}
    if "very little data" in said:
        assert body.keys() == {"resourceType", "id", "identifier", "meta"}
