"""What is new in what was seen, criterion by criterion."""

from dataclasses import replace

from cpcs_harness.reference_rulings.changes import changed_files, changes
from cpcs_harness.reference_rulings.seen import OfCriterion, Seen

BEFORE = Seen(
    {"app.py": "1", "gone.py": "1", "same.py": "1"},
    {
        "ENR-02": OfCriterion(["criterion: a"], ["enrol"]),
        "N111-02": OfCriterion(["criterion: b"], ["worklist"]),
        "N111-03": OfCriterion(["criterion: c"], ["worklist"]),
    },
    {"enrol": ["status: done"], "worklist": ["items[].id", "items[].name"]},
)


def test_nothing_is_said_where_nothing_changed():
    assert changes(BEFORE, BEFORE) == []
    assert changed_files(BEFORE, BEFORE) == []


def test_files_that_are_new_gone_or_others_are_named():
    after = replace(BEFORE, files={"app.py": "2", "new.py": "1", "same.py": "1"})

    assert changed_files(BEFORE, after) == ["app.py", "gone.py (gone)", "new.py"]


def test_what_a_place_shows_otherwise_is_said_of_each_criterion_that_looks_at_it():
    after = replace(BEFORE, places=BEFORE.places | {"worklist": ["items[].id", "items[].late"]})

    assert changes(BEFORE, after) == [
        (["N111-02", "N111-03"], ["- worklist: items[].name", "+ worklist: items[].late"])
    ]


def test_words_and_places_of_a_criterion_are_said():
    after = replace(BEFORE, criteria=BEFORE.criteria | {"ENR-02": OfCriterion(["criterion: z"], ["list"])})

    assert changes(BEFORE, after) == [
        (["ENR-02"], ["- criterion: a", "+ criterion: z", "- looks at enrol", "+ looks at list"])
    ]


def test_a_first_ruling_and_one_that_is_gone_are_said():
    criteria = {id: held for id, held in BEFORE.criteria.items() if id != "ENR-02"}
    after = replace(BEFORE, criteria=criteria | {"PDS-01": OfCriterion([], [])})

    assert changes(BEFORE, after) == [
        (["ENR-02"], ["- no ruling is on it any more"]),
        (["PDS-01"], ["+ ruled on for the first time"]),
    ]
