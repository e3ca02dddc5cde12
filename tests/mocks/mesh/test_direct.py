"""Whoever asks the sandbox's handlers without FastAPI has the answers that FastAPI gives."""

import gzip
import uuid
from datetime import UTC, datetime
from hmac import HMAC

import httpx
import pytest

from cpcs_harness._content.mocks.mesh.direct import Direct
from cpcs_harness._content.mocks.mesh.service import MESH

WORKFLOW = "DIGMED_EMG_MED"
V1, V2 = "application/json", "application/vnd.mesh.v2+json"
PLAIN = {"": {}, "compressed": {"Content-Encoding": "gzip"}, "named": {"Mex-FileName": "a.xml"}}
PATHS = {
    "look": "/messageexchange/{box}/inbox",
    "look with a query": "/messageexchange/{box}/inbox?max_results=10",
    "message": "/messageexchange/{box}/inbox/{message}",
    "message in lower case": "/messageexchange/{box}/inbox/{lower}",
    "chunk": "/messageexchange/{box}/inbox/{message}/1",
    "another's": "/messageexchange/{box}/inbox/{others}",
    "unknown": "/messageexchange/{box}/inbox/NONE",
    "mailbox": "/messageexchange/endpointlookup/{ods}/DIGMED_EMG_MED",
    "no mailbox": "/messageexchange/endpointlookup/X99999/DIGMED_EMG_MED",
    "no code": "/messageexchange/endpointlookup/%20/DIGMED_EMG_MED",
}


@pytest.fixture
def asked(world, nation, issued, transport):
    """Asks MESH for the practice, with a token of its own each time; gives status, headers and body."""
    practice = issued.person.practice
    client = httpx.Client(base_url=world.addresses["mesh"], transport=transport)

    def ask(method, path, accept, place=practice, **more):
        headers = {"Authorization": _token(world, place), "Accept": accept, **more.pop("headers", {})}
        return client.request(method, path, headers=headers, **more)

    return ask


def _token(world, place):
    nonce, moment = uuid.uuid4(), datetime.now(UTC).strftime("%Y%m%d%H%M")
    said = f"{place.mailbox}:{nonce}:1:{place.mailbox_password}:{moment}"
    digest = HMAC(world.environment.mesh_shared_key.encode(), said.encode(), "sha256").hexdigest()
    return f"NHSMESH {place.mailbox}:{nonce}:1:{moment}:{digest}"


@pytest.fixture
def sent(world, asked, issued):
    """Sends a message to the practice, or from it; gives its id."""
    premises, practice = world.environment.premises[0], issued.person.practice

    def send(sender=premises, to=practice, **headers):
        headers = {"Mex-From": sender.mailbox, "Mex-To": to.mailbox, "Mex-WorkflowID": WORKFLOW, **headers}
        body = gzip.compress(b"<Bundle/>") if "Content-Encoding" in headers else b"<Bundle/>"
        path = f"/messageexchange/{sender.mailbox}/outbox"
        answer = asked("POST", path, V2, sender, headers=headers, content=body)
        assert answer.status_code == 202, answer.text
        return answer.json()["message_id"]

    return send


def _told(answer):
    kept = {name: value for name, value in answer.headers.items() if name != "date"}
    body = answer.json() if "json" in kept.get("content-type", "") and answer.content else answer.content
    if isinstance(body, dict):
        body.pop("query_id", None)  # another each time
    return answer.status_code, kept if "query_id" not in answer.text else {}, body


@pytest.mark.parametrize("accept", [V1, V2])
@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("path", PATHS.values(), ids=PATHS)
@pytest.mark.parametrize("message", PLAIN.values(), ids=PLAIN)
def test_what_is_read_is_the_same(path, method, accept, message, asked, sent, world, issued, monkeypatch):
    premises, practice = world.environment.premises[0], issued.person.practice
    mine, others = sent(**message), sent(practice, premises)
    names = {"box": practice.mailbox, "ods": practice.ods, "message": mine, "lower": mine.lower()}
    address = path.format(others=others, **names)

    directly = asked(method, address, accept)
    monkeypatch.setattr(Direct, "answer", _nothing)
    by_fastapi = asked(method, address, accept)

    assert _told(directly) == _told(by_fastapi)


@pytest.mark.parametrize("accept", [V1, V2])
def test_what_is_acknowledged_is_the_same(accept, asked, sent, nation, issued, monkeypatch):
    box = issued.person.practice.mailbox
    first, second = sent(), sent()

    def acknowledged(message):
        path = f"/messageexchange/{box}/inbox/{message}/status/acknowledged"
        answers = [asked("PUT", path, accept) for _ in range(2)]
        left = asked("GET", f"/messageexchange/{box}/inbox", V2).json()["messages"]
        assert message not in left
        return [str(_told(answer)).replace(message, "") for answer in answers]

    directly = acknowledged(first)
    monkeypatch.setattr(Direct, "answer", _nothing)

    assert directly == acknowledged(second)
    assert nation[MESH].store.messages[first].status == nation[MESH].store.messages[second].status


@pytest.mark.parametrize("path", ["count", "inbox/rich"])
def test_what_is_no_message_is_not_taken_for_one(path, asked, sent, issued):
    sent()

    answer = asked("GET", f"/messageexchange/{issued.person.practice.mailbox}/{path}", V2)

    assert answer.status_code == 200
    assert {"count", "valid_at"} & answer.json().keys()


async def _nothing(*_):
    return None
