"""What rests on the conflict between the Toolkit and RTEC's own specification: never an essential cell."""

from cpcs_harness.catalogue import load_catalogue


def test_what_rtec_is_asked_costs_no_essential_cell():
    essential = [row for row in load_catalogue().requirements if row.level == "essential"]

    assert [row.id for row in essential if any(name.startswith("RTC-") for name in row.criteria)] == []


def test_a_supply_without_a_prescription_is_a_warning_and_its_reading_is_told():
    catalogue = load_catalogue()
    (cell,) = [row for row in catalogue.requirements if row.id == "UM-RTEC-R"]

    assert catalogue.criteria["RTC-12"].strength == "should"
    assert "RTC-12" in cell.reading
