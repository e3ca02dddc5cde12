"""What a declaration says of the 111 Adaptor: whether it is played, at which broker, and what to configure for it."""

from dataclasses import replace

import pytest

from cpcs_harness._content.mocks.adaptor.declared import behind_the_adaptor, broker_of, endpoints
from cpcs_harness.catalogue import load_catalogue
from cpcs_harness.declaration.model import Adaptor
from cpcs_harness.errors import UsageProblem
from cpcs_harness.run.candidate import declaration_of

NOBODY = "amqp://user:hush-hush@127.0.0.1:9/%2F"


@pytest.fixture(scope="module")
def catalogue():
    return load_catalogue()


@pytest.fixture(scope="module")
def declaration(catalogue):
    return declaration_of(None, catalogue)


def test_without_an_adaptor_there_is_no_broker_and_nothing_to_configure(declaration):
    assert (broker_of(declaration), endpoints(declaration)) == (None, {})


def test_an_adaptor_of_the_suppliers_own_is_none_of_ours(declaration):
    assert broker_of(replace(declaration, adaptor=Adaptor("own"))) is None


def test_a_candidate_behind_the_adaptor_has_its_option_wherever_there_is_one(declaration, catalogue):
    behind = behind_the_adaptor(declaration, catalogue, NOBODY)

    assert behind.options["MI-N111-E"] == (*declaration.options["MI-N111-E"], "111-adaptor")
    assert behind.options["MI-PDS-E"] == declaration.options["MI-PDS-E"]
    assert (behind.adaptor.mode, behind.adaptor.amqp) == ("played", NOBODY)


def test_each_candidate_behind_the_adaptor_has_a_queue_of_its_own(declaration, catalogue):
    queues = {broker_of(behind_the_adaptor(declaration, catalogue, NOBODY)).queue for _ in range(2)}

    assert len(queues) == 2


def test_a_broker_that_is_not_there_is_told_without_its_address(declaration, catalogue):
    with pytest.raises(UsageProblem, match="the broker of the played 111 Adaptor cannot be used") as told:
        endpoints(behind_the_adaptor(declaration, catalogue, NOBODY))

    assert "hush-hush" not in str(told.value)
