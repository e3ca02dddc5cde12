"""A quantity goes out as it was given, by every way: explored from a hundredth of a tablet to hundreds of thousands."""

import json
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cpcs_harness._content.conformance._shared import dispensed
from cpcs_harness._content.conformance._shared.mesh import MeshMessage
from cpcs_harness._content.conformance.supply import _sent
from explore import explored
from gp_evidence import call

QUANTITIES = st.decimals(min_value="0.01", max_value="999999", places=2, allow_nan=False).map(float)
FORMS = [
    lambda quantity: f"{Decimal(repr(quantity)):f}",
    lambda quantity: f"{quantity:.2f}".rstrip("0").rstrip("."),
    lambda quantity: f"{quantity:.3f}",
    lambda quantity: f"{Decimal(repr(quantity)):E}",
]
"""How systems write a decimal into XML and JSON."""


@pytest.fixture
def outgoing(service, pharmacy):
    """Give what writes a record, with one item in some quantity, by each way."""
    from reference.actions.action import amount
    from reference.consultations.record import gather
    from reference.referrals.onward import Choice

    referral = pharmacy.completed(dx="Dx86")
    record = gather(service.config, service.store.referral(referral))
    choice = Choice(
        service_id="2000095001", ods="FX501", name="Lantern Pharmacy", reason="No stock", channel="fhir"
    )
    medicine = service.medicines.chosen("PARA500")

    def write(quantity):
        item = service.medicines.item(medicine, amount(quantity, "quantity"), 7, "As needed")
        held = replace(record, items=[item])
        claim = json.dumps(service.claim_submitter.claims.claim(held)).encode()
        document = service.gp_message.build(held).body
        onward = json.dumps(service.referrer.by_fhir.message.bundle(held, choice, "an-id"))
        mail = service.notifier.email.medicines(held)
        return claim, document, onward, mail

    return write


def sent(service, body, target="/x"):
    return call(1, service, "send", target, 200, body if isinstance(body, bytes) else body.encode())


@explored(60)
@given(quantity=QUANTITIES)
@example(quantity=0.5)
@example(quantity=2.5)
@example(quantity=28.0)
@example(quantity=1e3)
@example(quantity=1e5)
@example(quantity=0.01)
def test_a_quantity_is_the_same_in_claim_document_email_and_onward_referral(outgoing, quantity):
    claim, document, onward, mail = outgoing(quantity)

    assert [item.quantity for item in _sent.claimed(sent("mys", claim))] == [quantity]
    assert [item.quantity for item in dispensed.dispensed(MeshMessage(sent("mesh", document)))] == [quantity]
    assert _sent.holds_quantity(_sent.text_of(sent("onward", onward)), quantity)
    assert _sent.holds_quantity(mail.casefold(), quantity)
    assert "e+" not in mail.casefold()


@explored(60)
@given(quantity=QUANTITIES, form=st.sampled_from(FORMS))
@example(quantity=1e3, form=FORMS[3])
@example(quantity=28.0, form=FORMS[2])
def test_a_quantity_is_read_in_whichever_form_it_is_written(quantity, form):
    written = form(quantity)
    claim = f'{{"item": [{{"quantity": {{"value": {written}}}}}]}}'

    assert [item.quantity for item in _sent.claimed(sent("mys", claim))] == [quantity]


@explored(60)
@given(quantity=QUANTITIES, other=QUANTITIES)
def test_another_quantity_in_a_text_is_not_taken_for_it(quantity, other):
    text = f"paracetamol tablets, quantity {Decimal(repr(other)):f} tablet"

    assert _sent.holds_quantity(text, quantity) is (quantity == other)
