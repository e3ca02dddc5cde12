"""What a text says of a consultation under a label is what was recorded: in documents, e-mails, onward referrals."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from cpcs_harness.judging.expect import Place, expect, expect_none, squeezed
from cpcs_harness.judging.in_words import Words, in_words

from .consent import is_agreed, speaks_of_consent
from .nhs111_report.sections import flattened
from .nhs111_report.shown import plain_code

LABELLED = {
    "presenting complaint": "presenting_complaint",
    "complaint": "presenting_complaint",
    "assessment": "assessment",
    "advice": "advice",
    "advice given": "advice",
    "requested actions": "actions_for_gp",
}
"""Labels of lines, and what was recorded that stands after them."""
_METHOD = re.compile(
    r"(?<!contact )(?<!preferred )(?<!reply )(?<!callback )method:?\s+(telephone|face[ -]to[ -]face)"
)
"""How the patient was seen, and not how somebody is to be reached."""
_NUMBER = r"(?:\+\d|\(?\b0(?:[ ()-]*\d){9})"
_HERE = r"(?:the|this|our) (?:pharmacy|shop|branch|store)\b"
_WAYS = {
    "telephone": re.compile(
        rf"\b(?:tele)?phone[ds]?\b(?!\W{{0,3}}n(?:umber|o)\b)(?![^.;\d]{{0,40}}{_NUMBER})|\bby tel\b"
        r"|\b(?:(?:by|via|over the|on the) (?:tele)?phone|(?:tele)?phone (?:consult\w*|call|contact|assessment))\b"
        rf"|\b(?:rang|rung)\b|\bcalled\b (?:(?:the|this) (?:patient|person|carer)\b|us\b|in\b|{_HERE})"
    ),
    "face-to-face": re.compile(
        rf"\bface\W*to\W*face\b|\bf2f\b|\bftf\b|\bin\W*person\b|\bcame in(?:to)?\b|\bvisited (?:us\b|{_HERE})"
        rf"|\battended\b(?=\W*$|[.,;]| (?:in|with|alone|{_HERE}))|\b(?:in|at) (?:the consult\w+ room\b|{_HERE})"
    ),
}
"""Writings of each method; a word before a telephone number says whose that is, and who called NHS 111 was not seen."""
_OUTCOME = re.compile(r"outcome: (advice given|medicine supplied|onward referral)\W*")
_URGENCY = re.compile(r"\s*(?:urgency|priority):", re.IGNORECASE)
_ROUTINE = re.compile(r"\broutine\b", re.IGNORECASE)
_NOT_ROUTINE = re.compile(r"\b(?:not|non|never|than)\b[^.;,]*\broutine\b", re.IGNORECASE)
_TO_READ = re.compile(
    r"\bfor (?:your )?information\b(?!\W+and\b|\s*[&/+])"
    r"|\bno (?:further )?actions?(?: (?:is |are )?(?:requested|required|needed))?(?=\s*(?:$|[^\w\s]))",
    re.IGNORECASE,
)
"""That nothing is asked; that no action is needed today says when, and not that there is none."""
_NOTHING = re.compile(r"\s*(?:none|nil|no|nothing|for information)\b", re.IGNORECASE)
"""How a request begins that is none."""
_TO_ACT = r"(?<!no )(?<!no further )\bactions? (?:is |are )?(?:requested|required|needed)\b"
_ASKS = re.compile(
    rf"{_TO_ACT}|(?<!no )\b(?:requested|required|needed|for|for your) actions?\b", re.IGNORECASE
)
_ASKS_ALONE = re.compile(rf"[^:]*:\W*(?:routine\W*)?{_TO_ACT}\W*", re.IGNORECASE)
_GENDER = re.compile(r"(?i)\b(?:gender|sex)[ \t]*[:=][ \t]*([^\W\d_]+)")
_GENDERS = {"male": ("male", "m", "man", "boy"), "female": ("female", "f", "woman", "girl")}
"""In which words a text gives a gender; of the others there are too many."""
_DISPOSITION = re.compile(r"(?i)\bdx[ -]?0*(\d{1,4})\b")
_SEVERAL = 4
"""Words after a label that are no hint at another place."""


def expect_labelled(lines: Iterable[str], consultation: Mapping[str, Any], at: Place) -> None:
    """Raise NotMet where a line gives under a label something else than was recorded of it."""
    for label, due, said in _labelled(lines, consultation):
        right = len(said.split()) < _SEVERAL or due in said or due.startswith(said)
        expect(right, f"{label}: {in_words(due)}", said, at)


def expect_labelled_in_mail(
    text: str, consultation: Mapping[str, Any], report: Mapping[str, Any], at: Place
) -> None:
    """As `expect_labelled`, of a text whose lines may be wrapped, and in which the report may stand as well."""
    of_report = squeezed(" ".join(part["text"] for part, _ in flattened(report["sections"]))).casefold()
    for label, due, said in _labelled(text.splitlines(), consultation):
        right = len(said.split()) < _SEVERAL or due in said or due.startswith(said) or said in of_report
        expect(right, f"{label}: {in_words(due)}", said, at)


def _labelled(lines: Iterable[str], consultation: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Give each label that is known, what was recorded of it, and what stands after it."""
    for label, _, said in (squeezed(line).casefold().partition(": ") for line in lines):
        what = LABELLED.get(label)
        if what is not None:
            yield label, squeezed(str(consultation[what])).casefold(), said


def expect_method(lines: Iterable[str], consultation: Mapping[str, Any], at: Place) -> None:
    """Raise NotMet where a text says that the patient was seen in another way than was recorded."""
    told = {said.replace("-", " ") for said in _METHOD.findall(squeezed(" ".join(lines)).casefold())}
    method = str(consultation["method"]).replace("-", " ")
    expect(told <= {method}, f"the method {method}", sorted(told), at)


def expect_method_told(text: str, consultation: Mapping[str, Any], at: Place) -> None:
    """Raise NotMet unless a text says how the patient was seen, in one of its writings."""
    method = str(consultation["method"])
    folded = squeezed(text).casefold()
    labelled = {said.replace(" ", "-") for said in _METHOD.findall(folded)}
    said = method in labelled or _WAYS[method].search(folded) is not None
    todo = "Say whether the patient was seen by telephone or face to face."
    expect(said, f"the method {method.replace('-', ' ')}", Words("neither"), at, todo)


def expect_outcome(lines: Iterable[str], consultation: Mapping[str, Any], at: Place) -> None:
    """Raise NotMet where a line gives another of the three outcomes than was recorded."""
    told = (_OUTCOME.fullmatch(squeezed(line).casefold().replace("-", " ")) for line in lines)
    due = str(consultation["outcome"]).replace("-", " ")
    others = [found[1] for found in told if found and found[1] != due]
    expect_none(f"other outcome than {due}", others, at, "Write what was recorded of it.")


def expect_gender(text: str, person: Mapping[str, Any], at: Place) -> None:
    """Raise NotMet where a text gives the patient another gender."""
    gender = person["gender"]
    others = [
        said
        for said in _GENDER.findall(text)
        if said.casefold() not in _GENDERS.get(gender, [said.casefold()])
    ]
    expect_none("other gender of the patient", others, at, "Write it from the patient's record.")


def expect_disposition(text: str, report: Mapping[str, Any], at: Place) -> None:
    """Raise NotMet where a text gives a disposition that is not the report's, and not in its words either."""
    of_report = " ".join(part["text"] for part, _ in flattened(report["sections"]))
    known = {plain_code(report["disposition_code"]).lstrip("0"), *_DISPOSITION.findall(of_report)}
    others = sorted(f"Dx{code}" for code in set(_DISPOSITION.findall(text)) - known)
    expect_none("disposition that is not the report's", others, at, "Write it from the patient's referral.")


def expect_urgency(text: str, consultation: Mapping[str, Any], at: Place) -> None:
    """Raise NotMet where a text calls routine what is to be acted on at once, or asks otherwise than was recorded."""
    urgent, actions = consultation.get("urgent_for_gp"), consultation.get("actions_for_gp")
    said = [line.strip() for line in text.splitlines() if _URGENCY.match(line)]
    if urgent:
        wrong = [line for line in said if _ROUTINE.search(line) and not _NOT_ROUTINE.search(line)]
        todo = "Say that the practice is to act at once."
        expect_none("urgent request that is told as routine", wrong, at, todo)
    if actions and not _NOTHING.match(actions):
        wrong = [line for line in said if _TO_READ.search(line) and not _ASKS.search(line)]
        expect_none(
            "request that is told as information", wrong, at, "Say that the practice is asked to act."
        )
    elif actions == "" and not urgent:
        wrong = [line for line in said if _ASKS_ALONE.fullmatch(line)]
        expect_none("request that nobody recorded", wrong, at, "Say that nothing is asked of the practice.")


def expect_agreed(text: str, at: Place) -> None:
    """Raise NotMet where a text that is sent with the patient's consent says that there is none."""
    right = not speaks_of_consent(text) or is_agreed(text)
    expect(
        right,
        "the consent that the patient gave",
        "that it was refused",
        at,
        "Write what was recorded of it.",
    )
