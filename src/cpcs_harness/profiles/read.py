"""Reads a profile that somebody wrote: all mistakes in it are told at once, each with its line."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from cpcs_harness.catalogue.explain import Schema, did_you_mean, mistakes, shown
from cpcs_harness.catalogue.yaml_file import Place, Unquoted, read_yaml
from cpcs_harness.errors import Problem, UsageProblem
from cpcs_harness.profiles.example import example_mistakes
from cpcs_harness.profiles.profile import FILE, FOLDER, SCHEMA, Profile, names

_WHOLE = re.compile(r"0|[1-9]\d{0,8}")


def read_profile(name: str, folder: Path) -> Profile:
    """Read `profile.yaml` of a folder as the profile of a name; raises UsageProblem that names every mistake."""
    what = f"the profile {named(name)}"
    path = folder / FILE
    if not folder.is_dir():
        raise UsageProblem(f"{what} cannot be used", [Problem(str(folder), 0, "", "is no folder")])
    if not path.resolve().is_relative_to(folder.resolve()):
        raise UsageProblem(f"{what} cannot be used", [Problem(str(path), 0, "", f"is outside of {folder}")])
    found = read_yaml(path, what)
    data = _with_numbers(found.data)
    for place, message in _mistakes(name, data):
        found.mistake(place, message)
    found.raise_problems(what)
    return Profile.of(data)


def checked(profile: Profile, digest: str, where: str) -> Profile:
    """Give a profile that was written down, if it has its digest and still the shape; else raises UsageProblem."""
    name = named(profile.name)
    if profile.digest != digest:
        raise UsageProblem(f"{where}: its profile {name} has not the digest that stands beside it")
    data = {**profile.held, "profile": name, "source": profile.source, "certainty": profile.certainty}
    found = [f"{'.'.join(map(str, place))} {message}" for place, message in _mistakes(name, data)]
    if found:
        raise UsageProblem(
            f"{where}: its profile {name} is of another form than this harness reads: {found[0]}"
        )
    return profile


def named(name: str) -> str:
    """Give the name of a profile; raises UsageProblem for one that there is not."""
    if name not in names():
        meant = did_you_mean(name, names())
        raise UsageProblem(f"there is no profile {shown(name)}; there are {', '.join(names())}{meant}")
    return name


def _mistakes(name: str, data: Any) -> Iterator[tuple[Place, str]]:
    yield from mistakes(_shape(name), data)
    if isinstance(data, dict):
        if isinstance(data.get("profile"), str) and data["profile"] != name:
            yield ("profile",), f"{shown(data['profile'])} is not {name}, as which it is given"
        yield from _twice(name, data)
        yield from example_mistakes(_schema(name), data)


def _twice(name: str, data: Mapping[str, Any]) -> Iterator[tuple[Place, str]]:
    """Find names that stand for two things; the schema says with `distinct` where they may not."""
    for key, rule in _schema(name)["properties"].items():
        held = data.get(key)
        seen: dict[str, str] = {}
        for inner, value in held.items() if rule.get("distinct") and isinstance(held, dict) else ():
            if isinstance(value, str) and value in seen:
                yield (key, inner), f"{shown(value)} stands for {seen[value]} already"
            elif isinstance(value, str):
                seen[value] = inner


def _with_numbers(value: Any) -> Any:
    """Give data with whole numbers as such; everything else without quotes stays what it was."""
    if isinstance(value, dict):
        return {key: _with_numbers(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_with_numbers(inner) for inner in value]
    return int(value.written) if isinstance(value, Unquoted) and _WHOLE.fullmatch(value.written) else value


@cache
def _schema(name: str) -> dict[str, Any]:
    return json.loads((FOLDER / name / SCHEMA).read_text(encoding="utf-8"))  # type: ignore[no-any-return]  # plain JSON


@cache
def _shape(name: str) -> Schema:
    return Schema(_schema(name))
