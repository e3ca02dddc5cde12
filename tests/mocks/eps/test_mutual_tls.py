"""The tracker over mutual TLS: who presents the certificate is answered, under its ASID; whoever else is not."""

import ssl

import httpx
import pytest
import trustme

from cpcs_harness._content.mocks.eps.tracker import ASID, MutualTlsTracker
from cpcs_harness._content.mocks.nation import Nation
from cpcs_harness.evidence.reader import Evidence
from cpcs_harness.evidence.recorder import Recorder
from cpcs_harness.evidence.register import Register
from cpcs_harness.mockkit.world import World
from cpcs_harness.run.provision import provision

ASKING = {"Spine-From-Asid": ASID}


@pytest.fixture
def secured(environment, tmp_path):
    recorder = Recorder(tmp_path / "run", Register())
    world = World(environment, recorder.register, recorder)
    with Nation(world, kinds=(MutualTlsTracker,)) as nation:
        given = provision(environment, nation.candidate_endpoints(), tmp_path / "provision")["eps_tracker"]
        yield given, recorder
    recorder.log.close()


def ask(given, certificate=None, headers=ASKING):
    context = ssl.create_default_context(cafile=given["ca_file"])
    if certificate:
        context.load_cert_chain(*certificate)
    with httpx.Client(verify=context, trust_env=False) as client:
        return client.get(
            f"{given['base']}/nhs111itemsummary", params={"nhsNumber": "9990000018"}, headers=headers
        )


def own(given):
    return given["certificate_file"], given["key_file"]


def test_who_presents_the_certificate_is_answered_under_its_asid(secured):
    given, _ = secured

    assert given["base"].startswith("https://")
    assert ask(given, own(given)).json()["statusCode"] == "1"
    other = ask(given, own(given), {"Spine-From-Asid": "200000000999"})
    assert other.json()["statusCode"] == "52"
    assert ask(given, own(given), {}).json()["statusCode"] == "52"


def test_another_asid_is_told_as_the_setting_that_it_is(secured):
    given, recorder = secured

    for asid in (ASID, "200000000999", "117"):
        ask(given, own(given), {"Spine-From-Asid": asid})

    recorder.log.flush()
    seen = Evidence.load(recorder.log.path.parent).of_kind("exchange")
    keys = [event["data"]["facts"].get("wrong_setting", {}).get("key") for event in seen]
    assert keys == [None, "eps_tracker.asid", None]  # the last is no ASID at all, and the system's own doing


def test_who_presents_none_is_refused_and_seen(secured):
    given, recorder = secured

    answers = [ask(given).status_code, ask(given, own(given)).status_code]

    assert answers == [403, 200]
    recorder.log.flush()
    seen = Evidence.load(recorder.log.path.parent).of_kind("exchange")
    assert [event["data"]["facts"]["client_certificate"] for event in seen] == ["", "CPCS candidate"]


def test_who_presents_one_of_another_authority_does_not_even_connect(secured, tmp_path):
    given, _ = secured
    issued = trustme.CA().issue_cert("candidate.example")
    issued.cert_chain_pems[0].write_to_path(tmp_path / "other.pem")
    issued.private_key_pem.write_to_path(tmp_path / "other-key.pem")

    with pytest.raises(httpx.TransportError):
        ask(given, (tmp_path / "other.pem", tmp_path / "other-key.pem"))
