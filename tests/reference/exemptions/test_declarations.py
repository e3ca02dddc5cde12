"""What is declared, and what cannot be."""

from datetime import date
from types import SimpleNamespace

import pytest

from reference.exemptions.declarations import Declarations
from reference.exemptions.kinds import Kinds
from reference.kit.problems import Refused

TODAY = date(2026, 11, 28)
WHO = {"full_name": "Ann Other", "gphc_number": "2071234"}


@pytest.fixture
def referral():
    return SimpleNamespace(id="1", rtec=None, declarations=[])


@pytest.fixture
def take(referral):
    def change(_id, declarations):
        referral.declarations = declarations

    part = Declarations(SimpleNamespace(change=change), Kinds())

    def take(kind="maternity", by="patient"):
        said = {"kind": kind, "by": by, "name": "Jo Attwell", "form": "token", "signed": True}
        return part.take(referral, said, WHO, TODAY)

    return take


def test_a_declaration_holds_who_what_when_and_who_took_it(referral, take):
    declared = take(by="representative")

    assert referral.declarations == [declared]
    assert (declared["kind"], declared["by"], declared["name"]) == (
        "maternity",
        "representative",
        "Jo Attwell",
    )
    assert declared["pharmacist"] == WHO
    assert declared["at"]


def test_the_last_declaration_stands(referral, take):
    take("none-charge-paid")
    take("hc2")

    assert [declared["kind"] for declared in referral.declarations] == ["hc2"]


@pytest.mark.parametrize("kind", ["tax-credit", "anything"])
def test_what_cannot_be_declared_today_is_refused(take, kind):
    with pytest.raises(Refused, match="no reason that can be declared today"):
        take(kind)


def test_nothing_is_declared_beside_what_was_found(referral, take):
    referral.rtec = {"outcome": "found", "type": "9005", "id": "9AD427-A83008-2E461K"}

    with pytest.raises(Refused, match="RTEC found"):
        take("none-charge-paid")
    assert referral.declarations == []
