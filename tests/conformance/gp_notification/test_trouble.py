"""What a system that tells of minor illnesses by NHSmail alone is held to of MESH: nothing."""

from types import SimpleNamespace

import pytest

from cpcs_harness._content.conformance.gp_notification import test_trouble


@pytest.mark.parametrize(
    ("pathway", "by_mesh", "mails", "alone"),
    [
        ("minor-illness", [], ["an e-mail"], True),
        ("minor-illness", ["of another patient"], ["an e-mail"], False),
        ("minor-illness", [], [], False),
        ("urgent-medicines", [], ["an e-mail"], False),
    ],
    ids=["by NHSmail alone", "by MESH as well", "nobody is told", "an urgent medicine"],
)
def test_only_who_tells_of_minor_illnesses_by_nhsmail_alone_is_spared(pathway, by_mesh, mails, alone):
    journey = SimpleNamespace(pathway=pathway, exchanges=lambda *_, **__: by_mesh)
    told = SimpleNamespace(journey=journey, mails=lambda: mails)

    assert test_trouble.tells_by_nhsmail_alone(told) is alone
