"""Whatever bytes a declaration holds, what is wrong is told; nothing is thrown, and every line is in the file."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkout import ROOT
from cpcs_harness.catalogue import load_catalogue
from cpcs_harness.declaration import Declaration, load_declaration
from cpcs_harness.errors import UsageProblem
from explore import explored

CATALOGUE = load_catalogue(ROOT / "toolkit_requirements.yaml")
LINES = [
    'name = "A"',
    'supplier = "B"',
    'version = "1"',
    'pathways = ["minor-illness"]',
    "[control]",
    'url = "http://a"',
    'token = "t"',
    "[itk]",
    'url = "http://a"',
    "[medicines]",
    'recommended-product = "P"',
    "[options]",
    'MI-N111-E = ["itk-2.2"]',
    "[pace]",
    "poll_seconds = 1",
    "[[declared]]",
    'criterion = "BSA-08"',
    'evidence = "candidate.toml"',
    'statement = "S"',
    'by = "C"',
    'role = "D"',
]
WHOLE = "\n".join(LINES).encode()

quietly = explored(60)
names = st.sampled_from(["name", "control", "options", "MI-N111-E", "pace", "declared", "url", "x", '"y z"'])
values = st.recursive(
    st.sampled_from(["true", "1", "-1", "1e9", "nan", "inf", "2021-10-01", "07:30:00", "0x" + "f" * 99])
    | st.text(max_size=12).map(lambda text: json.dumps(text.encode("utf-8", "replace").decode())),
    lambda inner: (
        st.lists(inner, max_size=3).map(lambda items: f"[{', '.join(items)}]")
        | st.dictionaries(names, inner, max_size=3).map(
            lambda held: "{" + ", ".join(f"{key} = {value}" for key, value in held.items()) + "}"
        )
    ),
    max_leaves=6,
)
statements = st.one_of(
    st.sampled_from(LINES),
    st.builds(lambda name, value: f"{name} = {value}", names, values),
    names.map(lambda name: f"[{name}]"),
    names.map(lambda name: f"[[{name}]]"),
)


@pytest.fixture(scope="module")
def file(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("bytes") / "candidate.toml"


def load(file: Path, content: bytes) -> None:
    file.write_bytes(content)
    problems = None
    try:
        loaded = load_declaration(file, CATALOGUE)
    except UsageProblem as told:
        problems = told.problems
    assert problems or isinstance(loaded, Declaration)
    assert all(0 <= problem.line <= content.count(b"\n") + 1 for problem in problems or ())


def test_the_whole_file_is_right(file):
    file.write_bytes(WHOLE)

    assert load_declaration(file, CATALOGUE).name == "A"


@quietly
@given(
    content=st.binary(max_size=200) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "replace"))
)
def test_any_bytes(file, content):
    load(file, content)


@quietly
@given(
    at=st.integers(0, len(WHOLE)),
    length=st.integers(0, 20),
    put=st.binary(max_size=4)
    | st.sampled_from([b"\n", b'"', b'"""', b"'''", b"[", b"]]", b"{", b"#", b"=", b"."]),
)
def test_a_declaration_with_a_stretch_replaced(file, at, length, put):
    load(file, WHOLE[:at] + put + WHOLE[at + length :])


@quietly
@given(st.lists(statements, max_size=12))
def test_any_statements_in_any_order(file, lines):
    load(file, "\n".join(lines).encode())


@quietly
@given(at=st.integers(0, len(LINES) - 1), value=values)
def test_a_declaration_with_any_value_in_any_place(file, at, value):
    lines = [*LINES]
    if " = " in lines[at]:
        lines[at] = f"{lines[at].split(' = ')[0]} = {value}"
    load(file, "\n".join(lines).encode())
