"""Identifiers of SNOMED CT, explored: check digit, partition and namespace, against python-stdnum's Verhoeff."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import verhoeff

from cpcs_harness.formats.snomed import DMD_NAMESPACE, verhoeff_holds, why_not_a_dmd_code

VECTORS = (
    *("17315811000001100", "3602511000001108", "31771611000001107", "3318111000001106", "193611000001107"),
    *("28426011000001108", "17346711000001106", "320029006"),
)
"""Of the interface sheet dos-eps-rtec-scr-dmd, section 6.1; namespace 1000001, and one that is international."""
CLINICAL = ("1218611000000102", "1577041000000109", "163541000000107", "196981000000101")
"""Of the same: namespace 1000000, which has no medicines."""
PARTITIONS = [f"{kind}{what}" for kind in "01" for what in "012"]
DIGITS = st.text("0123456789", min_size=1, max_size=18)


def identifier(item, namespace, partition):
    base = f"{item}{namespace if partition[0] == '1' else ''}{partition}"
    return base + verhoeff.calc_check_digit(base)


@given(DIGITS)
def test_the_check_digit_is_that_of_another_implementation(digits):
    assert verhoeff_holds(digits) == verhoeff.is_valid(digits)


@given(DIGITS.map(lambda digits: digits + verhoeff.calc_check_digit(digits)))
def test_what_another_implementation_computes_holds(digits):
    assert verhoeff_holds(digits)


@given(
    st.integers(100, 99_999_999),
    st.sampled_from(PARTITIONS),
    st.sampled_from([DMD_NAMESPACE, "1000000", "0000001", "1000002"]),
)
def test_a_code_is_a_concept_of_dmd_or_of_no_namespace_and_nothing_else(item, partition, namespace):
    code = identifier(item, namespace, partition)
    right = partition == "00" or (partition == "10" and namespace == DMD_NAMESPACE)

    assert 6 <= len(code) <= 18
    assert (why_not_a_dmd_code(code) == "") == right


@given(st.integers(100, 99_999_999), st.sampled_from(["00", "10"]), st.data())
def test_one_wrong_digit_and_two_that_changed_places_show(item, partition, data):
    code = identifier(item, DMD_NAMESPACE, partition)
    at = data.draw(st.integers(0, len(code) - 2))
    other = data.draw(st.sampled_from([digit for digit in "0123456789" if digit != code[at]]))
    swapped = code[:at] + code[at + 1] + code[at] + code[at + 2 :]

    assert why_not_a_dmd_code(code[:at] + other + code[at + 1 :])
    assert swapped == code or why_not_a_dmd_code(swapped)


@given(st.integers(9_000_000, 99_999_999))
def test_what_a_double_rounds_shows(item):
    code = identifier(item, DMD_NAMESPACE, "10")
    rounded = str(int(json.loads(code, parse_int=float)))

    assert rounded == code or why_not_a_dmd_code(rounded)


@given(st.text(max_size=20))
def test_no_text_breaks_it(text):
    assert why_not_a_dmd_code(text) or text.isdigit()


@pytest.mark.parametrize("code", VECTORS)
def test_the_sheets_medicines_are_codes_of_dmd(code):
    assert why_not_a_dmd_code(code) == ""


@pytest.mark.parametrize("code", CLINICAL)
def test_the_sheets_other_concepts_are_of_another_namespace(code):
    assert verhoeff_holds(code)
    assert "its namespace is 1000000" in why_not_a_dmd_code(code)


@pytest.mark.parametrize(
    "code", ["1577041000000100", "352601000001138", "12345", "0320029006", 320029006, None]
)
def test_what_is_none_is_told(code):
    assert why_not_a_dmd_code(code)
