"""A record that changes has what nothing else in a run has."""

from conformance.journeys._steps import pds_records
from conformance.journeys.pds.changes import NEW_TELEPHONE
from cpcs_harness.people import conditioned


def test_the_telephone_of_now_is_no_other_of_a_run():
    others = (
        conditioned.WORK,
        conditioned.RELATIVE,
        conditioned.BEHIND,
        pds_records.TEXTPHONE,
        pds_records.OTHER_TELEPHONE,
    )

    assert NEW_TELEPHONE.value.replace(" ", "") not in {
        one.replace(" ", "").removeprefix("NP:") for one in others
    }
