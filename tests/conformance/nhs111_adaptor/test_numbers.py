"""Which telephone numbers a screen may show of a bundle of the adaptor."""

import pytest

from conformance.nhs111_adaptor._reports import _stray_numbers

REPORT = {
    "person": {"callback": "01632 960001", "home_telephone": "01632 960002"},
    "caller": None,
    "written": {"work_telephone": "01632 960003", "behind": " or 01632 960004"},
}


def shown(*numbers):
    return {"patient": {"telephones": [{"use": "work", "number": number} for number in numbers]}}


@pytest.mark.parametrize("number", ["01632 960003", "01632 960003 or 01632 960004", "01632 960004"])
def test_a_number_with_more_behind_it_may_be_shown_with_it_or_without(number):
    assert _stray_numbers(REPORT, shown("01632960001", number)) == []


def test_another_may_not():
    assert _stray_numbers(REPORT, shown("01632 960005")) == ["the number 01632960005"]


def test_who_gave_no_such_number_has_none():
    plain = {**REPORT, "written": {}}

    assert _stray_numbers(plain, shown("01632 960003")) == ["the number 01632960003"]
