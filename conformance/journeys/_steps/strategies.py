"""What an exploration may vary in a referral by NHS 111: values that the schema allows, and a few that it does not."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from hypothesis import strategies as st

from cpcs_harness.people.model import Caller, Report, Section

TWISTS = (
    "no-tracking-id",
    "payload-count",
    "unknown-profile",
    "header-out-of-order",
    "no-patient",
    "two-patients",
    "action-differs",
    "must-understand",
    "latin-1",
)
"""Damages that make a valid referral nearly valid; it is refused then, or shown as it was sent."""


@dataclass(frozen=True)
class Drawn:
    """One example: how its referral differs from a plain one; people and ids are not drawn, but issued."""

    given_more: str = ""
    family_more: str = ""
    titles: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    changes: tuple[tuple[str, Any], ...] = ()
    caller: str = ""
    twist: str = ""

    def of(self, report: Report) -> Report:
        """Give the report that this example makes of an issued one."""
        person = replace(
            report.person,
            given=f"{report.person.given}{self.given_more}",
            family=f"{report.person.family}{self.family_more}",
        )
        sections = tuple(Section(*pair) for pair in zip(self.titles, self.texts, strict=True))
        caller = Caller("20", "Carer", self.caller, person.home_telephone) if self.caller else None
        return replace(
            report,
            person=person,
            sections=(*report.sections[:2], *sections),
            caller=caller,
            # Not the issued one's habits: what is not drawn is the same in each attempt.
            **{"habits": "strict", **dict(self.changes)},
        )


_LETTERS = st.characters(categories=("Lu", "Ll"), max_codepoint=0x24F)
_NAME = st.text(_LETTERS | st.sampled_from("'-\u2019"), min_size=1, max_size=12)
_MORE = st.just("") | st.builds("{}{}".format, st.sampled_from((" ", "-", "'")), _NAME)
_TITLE = st.builds("Note {}".format, _NAME)
# Letters, marks, numbers, punctuation and symbols of any script; what XML cannot carry is not text.
_WRITTEN = st.characters(categories=("L", "M", "N", "P", "S", "Zs"), exclude_characters="\u2028\u2029")
_LINE = st.text(_WRITTEN, min_size=1, max_size=60).map(str.strip).filter(bool)
_TEXT = st.lists(_LINE, min_size=1, max_size=5).map("\n".join) | st.just('<b>5 mg & more</b> ]]> "x" &amp;')
_CHANGES = {
    "habits": st.sampled_from(("field", "strict", "tpp", "cleric", "ic24")),
    "number": st.sampled_from(("verified", "unverified", "absent")),
    "addressing": st.sampled_from(("ods+dos", "dos+ods", "ods", "dos")),
    "ods_suffix": st.sampled_from(("", "RPX", "RPX02")),
    "times": st.sampled_from(("", "hours", "minutes", "none", "to-the-minute", "fraction")),
    "birth_known": st.sampled_from(("day", "month", "year", "unknown")),
    "gender": st.sampled_from(("", "not specified", "unknown")),
    "names_practice": st.booleans(),
    "ended": st.booleans(),
    "disposition_text": st.builds("Contact a pharmacist, {}".format, _NAME),
}


def referrals() -> st.SearchStrategy[Drawn]:
    """Draw valid referrals, and nearly valid ones."""
    return st.builds(
        _drawn,
        _MORE,
        _MORE,
        st.lists(st.tuples(_TITLE, _TEXT), max_size=3),
        _changes(),
        _callers(),
        _twists(),
    )


def _drawn(
    given_more: str,
    family_more: str,
    written: list[tuple[str, str]],
    changes: dict[str, Any],
    caller: str,
    twist: str,
) -> Drawn:
    titles, texts = tuple(title for title, _ in written), tuple(text for _, text in written)
    return Drawn(given_more, family_more, titles, texts, tuple(sorted(changes.items())), caller, twist)


def _changes() -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({}, optional=_CHANGES)


def _callers() -> st.SearchStrategy[str]:
    return st.just("") | _NAME


def _twists() -> st.SearchStrategy[str]:
    return st.just("") | st.just("") | st.sampled_from(TWISTS)
