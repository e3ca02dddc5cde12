"""What is new in what was seen of the reference service, criterion by criterion, in words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from cpcs_harness.reference_rulings.seen import OfCriterion, Seen

_NOTHING = OfCriterion((), ())


def changed_files(before: Seen, after: Seen) -> list[str]:
    """Name the files of the service that are new, gone or others."""
    names = sorted({*before.files, *after.files})
    return [
        f"{name}{'' if name in after.files else ' (gone)'}"
        for name in names
        if before.files.get(name) != after.files.get(name)
    ]


def changes(before: Seen, after: Seen) -> list[tuple[list[str], list[str]]]:
    """Give criteria, and what changed of them: those of which the same changed stand together."""
    together: dict[tuple[str, ...], list[str]] = defaultdict(list)
    of_places = _of_places(before.places, after.places)
    for id in sorted({*before.criteria, *after.criteria}):
        changed = _of_criterion(id, before, after, of_places)
        if changed:
            together[tuple(changed)].append(id)
    return [(ids, list(lines)) for lines, ids in together.items()]


def _of_criterion(id: str, before: Seen, after: Seen, of_places: Mapping[str, Sequence[str]]) -> list[str]:
    if id not in after.criteria:
        return ["- no ruling is on it any more"]
    if id not in before.criteria:
        return ["+ ruled on for the first time"]
    old, new = before.criteria[id], after.criteria[id]
    places = (
        [f"looks at {place}" for place in old.looked_at],
        [f"looks at {place}" for place in new.looked_at],
    )
    lines = [*_difference(old.words, new.words), *_difference(*places)]
    return lines + [line for place in new.looked_at if place in old.looked_at for line in of_places[place]]


def _of_places(
    before: Mapping[str, Sequence[str]], after: Mapping[str, Sequence[str]]
) -> dict[str, list[str]]:
    changed: dict[str, list[str]] = defaultdict(list)
    for place in {*before, *after}:
        lines = _difference(before.get(place, ()), after.get(place, ()))
        changed[place] = [f"{line[:2]}{place}: {line[2:]}" for line in lines]
    return changed


def _difference(old: Sequence[str], new: Sequence[str]) -> list[str]:
    return [
        *(f"- {line}" for line in old if line not in new),
        *(f"+ {line}" for line in new if line not in old),
    ]
