"""An export is read line by line, in either form; what is no CSV is the candidate's fault."""

from types import SimpleNamespace

import pytest

from cpcs_harness._content.conformance.data_reporting import _exports
from cpcs_harness._content.conformance.data_reporting._exports import HEADINGS, NHSEI, PRSB
from cpcs_harness.errors import NotMet

SEEN = SimpleNamespace(id="o7", where="journey j, observation o7", shown={})


def read(*contents, form=NHSEI):
    seen = SimpleNamespace(**vars(SEEN), given={"month": "2026-11", "form": form})
    files = [SimpleNamespace(content=content) for content in contents]
    journey = SimpleNamespace(id="j", observations=lambda _: [seen], artefacts_of=lambda _: files)
    return _exports.exports_of(journey)[0]


@pytest.mark.parametrize("form", [NHSEI, PRSB])
def test_a_row_is_read_by_our_names_in_either_form(form):
    names = list(HEADINGS) if form == NHSEI else list(HEADINGS.values())
    content = (",".join(names) + "\r\n" + ",".join(f"v{n}" for n in range(len(names))) + "\r\n").encode()

    export = read(content, form=form)

    assert export.header == tuple(export.due)
    assert export.rows[0] == {name: f"v{number}" for number, name in enumerate(HEADINGS)}


def test_several_files_are_one_export_where_their_headers_agree():
    assert len(read(b"case_reference\r\na\r\n", b"\xef\xbb\xbfcase_reference\r\nb\r\n").rows) == 2
    with pytest.raises(NotMet, match="the same header"):
        read(b"case_reference\r\n", b"another\r\n")


@pytest.mark.parametrize(
    "content", [b"a,b\r\n1\r\n", b"a\r\n\xff\r\n", b'a\r\n"x', b'a\r\n"x"y\r\n', b"a\r\n" + b"x" * (2 << 20)]
)
def test_what_is_no_csv_is_the_candidates_fault(content):
    with pytest.raises(NotMet):
        read(content)


def test_an_empty_file_has_no_columns():
    assert read(b"").header == ()
