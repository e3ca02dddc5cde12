"""What a text says of consent, in whatever lawful words."""

import pytest

from conformance._shared.consent import is_agreed


@pytest.mark.parametrize(
    "text",
    [
        "Consent: yes",
        "Consent: yes, no objections",
        "The patient agreed without any reservations",
        "Consent to share\nThe patient agrees; no restriction",
    ],
)
def test_who_agreed_may_be_said_to_object_to_nothing(text):
    assert is_agreed(text)


@pytest.mark.parametrize(
    "text", ["Consent: no", "Consent refused, no objections to treatment", "Told without consent", "Consent"]
)
def test_a_refusal_stays_one(text):
    assert not is_agreed(text)
