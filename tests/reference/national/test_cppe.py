"""CPPE's register, as the reference greets it before anybody works with the system."""

from types import SimpleNamespace

import pytest

from reference.kit.config import CppeSettings
from reference.kit.problems import ServiceTrouble
from reference.national.cppe import Cppe


def greeted(status):
    """Greet a register that answers with a status; gives the address that was asked."""
    asked = []
    caller = SimpleNamespace(
        get=lambda address, headers: asked.append(address) or SimpleNamespace(status_code=status)
    )
    Cppe(CppeSettings("https://cppe.test", "key"), caller).greet()
    return asked


def test_a_greeting_asks_for_a_number_that_nobody_has():
    assert greeted(404) == ["https://cppe.test/pharmacists/0000000"]


@pytest.mark.parametrize("status", [401, 503])
def test_a_greeting_that_the_register_does_not_answer_fails(status):
    with pytest.raises(ServiceTrouble):
        greeted(status)
