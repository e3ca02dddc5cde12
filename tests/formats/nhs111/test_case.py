"""A case of which only the beginning is made into a tree says what the whole of it says."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cpcs_harness.formats.nhs111 import case
from cpcs_harness.formats.nhs111.case import differing
from cpcs_harness.formats.xml import read_xml
from explore import explored

SPACE = "http://nhspathways.org/webservices/pathways/pathwaysCase"
REPORTED = {
    "DISPOSITION": {"dx86"},
    "NUMBER": {"9434765919"},
    "BIRTH": {"19800101"},
    "GENDER": {"female"},
    "SERVICE": {"FA101", "2000038407"},
}
SERVICE = "<serviceDestination><code>FA101</code></serviceDestination>"
PATIENT = (
    "<patient><gender>Female</gender><nationalNumber>9434765919</nationalNumber>"
    "<dateOfBirth><dob>1980-01-01</dob></dateOfBirth></patient>"
)
FINAL = "<finalDisposition><finalDispCode>Dx86</finalDispCode></finalDisposition>"
TRIAGE = f"<pathwayDetails><triage>{FINAL}</triage></pathwayDetails>"
PIECES = [
    SERVICE,
    PATIENT,
    TRIAGE,
    SERVICE.replace("FA101", "FA9"),
    SERVICE.replace("code", "x:code"),
    PATIENT.replace("Female", "Male"),
    PATIENT.replace("9434765919", "943<!-- </x> -->4765919"),
    PATIENT.replace("1980-01-01", "1980-01-<![CDATA[02]]>"),
    PATIENT.replace("1980-01-01", "1980&#45;01-01"),
    PATIENT.replace("9434765919", ""),
    f"<user>{PATIENT}</user>",
    TRIAGE.replace("Dx86", "Dx08"),
    FINAL,
    "<?x </y> ?>",
    "<y xmlns='' z='>'>&amp;</y>",
]


@pytest.fixture(autouse=True, scope="module")
def _short_ones_too():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(case, "_LONG", 0)
        yield


def written(pieces):
    return f'<PathwaysCase xmlns="{SPACE}" xmlns:x="u">{"".join(pieces)}</PathwaysCase>'.encode()


def by_the_whole_tree(body):
    root = read_xml(body)
    said = None if root is None else case._said(root)
    return said and [name for name in said if case._differs(said[name], REPORTED[name])]


@explored(300)
@example(["a" * 2700, SERVICE, PATIENT, TRIAGE], 0)
@given(
    st.lists(
        st.one_of(st.sampled_from(PIECES), st.integers(0, 3100).map(lambda count: "a" * count)), max_size=9
    ),
    st.integers(0, 40),
)
def test_it_differs_by_its_beginning_as_by_the_whole_tree(pieces, cut):
    body = written(pieces)
    body = body[: len(body) - cut] if cut > 30 else body
    assert differing(body, REPORTED) == by_the_whole_tree(body)


@pytest.mark.parametrize("piece", [SERVICE, PATIENT, TRIAGE])
@pytest.mark.parametrize("wrong", [False, True])
def test_wherever_a_value_stands_from_the_cut_it_is_found(piece, wrong):
    text = piece.replace("FA101", "FA9").replace("Female", "Male").replace("Dx86", "Dx8") if wrong else piece
    for before in range(2500, 3200, 3):
        body = written([f"<a>{'a' * before}</a>", text, "<b>b</b>"])
        found = differing(body, REPORTED)
        assert (found == by_the_whole_tree(body), bool(found)) == (True, wrong), before


@pytest.mark.parametrize(
    "wrong",
    ["<b>", "<z:b/>", "&b;", "\x01", "<b c='1' c='2'/>", "<?xml b?>", "]]>", "<b c='<'/>"],
)
def test_a_case_that_breaks_after_its_beginning_is_not_read(wrong):
    assert differing(written([SERVICE, PATIENT, TRIAGE, "a" * 5000, wrong]), REPORTED) is None


def test_of_a_long_case_that_agrees_no_tree_is_made(monkeypatch):
    monkeypatch.setattr(case, "read_xml", lambda body: pytest.fail("the whole of it was read"))
    assert differing(written([SERVICE, PATIENT, TRIAGE, "<a>a</a>" * 1000]), REPORTED) == []
