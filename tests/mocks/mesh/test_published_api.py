"""MESH held against its published description, by requests that schemathesis makes of it: right ones and wrong ones."""

import uuid
from datetime import UTC, datetime
from hmac import HMAC

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given
from hypothesis import strategies as st
from mesh_client import MeshClient
from schemathesis.generation import GenerationMode

from checkout import SHARED
from explore import explored

DESCRIPTION = SHARED / "specs" / "mesh" / "mesh-api.yaml"
BOX = "/messageexchange/{mailbox_id}"
OPERATIONS = (
    f"POST {BOX}",
    f"GET {BOX}/inbox",
    f"GET {BOX}/inbox/{{message_id}}",
    f"HEAD {BOX}/inbox/{{message_id}}",
    f"PUT {BOX}/inbox/{{message_id}}/status/acknowledged",
    f"GET {BOX}/inbox/{{message_id}}/{{chunk_number}}",
    f"GET {BOX}/count",
    f"POST {BOX}/outbox",
    f"POST {BOX}/outbox/{{message_id}}/{{chunk_number}}",
    f"GET {BOX}/outbox/tracking",
    f"GET {BOX}/outbox/tracking/{{local_id}}",
    "GET /messageexchange/endpointlookup/{ods_code}/{workflow_id}",
    "GET /messageexchange/workflowsearch/{workflow_id}",
)
DEPARTURES = {
    # Each is what NHS England's own sandbox answers, and the description leaves out.
    f"PUT {BOX}/inbox/{{message_id}}/status/acknowledged": {404: "nobody has a message of this id"},
    f"POST {BOX}/outbox": {422: "a content encoding that is not gzip"},
    f"POST {BOX}/outbox/{{message_id}}/{{chunk_number}}": {406: "a chunk beyond the message's last"},
    f"GET {BOX}/outbox/tracking": {404: "nothing of this id was sent from here"},
    f"GET {BOX}/outbox/tracking/{{local_id}}": {404: "nothing of this local id was sent from here"},
}
LYING = 2
"""The one of `messages` that says of itself that it is packed, and is not."""
EXAMPLES = 12
BOUNDED = explored(EXAMPLES, list(HealthCheck), phases=(Phase.generate, Phase.shrink))

pytestmark = pytest.mark.skipif(not DESCRIPTION.exists(), reason="shared/ is absent")


@pytest.fixture(scope="module")
def operations():
    described = schemathesis.openapi.from_path(DESCRIPTION)
    found = [result.ok() for result in described.get_all_operations()]
    return {operation.label: operation for operation in found}


@pytest.fixture(scope="module")
def premises(world):
    return world.environment.premises[0]


@pytest.fixture(scope="module")
def session():
    with requests.Session() as session:
        session.trust_env = False
        yield session


@pytest.fixture(scope="module")
def post(world, nation, premises, session):
    """Sends from the pharmacy to itself; gives the message's id."""

    def post(body, **headers):
        given = {"Authorization": token(world, premises), "Mex-To": premises.mailbox, "Mex-WorkflowID": "X"}
        url = f"{world.addresses['mesh']}/messageexchange/{premises.mailbox}/outbox"
        return session.post(url, data=body, headers=given | headers, timeout=10).json()["messageID"]

    return post


@pytest.fixture(scope="module")
def messages(post):
    """Ids of messages in every state that a call can meet."""
    return [
        post(b"whole"),
        post(b"part", **{"Mex-Chunk-Range": "1:3"}),
        post(b"no gzip", **{"Content-Encoding": "gzip"}),
        post(b"same", **{"Mex-LocalID": "0"}),
        post(b"same", **{"Mex-LocalID": "0"}),
        post(b"nowhere", **{"Mex-To": "GPPROVIDER_9990000019_20200101_NOBODY"}),
        "NEVERSENT",
    ]


def token(world, premises):
    moment, nonce = datetime.now(UTC).strftime("%Y%m%d%H%M"), str(uuid.uuid4())
    said = f"{premises.mailbox}:{nonce}:1:{premises.mailbox_password}:{moment}"
    digest = HMAC(world.environment.mesh_shared_key.encode(), said.encode(), "sha256").hexdigest()
    return f"NHSMESH {premises.mailbox}:{nonce}:1:{moment}:{digest}"


def test_the_operations_are_those_of_the_description(operations):
    assert sorted(operations) == sorted(OPERATIONS)


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=["right", "wrong"])
@pytest.mark.parametrize("label", OPERATIONS)
def test_every_answer_is_one_that_is_documented(label, mode, operations, world, premises, messages, session):
    operation = operations[label]
    if "mailbox_id" not in label and mode is GenerationMode.NEGATIVE:
        return  # its parameters are any texts: nothing is wrong
    documented = {int(status) for status in operation.definition.raw["responses"]}
    allowed = documented | set(DEPARTURES.get(label, {}))
    answered = []

    @BOUNDED
    @given(case=operation.as_strategy(generation_mode=mode), know=known(messages, premises))
    def ask(case, know):
        place(case, know, world, premises)
        try:
            answer = case.call(base_url=world.addresses["mesh"], session=session)
        except requests.exceptions.ContentDecodingError:
            assert messages[LYING] in case.path_parameters.values()
            return  # MESH hands on what was sent to it, as it was sent
        answered.append(answer.status_code)
        assert answer.status_code in allowed, (answer.status_code, answer.content[:300])
        operation.validate_response(answer)

    ask()

    assert len(answered) >= EXAMPLES // 2


@pytest.mark.parametrize("label", [label for label in OPERATIONS if "mailbox_id" in label])
def test_nothing_is_answered_without_a_token(label, operations, world, premises, messages, session):
    operation = operations[label]

    @BOUNDED
    @given(
        case=operation.as_strategy(), header=st.one_of(st.just(""), st.text(st.characters(codec="latin-1")))
    )
    def ask(case, header):
        case.path_parameters["mailbox_id"] = premises.mailbox
        case.headers["authorization"] = "".join(sign for sign in header if sign.isprintable()).strip()
        answer = case.call(base_url=world.addresses["mesh"], session=session)
        assert answer.status_code == 403, answer.content[:300]

    ask()


def test_mesh_goes_on_afterwards(world, nation, premises):
    client = MeshClient(
        world.addresses["mesh"],
        premises.mailbox,
        premises.mailbox_password,
        shared_key=world.environment.mesh_shared_key,
        max_retries=0,
        timeout=10,
    )
    with client:
        client._session.trust_env = False
        client.handshake()
        sent = client.send_message(premises.mailbox, b"still there", workflow_id="X")

        assert client.retrieve_message(sent).read() == b"still there"


def known(messages, premises):
    """Things that are there, to be put in the place of what schemathesis made up; None leaves that as it is."""
    return st.fixed_dictionaries(
        {
            "mailbox": st.booleans(),
            "message": st.sampled_from([None, *messages]),
            "chunk": st.sampled_from([None, 1, 2, 3, 4]),
            "range": st.sampled_from([None, "1:1", "2:3", "3:3", "4:9", "1:99999999"]),
            "to": st.sampled_from([None, premises.mailbox, "UNROUTED", "GPPROVIDER_1_2_3"]),
        }
    )


def place(case, know, world, premises):
    path, query, headers = case.path_parameters, case.query or {}, case.headers
    if know["mailbox"] and "mailbox_id" in path:
        path["mailbox_id"] = premises.mailbox
        headers["authorization"] = token(world, premises)
    if know["message"] and "message_id" in path:
        path["message_id"] = know["message"]
    if know["message"] and "messageID" in query:
        query["messageID"] = know["message"]
    if know["chunk"] and "chunk_number" in path:
        path["chunk_number"] = know["chunk"]
    for name, value in (("mex-chunk-range", know["range"]), ("mex-to", know["to"])):
        if value and "outbox" in case.operation.path and case.method == "POST":
            headers[name] = value
