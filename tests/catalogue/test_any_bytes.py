"""Whatever bytes a catalogue's files hold, what is wrong is told; nothing is thrown."""

import json
from contextlib import suppress
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from checkout import ROOT
from cpcs_harness.catalogue import Catalogue, load_catalogue
from cpcs_harness.errors import UsageProblem
from explore import explored

SHIPPED = (ROOT / "toolkit_requirements.yaml").read_bytes()
START = SHIPPED[: SHIPPED.index(b"  - id: MI-GPR-R")]
CRITERIA = (ROOT / "conformance" / "gp_referral" / "criteria.yaml").read_bytes()
START_OF_CRITERIA = CRITERIA[:2000]
DATA = yaml.safe_load(SHIPPED)
SMALL = {
    "main": DATA | {"requirements": DATA["requirements"][:2], "context": []},
    "criteria": {"criteria": yaml.safe_load(CRITERIA)["criteria"][-2:]},
}
PIECES = (
    *(b"- ", b": ", b"\n", b"[", b"{", b"&a ", b"*a", b"!!int ", b"? ", b"|\n", b'"', b"<<: "),
    b"%YAML 9\n---\n",
)

quietly = explored(60)
values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=20)
    | st.sampled_from(["PDS-01", "itk-2.2"]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=10,
)


@pytest.fixture(scope="module")
def file(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("bytes") / "catalogue.yaml"


def load(file: Path, content: bytes, criteria: bytes = CRITERIA) -> None:
    file.write_bytes(content)
    beside = file.parent / "conformance" / "criteria.yaml"
    beside.parent.mkdir(exist_ok=True)
    beside.write_bytes(criteria)
    with suppress(UsageProblem):
        assert isinstance(load_catalogue(file), Catalogue)


@quietly
@given(
    content=st.binary(max_size=200) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "replace"))
)
def test_any_bytes(file, content):
    load(file, content)


@quietly
@given(
    at=st.integers(0, len(START)),
    length=st.integers(0, 40),
    put=st.binary(max_size=8) | st.sampled_from(PIECES),
)
def test_a_catalogue_with_a_stretch_replaced(file, at, length, put):
    load(file, START[:at] + put + START[at + length :])


@quietly
@given(
    at=st.integers(0, len(START_OF_CRITERIA)),
    length=st.integers(0, 40),
    put=st.binary(max_size=8) | st.sampled_from(PIECES),
)
def test_criteria_with_a_stretch_replaced(file, at, length, put):
    load(file, START, START_OF_CRITERIA[:at] + put + START_OF_CRITERIA[at + length :])


@quietly
@given(data=st.data(), value=values)
def test_a_catalogue_with_any_value_in_any_place(file, data, value):
    whole = json.loads(json.dumps(SMALL))
    holder, key = data.draw(st.sampled_from([place for file in whole.values() for place in places(file)]))
    holder[key] = value
    load(file, json.dumps(whole["main"]).encode(), json.dumps(whole["criteria"]).encode())


def places(held):
    """Each place in nested data, as what holds it and its key there."""
    keys = held if isinstance(held, dict) else range(len(held))
    for key in keys:
        yield held, key
        if isinstance(held[key], dict | list):
            yield from places(held[key])
