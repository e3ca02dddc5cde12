"""Compares two files of JSON as SQLite reads them: each value with its place, whatever the file is of."""

import sqlite3

_ROWS = "SELECT fullkey, type, atom FROM json_tree(?)"
_IN_ONE_ALONE = """
WITH before AS (SELECT fullkey, type, atom FROM json_tree(?1)), after AS (SELECT fullkey, type, atom FROM json_tree(?2))
SELECT '-', * FROM (SELECT * FROM before EXCEPT SELECT * FROM after)
UNION ALL
SELECT '+', * FROM (SELECT * FROM after EXCEPT SELECT * FROM before)
ORDER BY 2, 1 DESC
"""


def rows(content: bytes) -> int:
    """How many values a file has, objects and lists among them."""
    with sqlite3.connect(":memory:") as database:
        return len(database.execute(_ROWS, [content.decode()]).fetchall())


def differences(before: bytes, after: bytes, *, but: frozenset[str] = frozenset()) -> list[str]:
    """Name each value that one of two files has alone, or has elsewhere; places in `but` are left out."""
    with sqlite3.connect(":memory:") as database:
        found = database.execute(_IN_ONE_ALONE, [before.decode(), after.decode()]).fetchall()
    return [f"{mark} {place} {kind} {value!r}" for mark, place, kind, value in found if place not in but]
