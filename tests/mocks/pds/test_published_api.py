"""PDS held against its published description, by requests that schemathesis makes of it: right ones and wrong ones."""

import uuid
from dataclasses import replace
from functools import cache

import pytest
import requests
import schemathesis
import yaml
from hypothesis import HealthCheck, Phase, given
from hypothesis import strategies as st
from schemathesis.generation import GenerationMode

from checkout import SHARED
from cpcs_harness._content.mocks.identity.platform.service import Platform
from cpcs_harness.people.demographics import Demographics, HeldRelation
from explore import explored
from pds_records import full

SPECS = SHARED / "specs" / "pds"
DESCRIPTION = SPECS / "personal-demographics.yaml"
READING = ("GET /Patient", "GET /Patient/{id}", "GET /Patient/{id}/RelatedPerson")
REFUSED = ("POST /Patient", "PATCH /Patient/{id}", "GET /Coverage", "POST /Coverage")
"""Described, and refused to every caller of ours: by each access mode, the answer is an error that is described."""
DEPARTURES = (
    # Where the description says less than NHS England's own gateway and tests show: file, where in it, what is put
    # there, and why.
    (
        "Meta.yaml",
        "properties/security/items/properties/display/enum",
        lambda known: [*known, "very restricted"],
    ),
    # ... it has the code V, and no display for it; the integration environment answers with this one
    (
        "BirthDate.yaml",
        "format",
        lambda _: "text",
    ),  # its text says that a year, or a month, may be all there is
    ("DeceasedDateTime.yaml", "format", lambda _: "text"),  # as above
    ("DeceasedDateTime.yaml", "pattern", lambda _: "^[0-9]{4}"),  # as above
    ("OperationOutcome.yaml", "properties/issue/items/properties/code/enum", lambda known: [*known, "token"]),
    # ... no code of FHIR's, but what the gateway says where an application asks for more than one result
)
# Two peculiarities that a journey may ask for are outside the description on purpose, and not asked for here: an
# extension that nobody knows, and address lines that are null, as applications with an attribute of their own see them.
ERRORS_AS_PLAIN_JSON = "application/json"  # the gateway's own errors, which the description calls FHIR
BOUNDED = explored(10, list(HealthCheck), phases=(Phase.generate, Phase.shrink))

pytestmark = pytest.mark.skipif(not DESCRIPTION.exists(), reason="shared/ is absent")


@pytest.fixture(scope="module")
def operations():
    described = schemathesis.openapi.from_dict(bundled())
    found = [result.ok() for result in described.get_all_operations()]
    return {operation.label: operation for operation in found}


@pytest.fixture(scope="module")
def session():
    with requests.Session() as session:
        session.trust_env = False
        yield session


@pytest.fixture(scope="module")
def base(nation):
    return nation.candidate_endpoints()["pds"]["base"]


@pytest.fixture(scope="module")
def people(world, admit):
    """Persons whose records are in every state that a call can meet; some of the sandbox, some of nobody."""
    kin = (HeldRelation("MTH", family="Jones", telephone="01632 960001", next_of_kin=True, rank=2),)
    states = [
        {"relations": kin},
        {"security": "R"},
        {"security": "V"},
        {"security": "REDACTED"},
        {"replaced_by": "9000000009"},
        {"deceased": "2024-03-02T00:00:00+00:00", "death_status": "2"},
        {"birth_date": "1962-07", "deceased": "2024", "death_status": "1"},
        {"removal": "SCT", "managing_organisation": "X26", "practice_end": "2024-05-06"},
        {"death_status": "U", "practice": ""},
        {"oddities": ("no-period",)},
    ]
    found = []
    for state in states:
        issued = admit()
        world.hold(replace(full(issued.person), **state), issued.journey)
        found.append(world.demographics[issued.person.nhs_number])
    return [*found, Demographics("9000000009"), Demographics("9111231130"), Demographics("9000000000")]


@pytest.fixture(params=["application-restricted", "healthcare-worker"])
def token(request, nation):
    who = (
        {"user_id": "555000000001", "roles": ("555000000011",)}
        if request.param == "healthcare-worker"
        else {}
    )
    return nation[Platform].grants.give(mode=request.param, **who)


def test_the_operations_are_those_of_the_description(operations):
    assert sorted(operations) == sorted(READING + REFUSED)


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=["right", "wrong"])
@pytest.mark.parametrize("label", READING)
def test_every_answer_is_one_that_is_described(label, mode, operations, base, people, token, session):
    operation = operations[label]
    statuses = []

    @BOUNDED
    @given(case=operation.as_strategy(generation_mode=mode), know=known(people))
    def ask(case, know):
        place(case, know, token)
        answer = case.call(base_url=base, session=session)
        statuses.append(answer.status_code)
        assert_described(operation, answer)

    ask()

    assert len(statuses) >= 10
    assert 200 in statuses or mode is GenerationMode.NEGATIVE


@pytest.mark.parametrize("how", ["plain", "wildcard", "fuzzy"])
def test_what_is_given_of_every_state_is_described(how, operations, base, people, token, session):
    headers = {"authorization": f"Bearer {token}", "x-request-id": str(uuid.uuid4())}
    cases = [
        (READING[0], {"query": searching(person, how), "path_parameters": {}})
        for person in people
        if person.names
    ]
    cases += [(label, {"path_parameters": {"id": one.nhs_number}}) for label in READING[1:] for one in people]

    for label, parts in cases:
        answer = operations[label].Case(headers=headers, **parts).call(base_url=base, session=session)
        assert_described(operations[label], answer)


@pytest.mark.parametrize("label", REFUSED)
def test_what_is_not_played_is_refused_in_a_described_way(label, operations, base, people, token, session):
    operation = operations[label]

    @BOUNDED
    @given(case=operation.as_strategy(), know=known(people))
    def ask(case, know):
        place(case, know, token)
        answer = case.call(base_url=base, session=session)
        assert answer.status_code in (400, 401, 403), answer.content[:300]
        assert_described(operation, answer)

    ask()


@pytest.mark.parametrize("label", READING)
def test_nothing_is_answered_without_a_token(label, operations, base, session):
    operation = operations[label]

    @BOUNDED
    @given(case=operation.as_strategy(), header=st.text(st.characters(codec="ascii", categories=["L", "N"])))
    def ask(case, header):
        case.headers["authorization"] = header
        answer = case.call(base_url=base, session=session)
        assert answer.status_code == 401, answer.content[:300]
        assert_described(operation, answer)

    ask()


def assert_described(operation, answer):
    assert answer.status_code == 200 or 400 <= answer.status_code < 500, answer.content[:300]
    allowed = {"application/fhir+json"} | ({ERRORS_AS_PLAIN_JSON} if answer.status_code >= 400 else set())
    assert answer.headers["content-type"][0] in allowed
    operation.validate_response(answer)


def known(people):
    """Things that are there, to be put in the place of what schemathesis made up; None leaves that as it is."""
    return st.fixed_dictionaries(
        {
            "person": st.sampled_from([None, *people]),
            "search": st.sampled_from(["made-up", "plain", "wildcard", "fuzzy"]),
            "plain": st.booleans(),
        }
    )


def place(case, know, token):
    case.headers["authorization"] = f"Bearer {token}"
    if know["plain"]:
        for name in ("x-correlation-id", "nhsd-session-urid"):
            case.headers.pop(name, None)
        case.headers["x-request-id"] = str(uuid.uuid4())
    person = know["person"]
    if person is None or case.method != "GET":
        return
    if "id" in (case.path_parameters or {}):
        case.path_parameters["id"] = person.nhs_number
    elif know["search"] != "made-up" and person.names:
        case.query.clear()
        case.query.update(searching(person, know["search"]))


def searching(person, how):
    name = person.names[0]
    asked = {"family": name.family, "birthdate": f"{person.birth_date}-01-01"[:10]}
    if how == "wildcard":
        return asked | {"family": f"{name.family[:2]}*", "birthdate": ["ge1900-01-01", "le2030-01-01"]}
    return asked | ({"given": [name.given[0]], "_fuzzy-match": "true"} if how == "fuzzy" else {})


@cache
def bundled():
    """Give the description in one piece, with what it refers to in the place of each reference."""
    whole = inlined(read(DESCRIPTION), DESCRIPTION)
    for path in whole["paths"].values():
        for method, operation in path.items():
            for status, answer in operation["responses"].items() if method != "parameters" else ():
                if status[0] in "45":
                    answer["content"][ERRORS_AS_PLAIN_JSON] = answer["content"]["application/fhir+json"]
    return {name: part for name, part in whole.items() if name != "components"}


def inlined(node, file):
    if isinstance(node, list):
        return [inlined(one, file) for one in node]
    if not isinstance(node, dict):
        return node
    if "$ref" in node:
        name, _, place = node["$ref"].partition("#")
        target = (file.parent / name).resolve() if name else file
        found = read(target)
        for key in filter(None, place.split("/")):
            found = found[key]
        return inlined(found, target)
    # An example of a date, written without quotes, is a date to YAML, which JSON Schema does not know.
    return {key: inlined(one, file) for key, one in node.items() if key not in ("example", "examples")}


@cache
def read(file):
    described = yaml.safe_load(file.read_text(encoding="utf-8"))
    for name, where, instead in DEPARTURES:
        if file.name == name:
            *places, last = where.split("/")
            at = described
            for key in places:
                at = at[key]
            at[last] = instead(at[last])
    return described
