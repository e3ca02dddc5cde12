"""The SCR FHIR API held against its published description, by requests that schemathesis makes of it."""

import uuid

import pytest
import requests
import schemathesis
import yaml
from hypothesis import HealthCheck, Phase, given
from hypothesis import strategies as st
from schemathesis.generation import GenerationMode

from checkout import SHARED
from cpcs_harness._content.mocks.identity.platform.service import Platform
from cpcs_harness.people.demographics import CareRecord, CareSection
from explore import explored

SPECS = SHARED / "specs" / "scr"
DESCRIPTION = SPECS / "summary-care-record.yaml"
EXAMPLES = SPECS / "components" / "examples"
OPERATIONS = (
    "GET /Bundle",
    "GET /DocumentReference",
    "POST /$setPermission",
    "POST /AuditEvent",
    "POST /Bundle",
)
CURRENT = "0A5D7E11-0001-4000-8000-00000000000A"
NHS_NUMBER = "https://fhir.nhs.uk/Id/nhs-number"
SCHEMAS = "components/schemas"
DEPARTURES = (
    # Where the description contradicts its own examples, they hold: file, where in it, what stands there instead.
    (
        "DocumentReference.yaml",
        ("properties", "resource", "properties", "securityLabel", "items", "properties", "coding"),
        lambda schema: {"type": "array", "items": schema},  # an object in the schema; FHIR has a list
    ),
    (
        "AuditEvent.yaml",
        ("properties", "type", "properties", "code", "enum"),
        lambda codes: [str(code) for code in codes],  # texts by the schema's own type, written as numbers
    ),
    (
        "AuditEvent.yaml",
        ("properties", "subtype", "items", "properties", "code", "enum"),
        lambda codes: [str(code) for code in codes],
    ),
)
FROM_ADDRESS = {"/$setPermission": "SetPermission", "/AuditEvent": "AuditEvent", "/Bundle": "UploadScrBundle"}
BOUNDED = explored(8, list(HealthCheck), phases=(Phase.generate, Phase.shrink))

pytestmark = pytest.mark.skipif(not DESCRIPTION.exists(), reason="shared/ is absent")


@pytest.fixture(scope="module")
def operations():
    described = schemathesis.openapi.from_dict(corrected())
    found = [result.ok() for result in described.get_all_operations()]
    return {operation.label: operation for operation in found}


@pytest.fixture(scope="module")
def session():
    with requests.Session() as session:
        session.trust_env = False
        yield session


@pytest.fixture(scope="module")
def base(nation):
    return nation.candidate_endpoints()["scr"]["base"]


@pytest.fixture(scope="module")
def numbers(world, admit):
    """NHS numbers in every state that a call can meet."""
    states = [{}, {"permission": "No"}, {"withheld": True}, {"document_id": ""}]
    section = CareSection("AllergiesHeader", "Allergies", "<p>Wasps</p>")
    found = ["9000000009", "9000000033", "9111231130"]
    for state in states:
        number = admit().person.nhs_number
        world.hold(
            CareRecord(**{"nhs_number": number, "document_id": CURRENT, "sections": (section,), **state}),
            "any",
        )
        found.append(number)
    return found


@pytest.fixture
def token(nation):
    return nation[Platform].grants.give(
        mode="healthcare-worker", user_id="555000000001", roles=("555000000011",)
    )


def test_the_operations_are_those_of_the_description(operations):
    assert sorted(operations) == sorted(OPERATIONS)


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=["right", "wrong"])
@pytest.mark.parametrize("label", OPERATIONS)
def test_every_answer_is_one_that_is_documented(label, mode, operations, base, numbers, token, session):
    operation = operations[label]
    statuses = []

    @BOUNDED
    @given(case=operation.as_strategy(generation_mode=mode), know=known(numbers))
    def ask(case, know):
        place(case, know, token)
        answer = case.call(base_url=base, session=session)
        statuses.append(answer.status_code)
        assert answer.status_code < 500, answer.content[:300]
        operation.validate_response(answer)

    ask()

    assert len(statuses) >= 8


@pytest.mark.parametrize("label", OPERATIONS)
def test_nothing_is_answered_without_a_token(label, operations, base, numbers, session):
    operation = operations[label]

    @BOUNDED
    @given(case=operation.as_strategy(), header=st.text(st.characters(codec="ascii", categories=["L", "N"])))
    def ask(case, header):
        case.headers["authorization"] = header
        answer = case.call(base_url=base, session=session)
        assert answer.status_code == 401, answer.content[:300]
        operation.validate_response(answer)

    ask()


@pytest.mark.parametrize(("path", "example"), FROM_ADDRESS.items())
def test_the_descriptions_own_examples_are_taken(path, example, base, token, session):
    body = (EXAMPLES / f"{example}.json").read_text(encoding="utf-8")
    headers = {
        "Authorization": f"Bearer {token}",
        "Content-Type": "application/fhir+json",
        "X-Request-ID": str(uuid.uuid4()),
    }

    answer = session.post(base + path, data=body.encode(), headers=headers, timeout=10)

    assert answer.status_code == 201, answer.content


def corrected():
    """Give the description in one piece, with the departures in it."""
    whole = yaml.safe_load(DESCRIPTION.read_text(encoding="utf-8"))
    for path in whole["paths"].values():
        for operation in path.values():
            for content in contents(operation):
                content.pop("examples", None)
                content["schema"] = schema_of(content["schema"]["$ref"].removeprefix(f"{SCHEMAS}/"))
    return whole


def contents(operation):
    """Give each body of an operation, sent or answered."""
    sides = [operation.get("requestBody", {}), *operation["responses"].values()]
    return [content for side in sides for content in side.get("content", {}).values()]


def schema_of(name):
    """Give a schema by its file, with what it refers to in the place of each reference."""
    schema = yaml.safe_load((SPECS / SCHEMAS / name).read_text(encoding="utf-8"))
    for file, where, instead in DEPARTURES:
        if file == name:
            at = schema
            for key in where[:-1]:
                at = at[key]
            at[where[-1]] = instead(at[where[-1]])
    return inlined(schema)


def inlined(node):
    if isinstance(node, list):
        return [inlined(one) for one in node]
    if not isinstance(node, dict):
        return node
    if "$ref" in node:
        return schema_of(node["$ref"])
    # An example of a date, written without quotes, is a date to YAML, which JSON Schema does not know.
    return {key: inlined(one) for key, one in node.items() if key != "example"}


def known(numbers):
    """Things that are there, to be put in the place of what schemathesis made up; None leaves that as it is."""
    return st.fixed_dictionaries(
        {
            "number": st.sampled_from([None, *numbers]),
            "document": st.sampled_from([None, CURRENT, str(uuid.UUID(int=7)), "INVALID ID"]),
            "parameters": st.sampled_from([None, {}, {"_count": 1, "_sort": "date"}, {"_count": 2}]),
            "plain": st.booleans(),
        }
    )


def place(case, know, token):
    case.headers["authorization"] = f"Bearer {token}"
    if know["plain"]:
        for name in ("x-request-id", "x-correlation-id", "nhsd-session-urid"):
            case.headers.pop(name, None)
    if case.method != "GET":
        return
    patient = (
        "patient" if case.operation.path == "/DocumentReference" else "composition.subject:Patient.identifier"
    )
    if know["number"]:
        case.query[patient] = f"{NHS_NUMBER}|{know['number']}"
    if know["document"] and case.operation.path == "/Bundle":
        case.query["composition.identifier"] = know["document"]
    if know["parameters"] is not None and case.operation.path == "/DocumentReference":
        for name in ("type", "_sort", "_count"):
            case.query.pop(name, None)
        case.query.update(know["parameters"])
