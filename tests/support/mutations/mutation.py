"""All mutations of a recorded run: each thing that was said, in each place, made wrong in each way."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, replace
from typing import Any

from cpcs_harness.judging.views import ObservationView
from mutations.added import Addition
from mutations.judged import Judged
from mutations.kinds import changes
from mutations.leaf import Leaf
from mutations.said import View, channel_of, leaves_of

NEARLY = 0.95
LARGEST = 3
"""Of a channel those that say most are among them: a list without rows has nothing to be wrong."""
HELD = 6
"""Messages of a channel from which a thing is taken, those first that many checks look at; then one for each
criterion that looks at none of these."""


@dataclass(frozen=True)
class Mutation:
    """One thing of one message, made wrong in one way."""

    channel: str
    place: str
    kind: str
    instances: tuple[tuple[Leaf, Any], ...]
    """The thing in messages of different journeys, with what is put in its place."""

    @property
    def name(self) -> str:
        """Its name: the same in each run."""
        return f"{self.channel}: {self.place}: {self.kind}"

    def made(self, is_first: Callable[[View], bool] = bool) -> Iterator[View]:
        """Give the views with the change, one by one, those that are to come first before the others."""
        for leaf, value in sorted(self.instances, key=lambda pair: not is_first(pair[0].view)):
            changed = leaf.change(value)
            if changed is not None:
                yield changed


def mutations(judged: Judged, added: Collection[Addition] = ()) -> Iterator[Mutation]:
    """Give every mutation of a run, each place of a channel once."""
    by_channel: dict[str, list[View]] = defaultdict(list)
    for view in judged.views.values():
        by_channel[channel_of(view)].append(view)
    for channel, views in sorted(by_channel.items()):
        chosen = _chosen(judged, views)
        yield from _of(judged, channel, chosen)
        for addition in added:
            if instances := tuple(addition.within(channel, chosen)):
                yield Mutation(channel, f"added: {addition.what}", "added", instances)


def _chosen(judged: Judged, views: list[View]) -> list[View]:
    """Give views of different journeys: those that nearly as many checks look at as at any, short journeys first."""
    most = max(map(judged.looked_at, views))
    enough = [view for view in views if judged.looked_at(view) >= NEARLY * most]
    rest = [view for view in views if judged.looked_at(view) < NEARLY * most]
    enough.sort(key=lambda view: (judged.length_of(view.journey), -view.seq))
    rest.sort(key=lambda view: (-judged.looked_at(view), -view.seq))
    journeys: dict[str | None, View] = {}
    for view in (*enough, *rest):
        journeys.setdefault(view.journey, view)
    chosen = list(journeys.values())[:HELD]
    largest = sorted(views, key=lambda view: (-_size(view), view.seq))
    chosen += [view for view in largest[:LARGEST] if view not in chosen]
    seen = set().union(*map(judged.criteria_at, chosen))
    for view in largest:
        if more := judged.criteria_at(view) - seen:
            chosen.append(view)
            seen |= more
    return chosen


def _size(view: View) -> int:
    """Say how much a view says: of what is empty nothing can be wrong."""
    if isinstance(view, ObservationView):
        return len(json.dumps(view.shown, default=str))
    return len(view.request.body) + len(view.response.body)


def _of(judged: Judged, channel: str, views: list[View]) -> Iterator[Mutation]:
    held: dict[str, list[Leaf]] = defaultdict(list)
    for view in views:
        # Of a list the last one, which is the journey's own patient's where there is one: others' are others' affair.
        places = {leaf.place: leaf for leaf in leaves_of(view, judged.own_of(view))}
        for place, leaf in places.items():
            held[place].append(replace(leaf, view=view))
    for place, found in held.items():
        values = [leaf.value for leaf in found]
        by_kind: dict[str, list[tuple[Leaf, Any]]] = defaultdict(list)
        for leaf in found:
            for kind, value in changes(leaf.value, values):
                by_kind[kind].append((leaf, value))
        for kind, instances in by_kind.items():
            yield Mutation(channel, place, kind, tuple(instances))
