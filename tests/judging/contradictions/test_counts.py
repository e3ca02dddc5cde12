"""What is there is held against what mocks and recorder counted."""

import pytest

from altered_run import found_in, of


def test_a_whole_run_does_not_contradict_itself(whole, altered):
    found = found_in(whole)

    assert (found.contradictions, found.not_compared) == ((), ())
    assert altered(list) == ()  # nor one that was written anew


def without(service):
    def edit(lines):
        gone = of(lines, "exchange", service=service)[0]
        return renumbered([line for line in lines if line is not gone])

    return edit


def renumbered(lines):
    """Have what names an exchange name it by the number that it has now, as somebody careful does."""
    numbers = {f"{line['kind'][0]}{line['seq']}": number for number, line in enumerate(lines, 1)}
    for line in of(lines, "answered"):
        old = line["data"]["exchange"]
        line["data"]["exchange"] = f"e{numbers[old]}" if old in numbers else "e9999"
    return lines


def test_an_exchange_that_was_taken_out_is_noticed_by_the_count_of_its_service(altered):
    assert altered(without("pds")) == (
        "pds: 4 exchanges were counted, and 3 are there",
        "pds: its mock counted 4, and 3 exchanges are there",
    )


def test_and_by_its_answer(altered):
    found = altered(without("nhs111"))

    assert "nhs111: 4 exchanges were counted, and 3 are there" in found
    assert any("an answer that was written out, of no exchange" in told for told in found)


def test_one_that_was_put_in_is_noticed_too(altered):
    def edit(lines):
        more = of(lines, "exchange", service="pds")[0]
        return renumbered([*lines[:-2], dict(more), *lines[-2:]])

    assert altered(edit) == (
        "pds: 4 exchanges were counted, and 5 are there",
        "pds: its mock counted 4, and 5 exchanges are there",
    )


def test_a_body_that_is_left_over_is_noticed(altered, tmp_path):
    assert altered(list) == ()
    (tmp_path / "evidence" / "bodies" / ("ab" * 32)).write_bytes(b"left")

    (told,) = found_in(tmp_path / "evidence").contradictions
    assert told == "abababababab: a body that no event names"


def one_less(name):
    def edit(lines):
        of(lines, "served")[0]["data"][name]["pds"] -= 1
        return without("pds")(lines)

    return edit


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("exchanges", "pds: its mock counted 4, and 3 exchanges are there"),
        ("taken", "pds: 4 exchanges were counted, and 3 are there"),
    ],
)
def test_who_alters_one_count_of_two_is_noticed(altered, name, told):
    assert altered(one_less(name)) == (told,)


def test_what_was_under_way_may_be_there_or_not(altered):
    def edit(lines):
        counts = of(lines, "served")[0]["data"]
        counts["taken"]["pds"] -= 1
        counts["under_way"]["pds"] = 1

    assert altered(edit) == ()


@pytest.mark.parametrize("held", ["4", [], -4, {}], ids=repr)
def test_a_count_that_is_none_is_noticed_and_breaks_nothing(altered, held):
    def edit(lines):
        of(lines, "served")[0]["data"]["taken"]["pds"] = held

    assert altered(edit) == ("pds: its mock counted 0, and 4 exchanges are there",)


@pytest.mark.parametrize("kind", ["observation", "issued_also", "answered"])
def test_an_event_of_any_kind_that_was_taken_out_is_noticed(altered, kind):
    def edit(lines):
        gone = of(lines, kind)[-1]
        return renumbered([line for line in lines if line is not gone])

    many = {"observation": 4, "issued_also": 1, "answered": 4}[kind]
    assert f"{kind}: {many} events were counted, and {many - 1} are there" in altered(edit)


def uncounted_events(lines):
    del of(lines, "served")[0]["data"]["events"]


def not_counted(lines):
    del of(lines, "served")[0]["data"]["taken"]


def no_counts(lines):
    return [line for line in lines if line["kind"] != "served"]


@pytest.mark.parametrize("edit", [not_counted, no_counts, uncounted_events])
def test_a_run_that_names_no_count_is_noticed_or_not_compared(altered, tmp_path, edit):
    assert altered(edit) == ("no mock and no recorder has counted",)

    found = found_in(tmp_path / "evidence", engine="another")  # an earlier harness may not have counted
    assert found.contradictions == ()
    assert found.not_compared == (
        "What mocks and recorder counted was not compared with what is there: the run does not say it.",
    )


def test_who_alters_all_that_counts_it_is_not_noticed(altered):
    """This is what limits say: only a signature would help."""

    def edit(lines):
        for name in ("exchanges", "taken"):
            of(lines, "served")[0]["data"][name]["pds"] -= 1
        return without("pds")(lines)

    assert altered(edit) == ()
