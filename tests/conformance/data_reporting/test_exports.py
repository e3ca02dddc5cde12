"""An export is put together from its parts and read once, in either form; what is no CSV is the candidate's fault."""

from types import SimpleNamespace

import pytest

from cpcs_harness._content.conformance.data_reporting._exports import NAMED_BY, NHSEI, PRSB, exports_of
from cpcs_harness._content.conformance.data_reporting._files import answers_of
from cpcs_harness._content.conformance.data_reporting._moments import month_of
from cpcs_harness._content.conformance.data_reporting.test_columns import _expect_csv
from cpcs_harness.errors import NotMet, NotShown
from cpcs_harness.profiles import Profiles

PROFILE = Profiles()["extract"]


def answer(*files, parts=1, part=1, form=NHSEI, month="2026-11"):
    """An answer with files, each its name and content."""
    given = {"month": month, "form": form} | ({"part": part} if part > 1 else {})
    shown = {"files": [{"name": name} for name, _ in files], "parts": parts}
    actor, where = {"ods": "FA101"}, "journey j, observation o7"
    return SimpleNamespace(
        id="o7",
        where=where,
        given=given,
        shown=shown,
        actor=actor,
        contents=[content for _, content in files],
    )


def journey(*answers):
    """A journey with one patient, of case c1."""

    def artefacts_of(seen):
        return [
            SimpleNamespace(name=f"files[{place}]", content=content)
            for place, content in enumerate(seen.contents)
        ]

    issued = {"report": {"case_reference": "C1"}}
    return SimpleNamespace(
        id="j",
        issued=issued,
        also={},
        profiles={"extract": PROFILE},
        observations=lambda _: list(answers),
        artefacts_of=artefacts_of,
    )


def read(*files, **said):
    return exports_of(journey(answer(*files, **said)))[0]


def line(form, **values):
    columns = PROFILE[NAMED_BY[form]]
    cells = {"pharmacy_ods": "FA101", "completed": "2026-11-30T23:59:59Z", **PROFILE["codes"], **values}
    cells |= {name: next(iter(words)) for name, words in PROFILE["codes"].items() if name not in values}
    return ",".join(cells.get(name, "") for name in columns) + "\r\n"


def file(form, *lines):
    return ("f.csv", (",".join(PROFILE[NAMED_BY[form]].values()) + "\r\n" + "".join(lines)).encode())


@pytest.mark.parametrize("form", [NHSEI, PRSB])
def test_a_row_is_read_by_what_it_holds_in_either_form(form):
    export = read(file(form, line(form, case_reference="c1", advice="Rest")), form=form)

    assert sorted(export.header) == sorted(export.due)
    (row,) = export.of("c1")
    assert (row["advice"], row["pharmacy_ods"]) == ("Rest", "FA101")
    assert not export.strangers + export.elsewhen + export.unlisted


def test_of_others_rows_only_what_is_wrong_is_kept():
    others = [
        line(NHSEI, case_reference="d1"),
        line(NHSEI, case_reference="d2", pharmacy_ods="FA102"),
        line(NHSEI, case_reference="d3", completed="2026-12-01T00:00:00Z"),
        line(NHSEI, case_reference="d4", completed="yesterday"),
        line(NHSEI, case_reference="d5", method="by post"),
        line(NHSEI, case_reference="d6", gender=""),
    ]

    export = read(file(NHSEI, *others))

    assert (export.count, export.rows) == (6, [])
    assert export.strangers == ["FA102"]
    assert export.elsewhen == ["2026-12-01T00:00:00Z", "yesterday"]
    assert export.unlisted == [("method", "by post")]


def test_pieces_of_a_name_are_one_file_and_another_name_is_another_file():
    head, row = file(NHSEI)[1], line(NHSEI, case_reference="c1").encode()
    first = answer(("a", head + row), ("b", head), parts=2)
    second = answer(("b", row), parts=2, part=2)

    assert exports_of(journey(first, second))[0].count == 2
    with pytest.raises(NotShown, match="it has 2 parts, and 1 were had"):
        exports_of(journey(first))


def test_files_of_an_export_have_one_header():
    found = journey(answer(("a", b"case_reference\r\n"), ("b", b"another\r\n")))

    with pytest.raises(NotShown, match="the header is another"):
        exports_of(found)
    with pytest.raises(NotMet, match="in a, line 1, column 1: the header is another"):
        _expect_csv(answers_of(found)[0])


def test_what_is_no_csv_is_told_with_file_line_and_column_and_shows_nothing_else():
    found = journey(answer(("f.csv", b'a,b\r\n1,"2\r\n')))

    with pytest.raises(NotMet, match=r"in f.csv, line 2, column 3: a quote that nothing ends") as told:
        _expect_csv(answers_of(found)[0])
    assert told.value.blame == "candidate"
    with pytest.raises(NotShown, match="it cannot be read at line 2, column 3"):
        exports_of(found)


def test_an_export_without_a_file_and_one_without_columns():
    with pytest.raises(NotMet, match="a file at least"):
        read()
    assert read(("f.csv", b"")).header == ()


@pytest.mark.parametrize(
    ("moment", "month"),
    [
        ("2026-03-31T22:59:59Z", "2026-03"),
        ("2026-03-31T23:00:00Z", "2026-04"),
        ("2026-10-31T23:59:59+00:00", "2026-10"),
        ("2026-11-01T00:30:00+01:00", "2026-10"),
        ("2028-02-29T23:59:59.999Z", "2028-02"),
        ("2026-11-01T00:00:00", ""),
        ("2026-11", ""),
        ("0001-01-01T00:00:00+14:00", ""),
    ],
)
def test_a_month_is_londons(moment, month):
    assert month_of(moment) == month
