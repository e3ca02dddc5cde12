"""A list of claims is held to what MYS held when it was looked at."""

from types import SimpleNamespace

from cpcs_harness._content.conformance.claims.test_day import _ids

LOOK = SimpleNamespace(seq=10)


def patient(ods, *, claimed, withdrawn=False, tried=()):
    held = SimpleNamespace(
        submission=f"{ods}-{claimed}",
        first=SimpleNamespace(seq=claimed),
        withdrawn=SimpleNamespace(seq=claimed + 1) if withdrawn else None,
    )
    return SimpleNamespace(ods=ods, held=[held], tried=lambda _: list(tried), done=lambda _: list(tried))


def ids(*patients):
    return _ids(SimpleNamespace(patients=patients), "FA101", LOOK)


def test_what_mys_holds_for_a_pharmacy_is_due_there_and_nowhere_else():
    assert ids(patient("FA101", claimed=3), patient("FB202", claimed=4)) == ({"FA101-3"}, {"FB202-4"})


def test_what_was_withdrawn_is_not_to_be_listed():
    assert ids(patient("FA101", claimed=3, withdrawn=True, tried=["done"])) == (set(), {"FA101-3"})


def test_what_the_system_claims_by_itself_after_the_look_is_neither():
    assert ids(patient("FA101", claimed=12), patient("FB202", claimed=14)) == (set(), set())
