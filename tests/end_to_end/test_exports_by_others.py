"""What the reference exports is read by DuckDB and by Python's csv alike, and its totals are those of what was done.

The totals are made by SQL of what the harness recorded of the journeys: the reference has never seen that SQL.
"""

import csv
import io
from contextlib import closing

import duckdb
import pytest

from cpcs_harness.evidence import events
from cpcs_harness.evidence.reader import Evidence
from cpcs_harness.run import record as recording
from cpcs_harness.run.plan import Asked

pytestmark = pytest.mark.long

FORMS = ("nhsei-data-specification", "prsb-pharmacy-information")
DONE = """
    CREATE TABLE done AS
    SELECT * FROM acts a WHERE a.action = 'complete' AND a.status = 'done'
"""
ITEMS = """
    CREATE TABLE items AS
    SELECT about, action, unnest(coalesce(from_json(given->'items', '["JSON"]'), [given])) AS item
    FROM acts WHERE action IN ('supply_medicine', 'amend_consultation') AND status = 'done'
"""
BY_PHARMACY = {
    "consultations": (
        "SELECT ods, count(DISTINCT about) FROM done GROUP BY 1",
        "SELECT pharmacy_ods, count(*) FROM exported GROUP BY 1",
    ),
    "outcomes": (
        "SELECT d.ods, a.given->>'outcome', count(*) FROM done d JOIN acts a USING (about)"
        " WHERE a.action = 'record_consultation' AND a.status = 'done' GROUP BY 1, 2",
        "SELECT pharmacy_ods, outcome, count(*) FROM exported GROUP BY 1, 2",
    ),
    "units supplied": (
        "SELECT d.ods, sum(coalesce(c.item->>'quantity', s.item->>'quantity')::DOUBLE) FROM done d"
        " JOIN items s ON s.about = d.about AND s.action = 'supply_medicine'"
        " LEFT JOIN items c ON c.about = d.about AND c.action = 'amend_consultation'"
        " AND c.item->>'code' = s.item->>'code' GROUP BY 1",
        "SELECT pharmacy_ods, sum(split_part(item, '*', 2)::DOUBLE)"
        " FROM (SELECT pharmacy_ods, unnest(string_split(items, ';')) AS item FROM exported WHERE items <> '')"
        " GROUP BY 1",
    ),
    "claims": (
        "SELECT d.ods, count(DISTINCT d.about) FROM done d JOIN acts a USING (about)"
        " WHERE a.action = 'submit_claims' AND a.status = 'done' AND NOT EXISTS (FROM acts w"
        " WHERE w.about = a.about AND w.action = 'withdraw_claim' AND w.status = 'done') GROUP BY 1",
        "SELECT pharmacy_ods, count(*) FROM exported WHERE claim_submission_id <> '' GROUP BY 1",
    ),
    "letters of complaints": (
        "SELECT d.ods, sum(length(coalesce(c.given->>'presenting_complaint', r.given->>'presenting_complaint')))"
        " FROM done d JOIN acts r ON r.about = d.about AND r.action = 'record_consultation' AND r.status = 'done'"
        " LEFT JOIN acts c ON c.about = d.about AND c.action = 'amend_consultation' AND c.status = 'done'"
        " GROUP BY 1",
        "SELECT pharmacy_ods, sum(length(regexp_replace(presenting_complaint, '^''([=+@-])', '\\1')))"
        " FROM exported GROUP BY 1",
    ),
}
"""By what is counted: of what was done, and of what was exported."""


@pytest.fixture(scope="module")
def evidence(tmp_path_factory):
    """What was recorded of the journeys: nobody else was treated in that run."""
    asked = Asked(only=("month-exported-mi", "month-exported-um"))
    return Evidence.load(recording.record(asked, None, tmp_path_factory.mktemp("run") / "out") / "evidence")


@pytest.fixture(scope="module")
def exports(evidence, tmp_path_factory):
    """The last export of each pharmacy, month and form, as a file; later ones have what earlier ones have."""
    folder, found = tmp_path_factory.mktemp("exports"), {}
    for seen in evidence.of(events.Observation):
        if seen.data.action == "export_data":
            (artefact,) = [
                event for event in evidence.of(events.Artefact) if event.data.observation == seen.id
            ]
            key = (seen.data.actor["ods"], seen.data.input["month"], seen.data.input["form"])
            found[key] = folder / f"{'-'.join(key)}.csv"
            found[key].write_bytes(evidence.body(artefact.data.content))
    return found


@pytest.fixture
def database(evidence):
    with closing(duckdb.connect()) as connection:
        connection.execute("CREATE TABLE acts (about TEXT, action TEXT, status TEXT, ods TEXT, given JSON)")
        for event in evidence.of(events.Observation):
            seen = event.data
            row = [seen.about, seen.action, seen.status, seen.actor["ods"], seen.input]
            connection.execute("INSERT INTO acts VALUES (?, ?, ?, ?, ?)", row)
        connection.execute(DONE)
        connection.execute(ITEMS)
        yield connection


def read_by_duckdb(database, path):
    read = database.execute(
        "SELECT * FROM read_csv(?, header = true, all_varchar = true, delim = ',', quote = '\"', escape = '\"',"
        " strict_mode = true, nullstr = '\\N')",
        [str(path)],
    )
    return [column[0] for column in read.description], [list(map(str, row)) for row in read.fetchall()]


def test_both_read_the_same_rows_of_every_file(exports, database):
    assert {(month == "2019-01", form) for _, month, form in exports} == {
        (empty, form) for empty in (True, False) for form in FORMS
    }
    for path in exports.values():
        header, *rows = csv.reader(io.StringIO(path.read_text(encoding="utf-8"), newline=""), strict=True)
        assert read_by_duckdb(database, path) == (header, rows)


@pytest.mark.parametrize("what", BY_PHARMACY)
def test_totals_are_those_of_what_was_done(what, exports, database):
    files = [
        str(path) for (_, month, form), path in exports.items() if form == FORMS[0] and month > "2019-01"
    ]
    database.execute(
        "CREATE TABLE exported AS SELECT * FROM read_csv($files, header = true, all_varchar = true, quote = '\"',"
        " escape = '\"', nullstr = '\\N')",
        {"files": files},
    )
    done, exported = (sorted(database.execute(query).fetchall()) for query in BY_PHARMACY[what])

    assert done
    assert exported == done
