"""What one system hands over another takes over, and hands over again; compared as JSON, by what knows neither."""

import base64
import json
import uuid

import pytest

from reference_people import OLD, death, record, restricted


@pytest.fixture
def elsewhere(make_service, settings, tmp_path, at):
    """A second system for the same pharmacies, with records of its own."""
    settings["database"] = str(tmp_path / "elsewhere.sqlite")
    settings["ready_file"] = str(tmp_path / "elsewhere.json")
    return at(make_service())


def handed_over(pharmacy):
    """Read the files that a system hands over: records by document, and who is enrolled."""
    files = [
        json.loads(base64.b64decode(file["content"])) for file in pharmacy.see("export_records")["files"]
    ]
    records = [record for file in files for record in file["records"]]
    return {record["document_id"]: record for record in records}, files[0]["pharmacists"]


def taken_over(pharmacy, files):
    return [pharmacy.see("import_records", content=file["content"]) for file in files]


def test_everything_goes_along_and_nothing_changes(pharmacy, make_report, elsewhere):
    pharmacy.completed()
    waiting = make_report(
        set_id=str(uuid.uuid4()).upper(), name="<given>Siân</given><family>O'Neill</family>"
    )
    assert pharmacy.service.intake.receive(waiting).status == 200
    before = handed_over(pharmacy)
    assert len(before[0]) == 2

    taken_over(elsewhere, pharmacy.see("export_records")["files"])

    assert handed_over(elsewhere) == before


def test_what_is_here_already_is_left_as_it_is(pharmacy, make_report, elsewhere):
    assert pharmacy.service.intake.receive(make_report()).status == 200
    files = pharmacy.see("export_records")["files"]
    (first,) = taken_over(elsewhere, files)
    (row,) = elsewhere.see("worklist")["referrals"]
    elsewhere.see("open_referral", row["referral"])

    (again,) = taken_over(elsewhere, files)

    assert (len(first["taken"]), again["taken"], len(again["left_out"])) == (1, [], 1)
    assert [row["status"] for row in elsewhere.see("worklist")["referrals"]] == ["open"]


def test_a_newer_version_of_what_was_taken_over_takes_its_place(pharmacy, make_report, elsewhere):
    set_id = str(uuid.uuid4()).upper()
    assert pharmacy.service.intake.receive(make_report(set_id=set_id, version="1")).status == 200
    taken_over(elsewhere, pharmacy.see("export_records")["files"])

    assert elsewhere.service.intake.receive(make_report(set_id=set_id, version="2")).status == 200

    assert [row["version"] for row in elsewhere.see("worklist")["referrals"]] == [2]


@pytest.mark.parametrize(
    "wrong",
    [
        {"form": "another"},
        {"form": "cpcs-records/1", "pharmacy": "FB202", "records": [], "pharmacists": []},
        {"form": "cpcs-records/1", "pharmacy": "FA101", "records": [{}], "pharmacists": []},
        {"form": "cpcs-records/1", "pharmacy": "FA101", "records": ["x"], "pharmacists": []},
        {"form": "cpcs-records/1", "pharmacy": "FA101"},
    ],
)
def test_what_is_no_file_of_this_pharmacy_is_refused_whole(pharmacy, wrong):
    content = base64.b64encode(json.dumps(wrong).encode()).decode()

    assert pharmacy.do("import_records", content=content)["status"] == "refused"
    assert pharmacy.see("worklist")["referrals"] == []


def test_an_empty_pharmacy_hands_over_a_file_without_records(pharmacy):
    records, pharmacists = handed_over(pharmacy)

    assert (records, pharmacists) == ({}, [])


@pytest.mark.parametrize(
    ("held", "state"),
    [(restricted(), "restricted"), (record(extension=[death("2")]), "deceased")],
    ids=["restricted", "dead"],
)
def test_who_is_restricted_or_dead_stays_so(pharmacy, nation, make_report, elsewhere, held, state):
    assert pharmacy.service.intake.receive(make_report()).status == 200
    nation.patient = held
    referral = pharmacy.see("worklist")["referrals"][0]["referral"]
    pharmacy.see("find_patient", referral, nhs_number=OLD)
    pharmacy.see("choose_patient", referral, nhs_number=OLD)
    before = handed_over(pharmacy)

    ((taken,),) = [row["taken"] for row in taken_over(elsewhere, pharmacy.see("export_records")["files"])]

    assert handed_over(elsewhere) == before
    shown = elsewhere.see("open_referral", taken["referral"])["adopted_patient"]
    assert shown[state] is True
    assert state in [notice["kind"] for notice in shown["notices"]]


def test_of_a_restricted_patient_no_place_is_taken_over(pharmacy, make_report, elsewhere):
    assert pharmacy.service.intake.receive(make_report()).status == 200
    (file,) = pharmacy.see("export_records")["files"]
    handed = json.loads(base64.b64decode(file["content"]))
    handed["records"][0]["patient"] |= {"traced": True, "restricted": True, "deceased": False}

    content = base64.b64encode(json.dumps(handed).encode()).decode()
    (taken,) = elsewhere.see("import_records", content=content)["taken"]

    shown = elsewhere.see("open_referral", taken["referral"])["adopted_patient"]
    assert (shown["address"], shown["telephone"]) == ({"lines": [], "postcode": ""}, "")
