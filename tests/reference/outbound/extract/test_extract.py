"""The export is read by Python's csv, and its totals are made by SQL that it never saw."""

import base64
import csv
import io
import sqlite3
from functools import partial

import pytest

from reference.kit.agreed import ExtractCodes, ExtractRules, FurtherColumns
from reference.kit.models import Claim
from reference.kit.problems import BadInput
from reference.outbound.extract.extract import NHSEI, PRSB, Extract
from reference.outbound.extract.pieces import pieces

HARD = ['Said: "it\'s worse"', "two\nlines", "a,b;c", "Tŷ Gwyn, Llanŵr", "=1+1", "-2", "\ttab", "'quoted"]


@pytest.fixture
def extract(pharmacy):
    return Extract(pharmacy.service.config, pharmacy.service.store)


def content(extract, month="2026-04", form=NHSEI, ods="FA101"):
    return b"".join(extract.content(ods, month, form))


def exported(extract, month="2026-04", form=NHSEI, ods="FA101"):
    return list(csv.DictReader(io.StringIO(content(extract, month, form, ods).decode(), newline="")))


@pytest.fixture
def done(pharmacy):
    """Completes a consultation with a complaint, at a moment; gives its referral."""

    def completed(complaint="Cough", at="2026-04-15T10:00:00.000Z"):
        referral = pharmacy.completed()
        held = pharmacy.service.store.referral(referral)
        consultation = {**held.consultation, "presenting_complaint": complaint}
        pharmacy.service.store.change(referral, consultation=consultation, completed=at)
        return referral

    return completed


@pytest.mark.parametrize("text", HARD)
def test_a_text_comes_back_as_it_was_or_with_an_apostrophe_before_it(extract, done, text):
    done(text)

    (row,) = exported(extract)
    assert row["presenting_complaint"] == (f"'{text}" if text[0] in "=+-@\t\r" else text)


@pytest.mark.parametrize("form", [NHSEI, PRSB])
def test_an_empty_month_is_a_header(extract, done, form):
    done()

    header = ",".join(extract.columns(form).values())
    assert content(extract, "2026-05", form).decode() == header + "\r\n"


def test_both_forms_say_the_same_in_the_same_order(extract, done):
    done(HARD[0])

    (ours,), (theirs,) = exported(extract), exported(extract, form=PRSB)
    assert list(ours.values()) == list(theirs.values())


@pytest.mark.parametrize(
    ("at", "month"),
    [
        ("2026-03-31T22:59:59.999Z", "2026-03"),
        ("2026-03-31T23:00:00.000Z", "2026-04"),
        ("2026-10-25T00:59:59.000Z", "2026-10"),
        ("2026-11-01T00:00:00.000Z", "2026-11"),
        ("2028-02-29T23:59:59.000Z", "2028-02"),
    ],
)
def test_a_month_is_londons(extract, done, at, month):
    done(at=at)

    assert len(exported(extract, month)) == 1
    assert exported(extract, "2027-01") == []


def test_totals_are_those_that_sql_makes_of_the_database(extract, done, pharmacy, settings):
    done()
    (row,) = exported(extract)

    with sqlite3.connect(settings["database"]) as database:
        count, code, quantity = database.execute(
            "SELECT count(*), json_extract(supplies, '$[0].code'), json_extract(supplies, '$[0].quantity')"
            " FROM referrals WHERE ods = 'FA101' AND completed LIKE '2026-04%'"
        ).fetchone()
    assert (count, row["items"]) == (1, f"{code}*{quantity}")


def test_whom_nobody_looked_up_is_exported_as_they_were_reported(extract, done, pharmacy):
    referral = done()
    pharmacy.service.store.change(referral, adopted_patient=None, matches=None, notices=[])

    assert [row["practice_ods"] for row in exported(extract)] != []


def test_pieces_are_whole_lines_and_together_the_file():
    lines = [b"header\r\n", b"a\r\n", b"b" * 20 + b"\r\n", b"c\r\n", b"d\r\n"]

    found = list(pieces(lines, 12))

    assert found == [b"header\r\na\r\n", b"b" * 20 + b"\r\n", b"c\r\nd\r\n"]
    assert list(pieces([], 12)) == [b""]


def test_columns_codes_and_further_columns_are_as_agreed(extract, done, pharmacy):
    done()
    extract.rules = ExtractRules(
        nhsei={"case_reference": "Ref", "method": "How"},
        further=FurtherColumns(nhsei=("AgeBand",)),
        codes=ExtractCodes(method={"telephone": "1"}),
    )

    (row,) = exported(extract)

    assert list(row) == ["Ref", "How", "AgeBand"]
    assert (row["How"], row["AgeBand"]) == ("1", "")


def test_a_long_export_is_given_in_parts_that_are_the_file_together(extract, done, pharmacy, monkeypatch):
    for _ in range(3):
        done()
    monkeypatch.setattr("reference.actions.export.pieces", partial(pieces, largest=400))

    def part(number):
        return pharmacy.see("export_data", month="2026-04", form=NHSEI, part=number)

    parts = part(1)["parts"]
    files = [file for number in range(1, parts + 1) for file in part(number)["files"]]
    assert parts > 1
    assert {file["name"] for file in files} == {f"FA101-2026-04-{NHSEI}.csv"}
    assert b"".join(base64.b64decode(file["content"]) for file in files) == content(extract)
    with pytest.raises(BadInput, match=f"from 1 to {parts}"):
        part(parts + 1)


@pytest.mark.parametrize(("status", "exported_as"), [("accepted", "s"), ("withdrawn", "")])
def test_a_claim_that_was_withdrawn_is_not_exported(extract, done, pharmacy, status, exported_as):
    claim = Claim(referral=done(), reference="r", submission_id="s", status=status, message="")
    pharmacy.service.store.keep(claim)

    assert [row["claim_submission_id"] for row in exported(extract)] == [exported_as]
