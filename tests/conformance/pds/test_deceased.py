"""A death may be told by the record or by a notice."""

import pytest

from cpcs_harness._content.conformance.pds import test_deceased
from cpcs_harness.errors import NotMet
from pds_evidence import evidence, person, seen


@pytest.mark.parametrize(
    ("status", "shown", "verdict"),
    [
        ("1", {"deceased": True}, None),
        ("1", {"notices": [{"kind": "deceased"}]}, None),
        ("1", {"deceased": None}, NotMet),
        ("U", {"deceased": True}, NotMet),
        ("", {"notices": [{"kind": "deceased"}]}, NotMet),
        ("", {"deceased": False}, None),
    ],
)
def test_a_death_may_be_told_by_the_record_or_by_a_notice_and_none_where_there_is_none(
    status, shown, verdict
):
    label = test_deceased.DRAWN[0]
    one = evidence(
        (),
        [seen(1, about=label, outcome="found", matches=[{"family": "x"} | shown])],
        {label: {"death_status": status, "deceased": ""}},
        **{label: person(label)},
    )

    if verdict is None:
        test_deceased.test_a_death_is_told_before_anything_is_done(one)
    else:
        with pytest.raises(verdict):
            test_deceased.test_a_death_is_told_before_anything_is_done(one)
