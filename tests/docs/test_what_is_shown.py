"""The page of what is shown has each list of the control API once, with criteria that there are."""

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache

import yaml

from checkout import ROOT
from cpcs_harness.catalogue import load_catalogue

PAGE = ROOT / "docs/reference/what-is-shown.md"
SHOWN = "observation."
ID = re.compile(r"\b[A-Z][A-Z0-9]*-\d\d\b")


@cache
def api():
    """Read the control API, where it is first needed: not in each of pytest's workers while it collects."""
    return yaml.safe_load((ROOT / "docs/reference/control-api.yaml").read_text(encoding="utf-8"))


def lists_in(schema, place, within=()) -> Iterator[str]:
    """Give the place of each list in a schema, those in lists too."""
    if not isinstance(schema, dict):
        return
    name = str(schema.get("$ref", "")).rpartition("/")[2]
    if name and name not in within:
        yield from lists_in(api()["components"]["schemas"].get(name), place, (*within, name))
    parts = [part for key in ("allOf", "anyOf", "oneOf") for part in schema.get(key, ())]
    for part in (*parts, schema.get("then"), schema.get("else")):
        yield from lists_in(part, place, within)
    for key, inner in (schema.get("properties") or {}).items():
        yield from lists_in(inner, f"{place}.{key}" if place else key, within)
    if "array" in (schema.get("type"), *([*schema["type"]] if isinstance(schema.get("type"), list) else [])):
        yield place
        yield from lists_in(schema.get("items"), f"{place}[]", within)


def lists_of_the_api():
    """Give each list that an action's answer can hold, with the action."""
    found = set()
    for path in api()["paths"].values():
        action = path.get("post") or path["get"]
        for media in action["responses"].get("200", {}).get("content", {}).values():
            places = lists_in(media["schema"], "")
            found |= {
                (action["operationId"], place.removeprefix(SHOWN)) for place in places if SHOWN in place
            }
    return found


def rows(heading):
    """Give the cells of each row of the table under a heading."""
    text = PAGE.read_text(encoding="utf-8").partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    found = re.findall(r"^\| (.+) \|$", text, re.MULTILINE)
    return [row.split(" | ") for row in found[2:]]


def listed(heading):
    """Give the lists of a table, each with its action."""
    names = re.compile(r"`([^`]+)`")
    return [
        (action, place)
        for cells in rows(heading)
        for action in names.findall(cells[0])
        for place in names.findall(cells[1])
        if (action, place) in API_LISTS or len(names.findall(cells[0])) == 1
    ]


API_LISTS = lists_of_the_api()


def test_there_are_lists_in_lists():
    assert ("find_pharmacies", "providers[].opening_times[].sessions") in API_LISTS
    assert ("worklist", "referrals") in API_LISTS


def test_each_list_of_the_control_api_is_on_the_page_and_no_other():
    held, free = listed("Lists"), listed("Lists that nothing holds")

    assert API_LISTS - {*held, *free} == set()
    assert {*held, *free} - API_LISTS == set()


def test_no_list_is_held_and_free_at_once():
    twice = [pair for pair, count in Counter(listed("Lists that nothing holds")).items() if count > 1]

    assert twice == []
    assert set(listed("Lists")) & set(listed("Lists that nothing holds")) == set()


def test_each_list_is_held_by_criteria_that_there_are_and_that_checks_judge():
    criteria = load_catalogue().criteria
    automated = {name for name in criteria if criteria[name].judged_by == "automated"}
    for cells in (*rows("Lists"), *rows("What a screen says of a service")):
        named = set(ID.findall(cells[-1]))

        assert named, cells
        assert named <= automated, (cells, sorted(named - automated))


def test_what_is_held_is_held_by_criteria_that_look_at_screens():
    criteria = load_catalogue().criteria
    for cells in rows("Lists"):
        looks = {criteria[name].stands_on for name in ID.findall(cells[-1])}

        assert looks & {"self-reported", "artefact"}, cells


def values_in(schema, within=()) -> Iterator[str]:
    """Give the name of each value in a schema, wherever it stands."""
    if not isinstance(schema, dict):
        return
    name = str(schema.get("$ref", "")).rpartition("/")[2]
    if name and name not in within:
        yield from values_in(api()["components"]["schemas"].get(name), (*within, name))
    parts = [part for key in ("allOf", "anyOf", "oneOf") for part in schema.get(key, ())]
    for part in (*parts, *(schema.get(key) for key in ("then", "else", "items"))):
        yield from values_in(part, within)
    for key, inner in (schema.get("properties") or {}).items():
        yield from (key, *values_in(inner, within))


def values_of_the_api():
    return {
        name
        for path in api()["paths"].values()
        for media in (path.get("post") or path["get"])["responses"].get("200", {}).get("content", {}).values()
        for name in values_in(media["schema"])
    }


def words_of_checks():
    """Give every word of the checks, and of what they share; journeys judge nothing."""
    files = [path for path in (ROOT / "conformance").rglob("*.py") if "journeys" not in path.parts]
    return {word for path in files for word in re.findall(r"\w+", path.read_text(encoding="utf-8"))}


def test_each_value_that_no_check_reads_is_on_the_page_and_no_other():
    free = {name for cells in rows("Values that no check reads") for name in re.findall(r"`(\w+)`", cells[0])}
    free_lists = {place.rpartition(".")[2] for _, place in listed("Lists that nothing holds")}
    within = {"response_to"}  # of a list that nothing holds
    unread = values_of_the_api() - words_of_checks() - free_lists - within

    assert {"nhs_number", "birth_order"} <= values_of_the_api()
    assert unread - free == set()
    assert free - unread == set()
