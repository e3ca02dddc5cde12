"""What was handed over is compared value by value, and hostile files break no check."""

import json
from types import SimpleNamespace

import pytest

from cpcs_harness._content.conformance.context import _files, test_switching
from cpcs_harness.errors import NotMet, NotShown

SEEN = SimpleNamespace(id="o7", where="journey j, observation o7", shown={"files": []})


def handed(*contents):
    """Read what was handed over as files with these bytes."""
    files = [SimpleNamespace(content=content) for content in contents]
    journey = SimpleNamespace(
        id="j",
        issued={"premises": {"ods": "FA101"}},
        observation=lambda _: SEEN,
        artefacts_of=lambda _: files,
    )
    return _files.handed_over(journey)


def file(**changes):
    whole = {"form": "cpcs-records/1", "pharmacy": "FA101", "records": [], "pharmacists": []}
    return json.dumps(whole | changes).encode()


def test_records_of_all_files_are_read():
    found = handed(file(records=[{"document_id": "a"}]), file(records=[{"document_id": "b"}]))

    assert [record["document_id"] for record in found.records] == ["a", "b"]
    with pytest.raises(NotMet, match="a record of referral c"):
        found.of("c")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"form": 7}',
        file(pharmacy="FB202"),
        file(records={}),
        file(records=[None]),
        file(pharmacists=None),
    ],
)
def test_a_file_that_is_none_is_the_candidates_fault(content):
    with pytest.raises(NotMet):
        handed(content)


@pytest.mark.parametrize(
    ("due", "found", "told"),
    [
        ({"a": 1}, {"a": 1, "more": 2}, []),
        ({"a": 1}, {}, ["a: 1 became nothing"]),
        ({"a": [{"b": "x\ny"}]}, {"a": [{"b": "x"}]}, ["a[0].b: “x\\ny” became “x”"]),
        ({"a": [1, 2]}, {"a": [1]}, ["a: 1, 2 became 1"]),
        ({"a": {"b": 1}}, {"a": "1"}, ["a: b: 1 became “1”"]),
    ],
)
def test_each_place_that_differs_is_told(due, found, told):
    assert list(test_switching.differences(due, found, "")) == told


@pytest.mark.parametrize("hostile", [None, "x", [], {"quantity": True}, {"quantity": {}}, {"code": []}])
def test_a_supply_of_any_shape_is_read(hostile):
    _code, quantity, dosage = test_switching.supply(hostile)

    assert isinstance(quantity, float)
    assert dosage is None


PRACTICE = {"person": {"practice": {"ods": "F83004"}}, "pharmacist": {"gphc": "2076543"}, "medicines": {}}
CLAIMED = SimpleNamespace(shown={"claims": []})


def told_in(*practices):
    """Give whom a practice was to be told, and whom a record says that were."""
    said = SimpleNamespace(given=dict.fromkeys(test_switching.TEXTS, "-"))
    journey = SimpleNamespace(
        issued=PRACTICE, seen=[], observation=lambda _: said, observations=lambda _: [CLAIMED]
    )
    record = {"told": [{"practice_ods": ods} for ods in practices]}
    values = {what: (due, found) for what, due, found in test_switching.recorded(journey, record, "F83004")}
    return values["whom it was told"]


@pytest.mark.parametrize(
    ("practices", "right"),
    [(("F83004",), True), (("F83004", "F83004"), True), ((), False), (("F83004", "F83005"), False)],
    ids=["once", "by MESH and by e-mail", "not", "another as well"],
)
def test_a_practice_may_have_been_told_by_several_messages(practices, right):
    due, found = told_in(*practices)

    assert (due == found) is right


def looked_at(*places):
    """Give a journey in which NHS 111 took a referral back as the fifth event, with worklists at some places."""
    call = SimpleNamespace(seq=5, facts={"damage": "", "variant": _files.TAKEN_BACK})
    looks = [SimpleNamespace(seq=place) for place in places]
    return SimpleNamespace(id="j", sent=lambda _: [call], observations=lambda _: looks)


def test_the_worklist_that_counts_is_the_last_before_anything_is_taken_back():
    assert test_switching.listed_before(looked_at(2, 4, 6)).seq == 4
    with pytest.raises(NotShown):
        test_switching.listed_before(looked_at(6))


def record(*practices, restricted=True):
    """Give a record of somebody whose practices were told, with their address and practice or without."""
    place = {"lines": [], "postcode": ""} if restricted else {"lines": ["1 Beck Row"], "postcode": "LS6 1AA"}
    practice = {"ods": "", "name": ""} if restricted else {"ods": "F83004", "name": "Beck Surgery"}
    return {
        "patient": {"restricted": True, "address": place, "telephone": ""},
        "practice": practice,
        "told": [{"practice_ods": ods, "status": "sent"} for ods in practices],
    }


@pytest.mark.parametrize(
    ("found", "faults"),
    [
        (record("F83004", "F83004"), 0),
        (record("", ""), 0),
        (record("F83004", ""), 1),
        (record("F83005", "F83004"), 1),
        (record(), 1),
        (record("F83004", "F83004", restricted=False), 4),
    ],
    ids=["as it was", "left out", "left out of one", "another", "of nothing that was told", "with the place"],
)
def test_which_practice_was_told_of_a_restricted_patient_may_be_left_out(found, faults):
    due = test_switching.permitted(record("F83004", "F83004", restricted=False), found)

    assert len(list(test_switching.differences(due, found, ""))) == faults


FAILED, SENT, MENDED = (
    {"status": status, "amendment": amendment, "practice_ods": "F83004"}
    for status, amendment in (("failed", 0), ("delivered", 0), ("delivered", 1))
)


@pytest.mark.parametrize(
    ("told", "right"),
    [
        ([SENT, MENDED, FAILED], True),
        ([SENT, MENDED], False),
        ([{**FAILED, "amendment": 2}, SENT, MENDED], False),
    ],
    ids=["in another order", "without the one that failed", "as a correction"],
)
def test_messages_to_a_practice_may_be_handed_over_in_any_order(told, right):
    due, found = (test_switching.in_order({"told": one}) for one in ([FAILED, SENT, MENDED], told))

    assert (not list(test_switching.differences(due, found, ""))) is right


KEPT = {"address": {"lines": ["1 Lône Street", "Leeds"], "postcode": "LS1 1AA"}, "telephone": "07700900123"}


def lives(*lines, postcode="LS1 1AA", number="07700 900 123"):
    """Give a referral that was taken over, with where its patient lives and is rung."""
    home = {"lines": list(lines), "postcode": postcode}
    return {"patient": {"addresses": [home], "telephones": [{"number": number}]}}


@pytest.mark.parametrize(
    "shown",
    [
        lives("1 Lône Street", "Leeds"),
        lives("1 LÔNE STREET, LEEDS", postcode="LS11AA"),
        lives("Flat", "1 Lône  Street", "Leeds"),
    ],
)
def test_where_a_patient_lives_may_be_written_otherwise(shown):
    assert test_switching.unshown(KEPT, shown) == []


@pytest.mark.parametrize(
    ("shown", "left_out"),
    [
        (
            {"patient": {"addresses": [], "telephones": []}},
            ["1 Lône Street", "Leeds", "LS1 1AA", "07700900123"],
        ),
        (lives("1 Lône Street", "Leeds", number="07700 900 124"), ["07700900123"]),
        (lives("1 Lône Street", "Leeds", postcode="LS1 1AB"), ["LS1 1AA"]),
    ],
)
def test_what_is_left_out_of_it_is_named(shown, left_out):
    assert test_switching.unshown(KEPT, shown) == left_out
