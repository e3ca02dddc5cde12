"""What is tried by turns is tried whole in three days, also where it comes in another order on each."""

import by_turns

NAMES = [f"name {number}" for number in range(300)]


def due(monkeypatch, third, names):
    monkeypatch.setenv("CPCS_TESTS_TURN", str(third))
    return by_turns.due_today(names)


def test_each_has_one_day_of_three_in_whatever_order_they_come(monkeypatch):
    monkeypatch.setattr(by_turns, "times", lambda: 1)
    days = [due(monkeypatch, third, NAMES[third:] + NAMES[:third]) for third in range(3)]

    assert sorted(name for day in days for name in day) == sorted(NAMES)
    assert all(len(day) > len(NAMES) // 5 for day in days)


def test_deep_all_are_due(monkeypatch):
    monkeypatch.setattr(by_turns, "times", lambda: 10)

    assert due(monkeypatch, 0, NAMES) == NAMES
