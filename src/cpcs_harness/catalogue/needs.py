"""Which journeys a criterion needs: each need names a journey by its id, or by its name without the pathway.

A journey that runs in several pathways has an id in each: `pds-search-mi` and `pds-search-um`. The need `pds-search`
stands for both, the need `pds-search-um` for that one. `journeys` is the pathway of each journey, by the journey's id.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from cpcs_harness.catalogue.model import Catalogue
from cpcs_harness.catalogue.vocabulary import Pathway


def journeys_needed(
    catalogue: Catalogue, criterion_id: str, pathway: str, journeys: Mapping[str, str], mode: str = ""
) -> list[str]:
    """Give the ids of the journeys that a criterion needs in a pathway and a mode, in the order of its `needs`."""
    criterion = catalogue.criteria[criterion_id]
    return _in_pathway(catalogue, criterion.needs_in.get(mode, criterion.needs), pathway, journeys)


def journeys_looked_at(
    catalogue: Catalogue, criterion_id: str, pathway: str, journeys: Mapping[str, str], mode: str = ""
) -> list[str]:
    """Give those that it needs, and after them those in which it is looked at as well."""
    needed = journeys_needed(catalogue, criterion_id, pathway, journeys, mode)
    also = _in_pathway(catalogue, catalogue.criteria[criterion_id].also, pathway, journeys)
    return list(dict.fromkeys([*needed, *also]))


def _in_pathway(
    catalogue: Catalogue, needs: Iterable[str], pathway: str, journeys: Mapping[str, str]
) -> list[str]:
    known = catalogue.vocabulary.pathways.get(pathway)
    if known is None:
        return []
    suffix = _id_in("", known)
    named = (id for need in needs for id in (need, f"{need}{suffix}"))
    return list(dict.fromkeys(id for id in named if journeys.get(id) == pathway))


def journeys_named(catalogue: Catalogue, need: str, journeys: Mapping[str, str]) -> list[str]:
    """Give the ids of the journeys that a need names: at most one in each pathway, in the pathways' order."""
    return [
        id
        for pathway in catalogue.vocabulary.pathways.values()
        for id in (need, _id_in(need, pathway))
        if journeys.get(id) == pathway.id
    ]


def unknown_needs(catalogue: Catalogue, journeys: Mapping[str, str]) -> list[str]:
    """Give the needs of all criteria that are no journey's id, and stand for no journey in some pathway."""
    needs = dict.fromkeys(need for criterion in catalogue.criteria.values() for need in criterion.every_need)
    return [
        need
        for need in needs
        if need not in journeys
        and len(journeys_named(catalogue, need, journeys)) < len(catalogue.vocabulary.pathways)
    ]


def known_needs(catalogue: Catalogue, journeys: Mapping[str, str]) -> list[str]:
    """Give all that a need may say: journeys' ids, and their names without the pathway."""
    pathways = catalogue.vocabulary.pathways
    known = {id: pathways[name] for id, name in journeys.items() if name in pathways}
    names = (id.removesuffix(_id_in("", pathway)) for id, pathway in known.items())
    return list(dict.fromkeys([*journeys, *names]))


def _id_in(need: str, pathway: Pathway) -> str:
    return f"{need}-{pathway.initials.lower()}"
