"""A death may be told by the record or by a notice."""

import pytest

from cpcs_harness._content.conformance.pds import test_deceased
from cpcs_harness.errors import NotMet
from pds_evidence import evidence, person, seen


@pytest.mark.parametrize(
    ("shown", "verdict"),
    [({"deceased": True}, None), ({"notices": [{"kind": "deceased"}]}, None), ({"deceased": None}, NotMet)],
)
def test_a_death_may_be_told_by_the_record_or_by_a_notice(shown, verdict):
    label = test_deceased.DIED[1]
    one = evidence(
        (),
        [seen(1, about=label, outcome="found", matches=[{"family": "x"} | shown])],
        **{label: person(label)},
    )

    if verdict is None:
        test_deceased.test_a_death_is_told_before_anything_is_done(one)
    else:
        with pytest.raises(verdict):
            test_deceased.test_a_death_is_told_before_anything_is_done(one)
