"""What is sent is held against dm+d; who does lawfully otherwise, or sends what nobody here knows, does not fail."""

import pytest

from cpcs_harness._content.conformance.dmd import test_codes, test_dictionary, test_level
from cpcs_harness.errors import NotMet, NotShown
from cpcs_harness.formats.dmd.concept import Concept
from dmd_evidence import DECLARED, OURS, SNOMED, claimed, coded, evidence, supplied, told

CREAM, ANTIBIOTIC, DEVICE, OLD = (
    coded("cream"),
    coded("antibiotic"),
    coded("device"),
    coded("withdrawn-product"),
)
OWN = {"cream": DECLARED}
OTHER = coded("cream", code=DECLARED.dmd, display=DECLARED.display)
SUPPLIED = [supplied("cream", "antibiotic", "device")]
ALL = (CREAM, ANTIBIOTIC, DEVICE)
CHECKS = {
    "DMD-01": test_codes.test_each_medicine_is_described_as_dmd_describes_it,
    "DMD-02": test_codes.test_the_medicine_sent_is_the_medicine_chosen,
    "DMD-03": test_codes.test_codes_are_texts_and_not_rounded,
    "DMD-04": test_codes.test_a_message_codes_all_its_medicines_by_one_system,
    "DMD-05": test_dictionary.test_what_dmd_has_withdrawn_is_not_sent_unawares,
    "DMD-06": test_dictionary.test_a_medicine_is_called_what_the_release_calls_it,
    "DMD-07": test_dictionary.test_a_quantity_has_its_unit_in_the_singular_and_coded,
    "DMD-08": test_level.test_a_document_codes_what_was_handed_out_and_not_its_generic_name,
    "DMD-09": test_dictionary.test_what_dmd_says_of_each_code_is_what_was_chosen,
    "DMD-10": test_dictionary.test_an_appliance_is_coded_from_dmd_as_well,
}
ASKED_FOR_OLD = supplied("withdrawn-product", seq=2, status="refused", shown={})


def judge(lines=ALL, claim=None, seen=SUPPLIED, own=None, release=(), only=CHECKS):
    """Judge by each criterion; gives the verdicts of those that did not pass."""
    held = evidence([told(*lines), claimed(*(lines if claim is None else claim))], seen, own, release)
    found = {}
    for name in only:
        try:
            CHECKS[name](held)
        except (NotMet, NotShown) as verdict:
            found[name] = type(verdict)
    return found


def test_what_is_right_passes():
    assert judge(seen=[ASKED_FOR_OLD, *SUPPLIED]) == {}


def test_dmds_name_without_the_maker_is_right_as_well():
    named = [
        coded(role, display=OURS[role].display.split(" (Example")[0]) for role in ("cream", "antibiotic")
    ]

    assert judge([*named, DEVICE], seen=[ASKED_FOR_OLD, *SUPPLIED]) == {}


def test_a_claim_may_code_all_its_medicines_by_snomed():
    assert judge(claim=[{**line, "system": SNOMED} for line in ALL], seen=[ASKED_FOR_OLD, *SUPPLIED]) == {}


@pytest.mark.parametrize(
    ("line", "due"),
    [
        (coded("cream", code="99901031000001100"), {"DMD-01", "DMD-02", "DMD-09"}),
        (coded("cream", code=str(int(float(CREAM["code"])))), {"DMD-01", "DMD-02", "DMD-03", "DMD-09"}),
        (
            coded("cream", code="99902021000001102", display="Betamethasone valerate 0.1% cream"),
            {"DMD-02", "DMD-08"},
        ),
        (coded("cream", display="Betamethasone 0.1% cream (Example Pharma Ltd)"), {"DMD-01", "DMD-06"}),
        (coded("cream", display="Cream"), {"DMD-01", "DMD-06"}),
        (coded("cream", text="2 grams"), {"DMD-07"}),
        (coded("cream", unit_code="258773002"), {"DMD-07"}),
        (coded("cream", days_system="http://snomed.info/sct"), {"DMD-07"}),
    ],
)
def test_one_medicine_that_is_wrong_is_found_and_by_what(line, due):
    found = judge([ANTIBIOTIC, line, DEVICE], seen=[ASKED_FOR_OLD, *SUPPLIED])

    assert set(found) == due


@pytest.mark.parametrize(
    ("text", "found"), [("2 unit", {}), ("2 devices", {"DMD-07": NotMet}), ("2", {"DMD-07": NotMet})]
)
def test_a_unit_that_no_sheet_has_a_code_for_may_be_the_suppliers_own(text, found):
    assert judge([CREAM, coded("device", text=text)], only=["DMD-07"]) == found


def test_two_systems_in_one_claim_are_found():
    mixed = [CREAM, {**ANTIBIOTIC, "system": SNOMED}, DEVICE]

    assert judge(claim=mixed, only=["DMD-01", "DMD-04"]) == {"DMD-04": NotMet}


def test_a_slash_at_the_end_of_a_system_is_found():
    assert judge(claim=[{**CREAM, "system": "https://dmd.nhs.uk/"}], only=["DMD-01"]) == {"DMD-01": NotMet}


def test_a_number_in_place_of_a_code_is_found():
    sent = claimed({**CREAM, "code": int(CREAM["code"])})

    with pytest.raises(NotMet, match="no text"):
        CHECKS["DMD-03"](evidence([told(CREAM), sent], SUPPLIED))


def old(status="done", **shown):
    return [supplied("withdrawn-product", seq=2, status=status, shown=shown), *SUPPLIED]


WITHDRAWN = {"items": [{"code": OLD["code"]}]}


@pytest.mark.parametrize(
    ("seen", "sent", "found"),
    [
        (old("refused"), ALL, {}),
        (old("failed"), ALL, {}),
        (old(**WITHDRAWN, notices=[{"kind": "withdrawn", "text": "no longer in dm+d"}]), (*ALL, OLD), {}),
        (old(**WITHDRAWN, notices=[{"kind": "days", "text": "too many"}]), (*ALL, OLD), {"DMD-05": NotMet}),
        (old(**WITHDRAWN), (*ALL, OLD), {"DMD-05": NotMet}),
        (SUPPLIED, ALL, {"DMD-05": NotShown}),
    ],
)
def test_what_was_withdrawn_is_refused_or_told_of(seen, sent, found):
    assert judge(sent, seen=seen, only=["DMD-05"]) == found


def test_what_replaced_a_withdrawn_code_may_go_out_in_its_place():
    replaced = Concept("99901141000001101", "AMP", "Paracetamol 500mg tablets", previous=OLD["code"])
    instead = coded("withdrawn-product", code=replaced.id, display=replaced.name)

    seen = old(items=[{"code": replaced.id}])
    assert judge((*ALL, instead), seen=seen, release=[replaced], only=["DMD-01", "DMD-02", "DMD-05"]) == {}


def test_of_a_product_of_the_suppliers_own_form_and_equality_are_enough():
    seen = [supplied("cream", "antibiotic", "device", own=OWN), ASKED_FOR_OLD]

    assert judge([OTHER, ANTIBIOTIC, DEVICE], seen=seen, own=OWN) == {"DMD-09": NotShown}
    assert judge([OTHER], seen=[supplied("cream", own=OWN)], own=OWN, only=["DMD-02", "DMD-08"]) == {}


def test_a_product_of_the_suppliers_own_is_the_same_everywhere():
    seen = [supplied("cream", "antibiotic", own=OWN)]

    assert judge([OTHER, ANTIBIOTIC], [CREAM, ANTIBIOTIC], seen, OWN, only=["DMD-02"]) == {"DMD-02": NotMet}


@pytest.mark.parametrize(
    ("concept", "found"),
    [
        (Concept(DECLARED.dmd, "AMP", "Another cream", "Another cream (Maker)"), {}),
        (Concept(DECLARED.dmd, "AMP", "A cream of another name"), {"DMD-06": NotMet}),
        (Concept(DECLARED.dmd, "VMP", "Another cream (Maker)"), {"DMD-08": NotMet}),
        (Concept(DECLARED.dmd, "AMP", "Another cream (Maker)", invalid=True), {"DMD-05": NotMet}),
    ],
)
def test_with_a_release_it_is_known_what_it_means(concept, found):
    seen = [supplied("cream", "antibiotic", "device", own=OWN), ASKED_FOR_OLD]

    assert judge([OTHER, ANTIBIOTIC, DEVICE], seen=seen, own=OWN, release=[concept]) == found


def test_an_appliance_that_was_not_supplied_is_not_shown_and_one_without_a_code_is_found():
    assert judge([CREAM], seen=[supplied("cream")], only=["DMD-10"]) == {"DMD-10": NotShown}
    text = coded("device", code="", system="", display="")

    assert judge([CREAM, text], seen=[supplied("cream", "device")], only=["DMD-10"]) == {"DMD-10": NotMet}
