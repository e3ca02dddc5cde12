"""What the tests of the Spine Mini Service share."""

import pytest

from reference_nation import served
from reference_smsp import MiniService


@pytest.fixture(scope="module")
def played():
    stand_in = MiniService()
    with served(stand_in.app) as port:
        yield stand_in, f"http://127.0.0.1:{port}/smsp"


@pytest.fixture
def mini(played, settings):
    stand_in, settings["smsp"] = played[0], {"url": played[1]}
    stand_in.reset()
    return stand_in


@pytest.fixture
def pharmacist(mini, make_service, at, make_report, nation):
    """A pharmacist with one referral, at a system that uses the mini service without waiting between tries."""
    service = make_service()
    service.smsp.first_pause = 0.0
    pharmacist = at(service)
    service.intake.receive(make_report())
    pharmacist.referral = pharmacist.see("worklist")["referrals"][0]["referral"]
    return pharmacist
