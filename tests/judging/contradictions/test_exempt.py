"""What is marked such that no check looks at it, or a fault excuses it, is held against the rest of the run."""

import pytest

from altered_run import of


def marked(**marks):
    """Mark a call of the candidate's at PDS; what is told of `data` goes into the exchange."""

    def edit(lines):
        call = of(lines, "exchange", service="pds")[0]
        for place, value in marks.items():
            held = call["data"]
            *above, last = place.split("__")
            for name in above:
                held = held[name]
            held[last] = value
        return lines

    return edit


BROKEN_OFF = {
    "facts__cut_off": True,
    "response__start": {"dropped": True},
    "request__headers": [["Content-Length", "900"]],
}


@pytest.mark.parametrize(
    "less",
    [
        {},
        {"response__start": {"status": 200}},
        {"request__headers": []},
        {"request__headers": [["Content-Length", "5"]]},
    ],
)
def test_what_is_said_to_be_broken_off_came_not_whole_and_was_not_answered(altered, less):
    found = altered(marked(**BROKEN_OFF | less))

    assert [told.partition(": ")[2] for told in found] == (
        ["marked as broken off by its caller, and came whole or was answered"] if less else []
    )


def test_nor_was_an_answer_to_it_written_out(altered):
    def edit(lines):
        marked(**BROKEN_OFF)(lines)
        call, answer = of(lines, "exchange", service="pds")[0], of(lines, "answered")[0]
        answer["data"]["exchange"] = f"e{call['seq']}"
        return lines

    (told,) = altered(edit)
    assert "came whole or was answered" in told


MARKED = [["X-CPCS-Harness", "mark"]]


@pytest.mark.parametrize(
    ("marks", "is_noticed"),
    [
        ({}, True),
        ({"request__headers": MARKED}, True),
        ({"operation": "page"}, True),
        ({"service": "mesh"}, True),
        ({"service": "cis2", "operation": "token"}, True),
        ({"service": "mesh", "request__headers": MARKED}, False),
        ({"service": "cis2", "operation": "page"}, False),
    ],
)
def test_the_harness_calls_as_a_practice_and_at_cis2_alone(altered, marks, is_noticed):
    found = altered(marked(direction="of-harness", **marks))

    assert any("marked as a call of the harness's own" in told for told in found) == is_noticed


def test_a_fault_that_struck_was_planned(altered):
    (told,) = altered(marked(fault="unavailable"))

    assert told.endswith(": marked as struck by a fault that nothing planned")
