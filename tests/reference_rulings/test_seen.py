"""What is kept of what was seen: fields and their words, and nothing that another run has otherwise."""

from types import SimpleNamespace

import pytest

from cpcs_harness.errors import UsageProblem
from cpcs_harness.evidence.events import Event, Observation
from cpcs_harness.reference_rulings.seen import OfCriterion, Seen, read_seen, seen_in, write_seen


def event(seq, action, shown, status="done"):
    told = Observation(action, {}, None, "", {}, status, None, None, shown)
    return Event(seq, "", "", "j", "s", told)


def assessed(*looked_at):
    check = SimpleNamespace(title="It is shown.", looked_at=looked_at)
    record = SimpleNamespace(id="ENR-02", checks=[check])
    return SimpleNamespace(criteria=lambda: [(None, record)])


def gathered(*events, declared=()):
    plan = SimpleNamespace(declaration={"declared": declared})
    evidence = SimpleNamespace(
        plan=plan, of=lambda kind: [one for one in events if isinstance(one.data, kind)]
    )
    criterion = SimpleNamespace(text="Keeps the number.", evidence="A copy.")
    catalogue = SimpleNamespace(criteria={"ENR-02": criterion})
    return seen_in(assessed("o1", "o2"), evidence, catalogue, ["ENR-02"], {"app.py": "5c"})


def test_fields_are_named_and_words_of_codes_and_no_patient_is():
    seen = gathered(
        event(1, "worklist", {"items": [{"id": "1", "state": "new", "name": "Ann Example", "late": True}]}),
        event(2, "worklist", {"items": [{"id": "2", "state": "open", "name": "Bob Example", "late": False}]}),
    )

    assert seen.places == {
        "worklist": [
            "items[].id",
            "items[].late: false | true",
            "items[].name",
            "items[].state: new | open",
            "status: done",
        ]
    }
    assert seen.criteria["ENR-02"].looked_at == ["worklist"]


def test_what_a_check_did_not_look_at_is_left_out():
    assert list(gathered(event(1, "worklist", {}), event(3, "sign_in", {})).places) == ["worklist"]


def test_the_words_of_a_criterion_are_its_text_what_is_good_enough_its_checks_and_what_was_stated():
    stated = {"criterion": "ENR-02", "statement": "So it is.", "evidence": "a.md", "sha256": "5c" * 32}

    assert gathered(event(1, "worklist", {}), declared=[stated]).criteria["ENR-02"].words == [
        "criterion: Keeps the number.",
        "good enough is: A copy.",
        "check: It is shown.",
        "stated: So it is. (a.md, SHA-256 5c5c5c5c5c5c)",
    ]


def test_it_is_read_as_it_was_written(tmp_path):
    seen = Seen(
        {"app.py": "5c"}, {"ENR-02": OfCriterion(["criterion: a"], ["worklist"])}, {"worklist": ["id"]}
    )
    write_seen(seen, tmp_path / "seen.json")

    assert read_seen(tmp_path / "seen.json") == seen
    assert read_seen(tmp_path / "none.json") == Seen({}, {}, {})


@pytest.mark.parametrize(
    "content", ["{", "[]", '{"files": {}}', '{"files": {}, "criteria": {"A": 1}, "places": {}}']
)
def test_what_nobody_wrote_so_is_refused_in_words(tmp_path, content):
    (tmp_path / "seen.json").write_text(content)

    with pytest.raises(UsageProblem, match=r"seen\.json is not what `cpcs rulings --refresh` writes"):
        read_seen(tmp_path / "seen.json")
