"""What the checks of the Summary Care Record read out of sections, and out of the words that a person is told."""

import pytest

from cpcs_harness._content.conformance.scr._records import denied_in, missing_in, words_of


@pytest.mark.parametrize(
    "told",
    [
        "No known allergies",
        "no allergies",
        "Patient has no known drug allergies.",
        "Nil known allergies",
        "NKDA",
        "Allergies: none",
        "Allergies and adverse reactions: none known",
        "Allergies - nil",
        "No recorded adverse reactions",
        "It is not a full record. No known allergies.",
    ],
)
def test_words_that_deny_allergies_are_noticed(told):
    assert denied_in(told)


@pytest.mark.parametrize(
    "told",
    [
        "",
        "This patient has no Summary Care Record",
        "No record is available; ask the patient about allergies and medicines",
        "There is no information about allergies",
        "This does not mean that the patient has no known allergies",
        "Do not assume that there are no allergies.",
        "It doesn't show that there are no allergies",
        "Allergies: not known",
        "Nobody knows the patient's allergies",
    ],
)
def test_words_that_leave_allergies_open_are_not(told):
    assert denied_in(told) == []


def test_the_words_of_a_section_are_what_no_tag_or_script_holds():
    html = "<p onclick='x()'>A &lt; B</p><script>evil()</script><style>p{}</style><td>C\n D</td><td></td>"

    assert words_of({"html": html}) == ["A < B", "C D"]


@pytest.mark.parametrize(
    ("shown", "lacking"),
    [
        ("A\tB\nC", []),
        ("  A   B  C ", []),
        ("A C B", ["C"]),
        ("A B", ["C"]),
        ("", ["A", "B", "C"]),
    ],
)
def test_words_have_to_be_there_in_their_order(shown, lacking):
    assert missing_in(shown, ["A", "B", "C"]) == lacking
