"""The reference service as a process: starting, stopping, being stopped at once."""

import json
import signal
import socket
import sys

import httpx
import pytest


def test_an_acknowledged_referral_outlives_a_restart(start, make_report):
    reference = start()
    base = reference.base()
    assert httpx.post(f"{base}/itk", content=make_report(), timeout=20).status_code == 200

    reference.ready_file.unlink()
    assert reference.act_at(base, "restart")["status"] == "done"

    assert reference.base() == base
    assert len(reference.act("worklist")["observation"]["referrals"]) == 1
    reference.process.send_signal(signal.SIGTERM)
    assert reference.process.wait(10) == 0


def test_a_referral_that_is_stored_late_is_lost(start, make_report):
    reference = start("--fault", "acknowledges_before_storing")
    base = reference.base()
    assert httpx.post(f"{base}/itk", content=make_report(), timeout=20).status_code == 200

    reference.ready_file.unlink()
    reference.act_at(base, "restart")

    assert reference.act("worklist")["observation"]["referrals"] == []


def test_a_candidate_that_answers_nothing_is_up_and_ends(start):
    reference = start("--fault", "answers_nothing")
    base = reference.base()
    assert httpx.get(f"{base}/health").status_code == 200

    with pytest.raises(httpx.ReadTimeout):
        httpx.get(f"{base}/control/v1/about", timeout=0.3)

    reference.process.send_signal(signal.SIGTERM)
    assert reference.process.wait(10) == 0


def test_a_port_that_is_taken_is_said_in_one_line(start, settings):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        settings["listen"] = f"127.0.0.1:{taken.getsockname()[1]}"
        reference = start()
        _, errors = reference.process.communicate(timeout=20)

    assert reference.process.returncode == 2
    assert "free that port" in errors.decode()
    assert errors.decode().count("\n") == 1


@pytest.mark.parametrize(
    ("options", "change", "words"),
    [
        pytest.param(["--fault", "flies"], {}, "no fault is called 'flies'", id="unknown-fault"),
        pytest.param([], {"listen": None}, "listen", id="wrong-kind"),
        pytest.param([], {"listen": "here"}, "HOST:PORT", id="wrong-address"),
        pytest.param([], {"pds": {}}, "pds.base is missing", id="missing-key"),
        pytest.param([], {"premises": []}, "premises is empty", id="no-premises"),
        pytest.param(
            [], {"database": "/nowhere/at/all.sqlite"}, "database /nowhere", id="no-database-folder"
        ),
        pytest.param([], {"ready_file": "/nowhere/ready.json"}, "ready_file /nowhere", id="no-ready-folder"),
    ],
)
def test_what_stops_it_from_starting_is_one_line(started_here, settings, options, change, words):
    settings |= change

    assert words in started_here(*options)


def test_a_key_that_is_not_there(started_here, settings, tmp_path):
    settings["pds"]["private_key_file"] = str(tmp_path / "absent.pem")

    assert "absent.pem" in started_here()


@pytest.mark.parametrize(
    "text", [None, "{", "[]", '{"listen": 1}'], ids=["absent", "not-json", "list", "keys"]
)
def test_a_configuration_that_cannot_be_used(started_here, tmp_path, text):
    assert str(tmp_path / "config.json") in started_here(text=text)


@pytest.fixture
def started_here(settings, tmp_path, monkeypatch, capsys):
    """Starts the service in this process, where it must not start, and gives the line that it says."""
    from reference.__main__ import main

    def start_it(*options, text=""):
        config_file = tmp_path / "config.json"
        if text is not None:
            config_file.write_text(text or json.dumps(settings), encoding="utf-8")
        monkeypatch.setattr(sys, "argv", ["reference", "--config", str(config_file), *options])
        assert main() == 2
        errors = capsys.readouterr().err
        assert errors.count("\n") == 1
        return errors

    return start_it
