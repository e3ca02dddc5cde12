"""The control API over HTTP."""

import pytest

TOKEN = {"Authorization": "Bearer control-token"}
ACTOR = {"name": "Jo Alder", "role": "pharmacist", "ods": "FA101", "gphc": "2071234"}


def test_health_and_about(client):
    assert client.get("/health").json()["status"] == "ok"
    about = client.get("/control/v1/about", headers=TOKEN).json()
    assert set(about) == {"name", "supplier", "version", "build", "started", "actions"}
    assert "open_referral" in about["actions"]


def test_an_action_is_answered(client):
    body = {"actor": ACTOR, "referral": None, "input": {}}

    answer = client.post("/control/v1/actions/sign_in", headers=TOKEN, json=body)

    assert answer.json() == {
        "status": "done",
        "reason": None,
        "shown": None,
        "observation": {"signed_in": True, "name": "Jo Alder", "role": "pharmacist", "ods": "FA101"},
    }


@pytest.mark.parametrize(
    ("path", "headers", "body", "status"),
    [
        pytest.param("/control/v1/actions/worklist", {}, b"{}", 401, id="no-token"),
        pytest.param(
            "/control/v1/actions/worklist", {"Authorization": "Bearer é"}, b"{}", 401, id="wrong-token"
        ),
        pytest.param("/control/v1/actions/fly", TOKEN, b"{}", 404, id="unknown-action"),
        pytest.param("/control/v1/actions/worklist", TOKEN, b"{", 422, id="not-json"),
        pytest.param("/control/v1/actions/worklist", TOKEN, b"[" * 99_999, 422, id="deep"),
        pytest.param(
            "/control/v1/actions/sign_in",
            TOKEN,
            b'{"actor":{"ods":"FA101","name":"\\ud800"}}',
            422,
            id="half-pair",
        ),
        pytest.param(
            "/control/v1/actions/sign_in",
            TOKEN,
            b'{"actor":{"ods":"FA101"},"input":{"a":NaN}}',
            422,
            id="no-number",
        ),
        pytest.param("/control/v1/actions/worklist", TOKEN, b"[]", 422, id="no-object"),
        pytest.param("/control/v1/actions/worklist", TOKEN, b'{"actor":{}}', 422, id="nobody-acts"),
        pytest.param(
            "/control/v1/actions/open_referral", TOKEN, b'{"actor":{"ods":"FA101"}}', 422, id="no-referral"
        ),
        pytest.param(
            "/control/v1/actions/worklist", TOKEN, b" " * (10 * 1024 * 1024 + 1), 413, id="too-large"
        ),
    ],
)
def test_what_makes_no_sense_is_said(client, path, headers, body, status):
    encoded = {name: value.encode() for name, value in headers.items()}

    answer = client.post(path, headers=encoded, content=body)

    assert answer.status_code == status
    assert answer.json()["reason"]


def test_a_report_that_is_too_large_is_refused(client):
    answer = client.post("/itk/anything", content=b" " * (10 * 1024 * 1024 + 1))

    assert answer.status_code == 500
    assert b"ToolkitErrorInfo" in answer.content


def test_what_goes_wrong_inside_is_said_and_the_service_goes_on(client, service, monkeypatch, caplog):
    body = {"actor": ACTOR, "referral": None, "input": {}}
    monkeypatch.setattr(service.screen, "worklist", lambda ods: 1 / 0)

    answer = client.post("/control/v1/actions/worklist", headers=TOKEN, json=body)

    assert (answer.status_code, answer.json()["status"]) == (200, "failed")
    assert answer.json()["reason"]
    assert "ZeroDivisionError" in caplog.text
    monkeypatch.undo()
    assert client.post("/control/v1/actions/worklist", headers=TOKEN, json=body).json()["status"] == "done"
