"""The environment beside a declaration: made once, for the name under which the mocks are called."""

import json
from dataclasses import replace

import pytest

from cpcs_harness.catalogue import load_catalogue
from cpcs_harness.declaration.model import Mocks
from cpcs_harness.errors import UsageProblem
from cpcs_harness.people.environment import hosts_of
from cpcs_harness.run.candidate import declaration_of, environment_of


@pytest.fixture
def environment(tmp_path):
    def environment(advertised):
        declaration = replace(declaration_of(None, load_catalogue()), mocks=Mocks(advertised=advertised))
        return environment_of(tmp_path / "candidate.toml", declaration, 1, lambda _said: None)

    return environment


@pytest.mark.parametrize("advertised", ["mocks.example", "10.0.0.5", "localhost", "127.0.0.1"])
def test_its_certificate_is_for_the_advertised_name(environment, advertised):
    made = environment(advertised)

    assert hosts_of(made) == {"127.0.0.1", "localhost", advertised}
    assert environment(advertised) == made


@pytest.mark.parametrize(
    ("advertised", "certified"),
    [("Mocks.Example", "mocks.example"), ("0:0:0:0:0:0:0:1", "::1"), ("2001:DB8::1", "2001:db8::1")],
)
def test_it_is_the_same_name_however_it_is_written(environment, advertised, certified):
    made = environment(advertised)

    assert hosts_of(made) == {"127.0.0.1", "localhost", certified}
    assert environment(certified) == made


@pytest.mark.parametrize("held", ["", "x", "-----BEGIN CERTIFICATE-----\nx\n-----END CERTIFICATE-----\n"])
def test_what_is_no_certificate_is_told_with_its_file(environment, tmp_path, held):
    file = tmp_path / "environment.json"
    environment("127.0.0.1")
    file.write_text(json.dumps(json.loads(file.read_text()) | {"server_pem": held}))

    with pytest.raises(UsageProblem, match="server_pem holds no certificate") as refused:
        environment("127.0.0.1")
    assert str(file) in str(refused.value)


def test_with_another_name_it_is_refused_before_the_candidate_has_to(environment, tmp_path):
    environment("127.0.0.1")

    with pytest.raises(
        UsageProblem, match=r"is not for mocks\.example, .* but for 127\.0\.0\.1, localhost"
    ) as refused:
        environment("mocks.example")
    assert str(tmp_path / "environment.json") in str(refused.value)
