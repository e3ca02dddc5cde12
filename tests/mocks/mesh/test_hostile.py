"""What the sandbox would break on, or be made to work for nothing by, and what the mock answers instead."""

import gzip
import uuid
from datetime import UTC, datetime
from hmac import HMAC

import pytest

HUGE = 40_000_000


@pytest.fixture
def premises(world):
    return world.environment.premises[0]


@pytest.fixture
def call(world, nation, premises):
    """Makes the arguments of a call to MESH as the pharmacy."""

    def call(method, path, body=b"", **headers):
        moment, nonce = datetime.now(UTC).strftime("%Y%m%d%H%M"), str(uuid.uuid4())
        said = f"{premises.mailbox}:{nonce}:1:{premises.mailbox_password}:{moment}"
        digest = HMAC(world.environment.mesh_shared_key.encode(), said.encode(), "sha256").hexdigest()
        given = {
            "Authorization": f"NHSMESH {premises.mailbox}:{nonce}:1:{moment}:{digest}",
            "Mex-To": premises.mailbox,
            "Mex-WorkflowID": "X",
        }
        url = f"{world.addresses['mesh']}/messageexchange/{premises.mailbox}{path}"
        return {"method": method, "url": url, "content": body, "headers": given | headers}

    return call


@pytest.fixture
def ask(call, http):
    return lambda *asked, **headers: http.request(**call(*asked, **headers))


def description(answer):
    return answer.json().get("errorDescription") or answer.json()["detail"][0]["msg"]


@pytest.mark.parametrize("version", ["v0", "v3", "v99999999", "v1" + "9" * 5000], ids=lambda said: said[:9])
def test_a_version_that_there_is_not_is_400(ask, version):
    answer = ask("GET", "/inbox", Accept=f"application/vnd.mesh.{version}+json")

    assert answer.status_code == 400
    assert "Accept" in description(answer)
    assert ask("GET", "/inbox", Authorization="", Accept=f"vnd.mesh.{version}+json").status_code == 403


def test_a_place_in_a_list_that_was_not_given_out_is_400(ask):
    answer = ask("GET", "/inbox?continue_from=" + "x" * 40, Accept="application/vnd.mesh.v2+json")

    assert (answer.status_code, description(answer)) == (400, "Invalid continue_from")


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"no gzip at all", id="text"),
        pytest.param(gzip.compress(b"cut off" * 100)[:-20], id="cut"),
        pytest.param(gzip.compress(b"0" * HUGE), id="bomb"),
    ],
)
def test_what_cannot_be_unpacked_is_handed_on_as_it_came(ask, call, http, body):
    sent = ask("POST", "/outbox", body, **{"Content-Encoding": "gzip"}).json()["messageID"]

    with http.stream(**call("GET", f"/inbox/{sent}")) as answer:
        came = b"".join(answer.iter_raw())

    assert (answer.status_code, answer.headers["content-encoding"]) == (200, "gzip")
    assert came == body


def test_what_can_be_unpacked_is_kept_readable_in_the_evidence(ask, seen):
    body = gzip.compress(b"first ") + gzip.compress(b"and second member")
    sent = ask("POST", "/outbox", body, **{"Content-Encoding": "gzip"}).json()["messageID"]

    answer = ask("GET", f"/inbox/{sent}", **{"Accept-Encoding": "gzip"})

    assert answer.content == b"first and second member"
    assert seen.body(seen.last("mesh", "collect_message"), "response") == answer.content


@pytest.mark.parametrize("number", ["1:1001", "1:99999999999999", "1:" + "9" * 18])
def test_room_is_made_for_a_bearable_number_of_chunks(ask, number):
    answer = ask("POST", "/outbox", b"part", **{"Mex-Chunk-Range": number})

    assert (answer.status_code, description(answer)) == (
        417,
        "Invalid chunk values sent in mex-Chunk-Range header",
    )


def test_a_chunk_beyond_the_last_is_406_as_in_the_sandbox(ask):
    sent = ask("POST", "/outbox", b"part", **{"Mex-Chunk-Range": "1:2"}).json()["messageID"]

    assert ask("POST", f"/outbox/{sent}/3", b"part", **{"Mex-Chunk-Range": "3:4"}).status_code == 406


def test_nobody_can_write_to_where_unrouted_messages_lie(ask):
    assert ask("POST", "/outbox", b"x", **{"Mex-To": "unrouted"}).status_code == 417


def test_a_token_beyond_ascii_is_403(ask):
    answer = ask("GET", "/inbox", Authorization="NHSMESH FA101OT001:\xe9:1:202601010000:00".encode("latin-1"))

    assert answer.status_code == 403


def test_a_call_without_a_token_learns_nothing_of_its_other_mistakes(ask):
    answer = ask("POST", "/outbox", b"x", Authorization="", **{"Content-Encoding": "br"})

    assert answer.status_code == 403


def test_what_clients_get_wrong_is_not_written_to_standard_error(ask, capfd):
    ask("POST", "", **{"Mex-ClientVersion": "1"})
    ask("GET", "/inbox?max_results=1")

    assert capfd.readouterr().err == ""
