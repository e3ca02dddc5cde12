"""A journey's controls at the identity services: what they do, and that it is recorded."""

from dataclasses import replace

import pytest

from cpcs_harness._content.mocks.controls import NationalControls, hosts_of
from cpcs_harness._content.mocks.identity.cis2.service import CIS2
from cpcs_harness._content.mocks.identity.platform.service import Platform
from cpcs_harness.declaration import Control, Declaration, Itk
from cpcs_harness.declaration.model import Cis2
from cpcs_harness.evidence.reader import Evidence
from cpcs_harness.journeys.patience import JourneyStopped
from cpcs_harness.people.care_worker import AUTHENTICATORS

DECLARED = Declaration(
    "Corvid",
    "A Supplier",
    "1",
    ("minor-illness",),
    Control("http://127.0.0.1:9", "token"),
    Itk("http://127.0.0.1:9/itk"),
)


@pytest.fixture
def controls(nation, issued):
    return NationalControls(nation, issued.journey, DECLARED)


@pytest.fixture
def recorded(world, issued):
    """Gives what was recorded of a journey's controls."""
    folder = world.recorder.log.path.parent

    def recorded():
        world.recorder.log.flush()
        events = Evidence.load(folder).of_kind("steered")
        return [event["data"] for event in events if event["journey"] == issued.journey]

    return recorded


def test_a_person_is_known_as_they_were_employed_last(controls, recorded, world, issued):
    changed = issued.care_worker.with_roles(("FA101", "Alder"), ("FA102", "Birch"))

    controls.employ(changed)

    assert world.care_workers[changed.user_id] == changed
    assert recorded()[-1]["roles"] == [role.role_id for role in changed.roles]


def test_tokens_of_a_person_are_revoked_and_nobody_elses(controls, nation, issued, admit):
    other = admit().care_worker
    own, theirs = (
        nation[Platform].grants.give(mode="healthcare-worker", user_id=one.user_id)
        for one in (issued.care_worker, other)
    )
    application = nation[Platform].grants.give()

    controls.revoke_tokens(issued.care_worker)

    assert [nation[Platform].is_good(token) for token in (own, theirs, application)] == [False, True, True]


def test_the_applications_own_tokens_are_revoked_and_nobodys(controls, nation, issued):
    person = nation[Platform].grants.give(mode="healthcare-worker", user_id=issued.care_worker.user_id)
    application = nation[Platform].grants.give()

    controls.revoke_tokens()

    assert [nation[Platform].is_good(token) for token in (person, application)] == [True, False]


def test_a_new_key_signs_and_its_id_is_written_down(controls, recorded, nation):
    controls.rotate_keys()

    kids = [key["kid"] for key in nation[CIS2].keys.published()["keys"]]
    assert recorded()[-1]["kid"] == kids[-1]


def test_the_end_of_a_session_needs_an_address_to_tell_it_to(controls, issued):
    with pytest.raises(JourneyStopped, match="logout_uri"):
        controls.end_session(issued.care_worker)


def test_an_address_that_nobody_listens_at_is_recorded_as_silence(nation, issued, seen):
    cis2 = Cis2("http://127.0.0.1:9/back", "http://127.0.0.1:9/logout")
    controls = NationalControls(nation, issued.journey, replace(DECLARED, cis2=cis2))
    nation[CIS2].sessions.append(_session(nation, issued))

    controls.end_session(issued.care_worker)

    event = seen.last("cis2", "backchannel_logout")
    assert event["journey"] == issued.journey
    assert event["data"]["direction"] == "to-candidate"
    assert event["data"]["response"]["start"] == {"dropped": True}


def _session(nation, issued):
    from cpcs_harness._content.mocks.identity.cis2.claims import Asked, SignedIn

    asked = Asked("client", "http://127.0.0.1:9/back", ("openid",), None, None, (), "")
    return SignedIn(asked, issued.care_worker, "AAL3_FIDO2", 3, nation.world.clock.now())


def test_a_browser_is_sent_nowhere_by_an_address_that_is_none(controls, recorded, issued):
    ended = controls.browse("", issued.care_worker, "", next(iter(AUTHENTICATORS)))

    assert (ended.status, "not declared" in ended.problem) == (0, True)
    assert recorded()[-1]["what"] == "browse"


def test_hosts_are_taken_with_their_ports():
    assert hosts_of("http://127.0.0.1:9/back", "", "https://pmr.example/logout") == {
        "127.0.0.1:9",
        "pmr.example",
    }
