"""Accounts of journeys for people: what each is for, what it needs of a candidate, and its steps in order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from cpcs_harness.catalogue import Catalogue
from cpcs_harness.catalogue.needs import journeys_looked_at
from cpcs_harness.journeys.index import all_journeys
from cpcs_harness.journeys.journey import Journey
from cpcs_harness.journeys.rehearsal import SEED, Act, Rehearsal, RehearsedStep, rehearse
from cpcs_harness.people.environment import make_environment
from cpcs_harness.people.fixtures import fixture
from cpcs_harness.people.model import Environment

INTRODUCTION = """# Journeys

Made by `cpcs journeys --write`; do not edit. `cpcs journeys ID` prints one of them.

A journey is one patient's way through the service, and the patients beside them. This page is made by going
through each journey without a candidate: every action ends `done`, so it shows all that a candidate is asked
which has everything. What is sent in a step, and what services are told to do wrong, stands in order of its
first occurrence; a number says how often.

- **Needs**: actions of the [control API](control-api.yaml) without which the journey stops: each must end
  `done`. What was to come after it is *not yet shown*.
- **Asks also**: actions that may end `refused`, `cannot` or `failed`; the journey goes on, and criteria say
  what is expected. A few are asked in order to be refused.
- **For**: which declarations lead to it; without a word, every one that names the pathway.
- **Judged by it**: the [criteria](criteria.md) that need it.

An id that ends in `-mi` or `-um` is the journey of one pathway: minor illness, or urgent medicines. Each
journey has people of its own, begins with `sign_in`, and runs beside the others, except where it says that it
runs alone.

The words behind a message name its form: the same names stand in `docs/reference/checks-considered.csv`, with
the case that each is, and in the evidence as the variant of the exchange.

## Which action is needed where

"""


@dataclass(frozen=True)
class Account:
    """What there is to say of one described journey, in each of its pathways."""

    journeys: Mapping[str, type[Journey]]
    """By id; of one class, in one pathway or several."""
    criteria: tuple[str, ...]
    rehearsals: Mapping[str, Rehearsal]

    @property
    def steps(self) -> Mapping[str, Sequence[RehearsedStep]]:
        """What is done, by id of the journey."""
        return {name: rehearsal.steps for name, rehearsal in self.rehearsals.items()}

    @property
    def acts(self) -> list[Act]:
        """Everything that happens, in order, pathway after pathway."""
        return [act for steps in self.steps.values() for step in steps for act in step.acts]

    @property
    def needed(self) -> list[str]:
        """The actions without which it stops."""
        return list(dict.fromkeys(act.name for act in self.acts if act.kind == "asked" and act.needed))

    @property
    def asked_also(self) -> list[str]:
        """The other actions that it asks for."""
        asked = dict.fromkeys(act.name for act in self.acts if act.kind == "asked")
        return [action for action in asked if action not in self.needed]

    def lines(self) -> list[str]:
        """Tell of it in Markdown."""
        first, *others = self.journeys.values()
        title = " · ".join([first.title, *(journey.title for journey in others)])
        beside = ", in its pathways at the same time" if first.with_others and others else ""
        paragraphs = (journey_text(first), f"Runs alone{beside}." if first.alone else "")
        return [
            f"### {' · '.join(self.journeys)}",
            "",
            f"{title}. {' '.join(filter(None, paragraphs))}",
            "",
            *_bullets(
                {
                    "For": _wanted(first),
                    "Needs": _codes(self.needed),
                    "Asks also": _codes(self.asked_also),
                    "Judged by it": ", ".join(self.criteria) or "nothing yet",
                }
            ),
            "",
            *self._steps(),
        ]

    def _steps(self) -> list[str]:
        (_, steps), *others = self.steps.items()
        told = [f"{number}. {_step(step)}" for number, step in enumerate(steps, start=1)]
        for name, differing in others:
            for number, (here, there) in enumerate(zip_longest(steps, differing), start=1):
                if there is not None and (here is None or _step(here) != _step(there)):
                    told += ["", f"In `{name}`, step {number}: {_step(there)}"]
        return told


def journey_text(journey: type[Journey]) -> str:
    """Give a journey's own sentences, in one line."""
    return " ".join((journey.__doc__ or "").split())


def described(journey: type[Journey]) -> type[Journey]:
    """Give the class that content describes, of which a pathway's journey was made."""
    base: type[Journey] = journey.__mro__[1]
    return base


def accounts_of(catalogue: Catalogue, chosen: Iterable[str] = ()) -> list[Account]:
    """Give the account of each described journey, or of the chosen ids alone; in order of id."""
    journeys = all_journeys(catalogue.suites)
    environment = make_environment(SEED)
    groups: dict[type[Journey], dict[str, type[Journey]]] = {}
    for name in chosen or journeys:
        groups.setdefault(described(journeys[name]), {})[name] = journeys[name]
    return [_account(catalogue, journeys, group, environment) for group in groups.values()]


def page_of(accounts: Sequence[Account]) -> str:
    """Write the page of all journeys."""
    told = [line for account in accounts for line in (*account.lines(), "")]
    return (
        "\n".join([INTRODUCTION + "\n".join(_actions(accounts)), "", "## The journeys", "", *told[:-1]])
        + "\n"
    )


def _account(
    catalogue: Catalogue,
    journeys: Mapping[str, type[Journey]],
    group: Mapping[str, type[Journey]],
    environment: Environment,
) -> Account:
    pathways = {name: journey.pathway for name, journey in journeys.items()}
    options = {
        requirement.id: requirement.options for requirement in catalogue.requirements if requirement.options
    }
    medicines = [row["role"] for row in fixture("medicines")]
    return Account(
        group,
        tuple(
            criterion
            for criterion in catalogue.criteria
            if any(
                name in journeys_looked_at(catalogue, criterion, pathways[name], pathways, mode)
                for name in group
                for mode in catalogue.modes_of(criterion, pathways[name])
            )
        ),
        {name: rehearse(journey, options, medicines, environment) for name, journey in group.items()},
    )


def _actions(accounts: Sequence[Account]) -> list[str]:
    """Tell for each action which journeys stop without it, and which ask for it besides."""
    actions = sorted({action for account in accounts for action in account.needed + account.asked_also})
    rows = [
        f"| `{action}` | {_named(account for account in accounts if action in account.needed)} "
        f"| {_named(account for account in accounts if action in account.asked_also)} |"
        for action in actions
    ]
    return [
        "| action | these stop without it | these ask for it, and go on without |",
        "| --- | --- | --- |",
        *rows,
    ]


def _named(accounts: Iterable[Account]) -> str:
    bases = (described(next(iter(account.journeys.values()))) for account in accounts)
    return ", ".join(f"`{base.id}`" for base in bases) or "-"


def _wanted(journey: type[Journey]) -> str:
    if journey.wanted.__func__ is Journey.wanted.__func__:  # type: ignore[attr-defined]  # class methods have it
        return ""
    return " ".join((journey.wanted.__doc__ or "").split())


def _bullets(said: Mapping[str, str]) -> list[str]:
    return [f"- **{name}**: {what}" for name, what in said.items() if what]


def _codes(actions: Sequence[str]) -> str:
    return ", ".join(f"`{action}`" for action in actions)


def _step(step: RehearsedStep) -> str:
    """Tell a step in a line: what is asked, sent and made to go wrong, in order of its first occurrence."""
    counts: dict[tuple[str, str], list[str]] = {}
    for act in step.acts:
        counts.setdefault((act.kind, act.name), []).append(act.detail)
    told = [_told(kind, name, details) for (kind, name), details in counts.items()]
    return f"**{step.name}.** {'; '.join(told) or 'nothing is asked'}"


def _told(kind: str, name: str, details: Sequence[str]) -> str:
    what = {"asked": f"`{name}`", "sent": f"from {name}"}.get(kind, name)
    times = f", {len(details)} times" if len(details) > 1 else ""
    named = ", ".join(dict.fromkeys(filter(None, details)))
    return f"{what}{times}{f' ({named})' if named else ''}"
