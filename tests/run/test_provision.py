"""What a candidate is configured with: what the mocks say, what is the same in each run, and files by their paths."""

import json
import stat
from pathlib import Path

import pytest

from cpcs_harness.mockkit import ConfigFile
from cpcs_harness.people.environment import make_environment
from cpcs_harness.run.provision import provision


@pytest.fixture(scope="module")
def environment():
    return make_environment(seed=7)


@pytest.fixture
def given(environment, tmp_path):
    endpoints = {
        "mesh": {"base": "http://127.0.0.1:1"},
        "pds": {"private_key_file": ConfigFile("key.pem", "a key", secret=True)},
        "nhsmail": {"ca_file": ConfigFile("ca.pem", "a certificate")},
    }
    return provision(environment, endpoints, tmp_path / "provision")


def test_a_section_holds_what_a_mock_says_and_what_is_the_same_in_each_run(given):
    assert given["mesh"] == {
        "base": "http://127.0.0.1:1",
        "workflow": "DIGMED_EMG_MED",
        "referral_workflow": "CPCS_GP_REFERRAL",
    }
    assert given["adaptor"] == {"amqp_url": "", "queue": "encounter-report"}
    assert set(given["links"]) == {"eps_tracker", "cks", "scr"}


def test_a_file_is_written_and_named_by_its_path(given, tmp_path):
    key, ca = Path(given["pds"]["private_key_file"]), Path(given["nhsmail"]["ca_file"])

    assert (key.read_text(), ca.read_text()) == ("a key", "a certificate")
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert key.parent == tmp_path / "provision"


def test_each_pharmacy_has_its_mailboxes(given, environment):
    first = environment.premises[0]

    assert given["premises"][0]["mesh"] == {"mailbox": first.mailbox, "password": first.mailbox_password}
    assert given["premises"][0]["nhsmail"]["address"] == first.email
    assert json.dumps(given)
