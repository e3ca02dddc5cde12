"""The worklist reads a few columns of each referral; its rows are those that whole referrals make."""

import uuid

import pytest


@pytest.fixture
def pharmacy(service, at):
    return at(service)


def test_its_rows_are_those_of_whole_referrals(service, make_report, pharmacy):
    for number in range(3):
        body = make_report(set_id=str(uuid.uuid4()).upper(), version=str(number + 1))
        assert service.intake.receive(body).status == 200
    whole = service.store.referrals_of(pharmacy.ods)
    pharmacy.see("open_referral", whole[1].id)

    rows = pharmacy.see("worklist")["referrals"]

    assert [row["status"] for row in rows] == ["new", "open", "new"]
    assert rows == [service.screen.row(referral) for referral in service.store.referrals_of(pharmacy.ods)]


def test_a_newer_version_is_listed_in_place_of_the_one_that_was_read_before(service, make_report, pharmacy):
    made = {"set_id": str(uuid.uuid4()).upper()}
    report = make_report(version="1", name="<given>Ann</given><family>Low</family>", **made)
    assert service.intake.receive(report).status == 200
    (before,) = pharmacy.see("worklist")["referrals"]
    report = make_report(version="2", name="<given>Anna</given><family>Low</family>", **made)
    assert service.intake.receive(report).status == 200

    (after,) = pharmacy.see("worklist")["referrals"]

    assert (before["patient_name"], after["patient_name"]) == ("Ann Low", "Anna Low")
    assert before["referral"] == after["referral"]
