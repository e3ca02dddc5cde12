"""What is taken for a table is the same table to DuckDB, which has a reader of its own."""

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cpcs_harness.formats.extract.table import read_table

PLAIN = ["", "a", "ŷ", " ", "'=", "\t", "#", "NULL", "\\", "\x85", "\u2028", "\x0b"]
QUOTED = ['"x"', '"\n"', '""""', '"a,b"', '" "', '"\r"', '"\r\n""\n"', '"\\"']
CELLS = st.sampled_from([*PLAIN, *QUOTED])


@pytest.fixture(scope="module")
def connection():
    with duckdb.connect() as connection:
        yield connection


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=st.lists(st.tuples(CELLS, CELLS), max_size=5),
    end=st.sampled_from(["\r\n", "\n"]),
    last=st.booleans(),
    mark=st.sampled_from(["", "\ufeff"]),
)
def test_both_read_the_same_rows(connection, tmp_path, rows, end, last, mark):
    lines = [",".join(row) for row in [("h1", "h2"), *rows]]
    path = tmp_path / "table.csv"
    path.write_bytes((mark + end.join(lines) + (end if last else "")).encode())

    found = connection.execute(
        "SELECT * FROM read_csv(?, header = true, columns = {'h1': 'VARCHAR', 'h2': 'VARCHAR'}, auto_detect = false,"
        " delim = ',', quote = '\"', escape = '\"', nullstr = '\\N', strict_mode = true)",
        [str(path)],
    ).fetchall()

    assert found == [row.cells for row in read_table([path.read_bytes()]).rows]
