"""Export, import elsewhere, export: compared value by value by SQLite, which knows nothing of records or pharmacies."""

import base64
import json
import uuid

import pytest

from json_rows import differences, rows

MADE = frozenset({"$.made"})
HARD = "<given>Siân &quot;Mair&quot;</given><family>O'Neill-Ŵyn</family>"
TEXT = '<content>=1+1; "said"</content><br/>Tŷ Gwyn, 03/04/2026, 0044 7700'


@pytest.fixture
def elsewhere(make_service, settings, tmp_path, at):
    """A second system for the same pharmacies, with records of its own."""
    settings["database"] = str(tmp_path / "elsewhere.sqlite")
    settings["ready_file"] = str(tmp_path / "elsewhere.json")
    return at(make_service())


def new(pharmacy, make_report, **changes):
    """Have a referral arrive; gives it."""
    known = {row["referral"] for row in pharmacy.see("worklist")["referrals"]}
    case = uuid.uuid4().hex[:8]
    reply = pharmacy.service.intake.receive(
        make_report(set_id=str(uuid.uuid4()).upper(), case=case, **changes)
    )
    assert reply.status == 200, reply.body
    (found,) = {row["referral"] for row in pharmacy.see("worklist")["referrals"]} - known
    return found


@pytest.fixture
def busy(pharmacy, make_report):
    """A pharmacy with a record in each state: treated and claimed, told, waiting, open, rejected, keyed in, late."""
    pharmacy.completed(set_id=str(uuid.uuid4()).upper())
    pharmacy.completed(dx="Dx85", set_id=str(uuid.uuid4()).upper(), case="8")
    pharmacy.see("submit_claims")
    new(pharmacy, make_report, name=HARD, text=TEXT)
    opened = new(pharmacy, make_report, ids="")
    pharmacy.see("open_referral", opened)
    pharmacy.see("record_contact_attempt", opened, outcome="no-answer")
    refused = new(pharmacy, make_report, name="<given>Asha</given><family>Patel</family>")
    pharmacy.see("record_consent", refused, share_with_gp=False)
    pharmacy.see("reject_referral", new(pharmacy, make_report), reason="Not at this pharmacy")
    patient = {
        "given": "Jo",
        "family": "Lee",
        "birth_date": "1990-04-03",
        "gender": "female",
        "telephone": "07700 900111",
    }
    pharmacy.see(
        "key_referral", source="gp-practice", service="minor-illness", reference="K-1", patient=patient,
        practice_ods="B86111", complaint="Earache", notes="After 5\n\"please\"",
    )  # fmt: skip
    return pharmacy


def exported(pharmacy):
    (file,) = pharmacy.see("export_records")["files"]
    return base64.b64decode(file["content"])


def test_nothing_is_lost_added_or_put_elsewhere(busy, elsewhere):
    before = exported(busy)
    taken = elsewhere.see("import_records", content=base64.b64encode(before).decode())
    assert len(taken["taken"]) == 7
    assert rows(before) > 300

    assert differences(before, exported(elsewhere), but=MADE) == []


def test_it_comes_back_as_it_was_where_it_came_from(busy, elsewhere, make_service, settings, tmp_path, at):
    before = exported(busy)
    elsewhere.see("import_records", content=base64.b64encode(before).decode())
    settings |= {"database": str(tmp_path / "third.sqlite"), "ready_file": str(tmp_path / "third.json")}
    third = at(make_service())
    third.see("import_records", content=base64.b64encode(exported(elsewhere)).decode())

    assert differences(before, exported(third), but=MADE) == []


def altered(content, change):
    held = json.loads(content)
    change(held["records"])
    return json.dumps(held).encode()


def swap(records, *path):
    """Exchange what two records hold in one place."""
    first, second = records[0], records[1]
    for name in path[:-1]:
        first, second = first[name], second[name]
    first[path[-1]], second[path[-1]] = second[path[-1]], first[path[-1]]


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda records: swap(records, "case_reference"), id="case references of two patients"),
        pytest.param(lambda records: swap(records, "consultation"), id="consultations of two patients"),
        pytest.param(lambda records: swap(records, "supplies"), id="what was supplied to two patients"),
        pytest.param(
            lambda records: records[-1]["patient"].update(birth_date="1990-03-04"), id="day and month"
        ),
        pytest.param(lambda records: records[-1]["patient"].update(given="Lee", family="Jo"), id="names"),
        pytest.param(
            lambda records: records[0].update(version=str(records[0]["version"])), id="a number as text"
        ),
        pytest.param(lambda records: records[0].update(share_with_gp=None), id="consent"),
        pytest.param(lambda records: records.pop(), id="a record"),
        pytest.param(lambda records: records.append(records[0]), id="a record twice"),
        pytest.param(lambda records: records[0].pop("claim"), id="a claim"),
    ],
)
def test_what_is_transposed_or_lost_would_be_seen(busy, change):
    before = exported(busy)

    assert differences(before, altered(before, lambda _: None)) == []
    assert differences(before, altered(before, change))
