"""What a declaration must hold beyond its schema: what only the catalogue, a URL or the folder can tell."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

import idna

from cpcs_harness.catalogue.explain import did_you_mean, shown
from cpcs_harness.catalogue.model import Catalogue
from cpcs_harness.declaration.locate import Place
from cpcs_harness.declaration.toml_file import TomlFile
from cpcs_harness.formats.snomed import why_not_a_dmd_code

_HOST = re.compile(r"[A-Za-z0-9._-]+|[0-9A-Fa-f:.]+")
_NAME = re.compile(r"(?!(.*\.)?\d+\.?$)[A-Za-z0-9.-]+")
"""In letters of certificates, and no part of an address."""


def check_rules(found: TomlFile, catalogue: Catalogue, services: Collection[str] = ()) -> None:
    """Notes each mistake that the schema cannot see."""
    _check_pathways(found, catalogue)
    _check_options(found, catalogue)
    _check_urls(found)
    _check_adaptor(found)
    _check_tracker(found)
    _check_mocks(found)
    _check_ports(found, services)
    _check_declared(found, catalogue)
    _check_profiles(found)


def _check_pathways(found: TomlFile, catalogue: Catalogue) -> None:
    held = found.data.get("pathways")
    pathways = [word for word in held if isinstance(word, str) and word] if isinstance(held, list) else []
    known, medicines = catalogue.vocabulary.pathways, found.table("medicines")
    _check_words(found, ("pathways",), pathways, known)
    for pathway in known.values():
        # Without the supplier's own code for its medicine, the pathway's journeys cannot have anything supplied.
        if pathway.id in pathways and pathway.medicine and pathway.medicine not in medicines:
            place = ("medicines", pathway.medicine)
            found.mistake(place, f"is missing: {pathway.id} cannot be shown without it")
    for role in medicines:
        if role not in catalogue.vocabulary.medicines:
            meant = did_you_mean(role, catalogue.vocabulary.medicines)
            found.mistake(("medicines", role), f"is not a key here{meant}")
    _check_products(found, medicines)


def _check_products(found: TomlFile, medicines: Mapping[str, Any]) -> None:
    for role, said in medicines.items():
        code = said.get("dmd") if isinstance(said, dict) else None
        wrong = why_not_a_dmd_code(code) if isinstance(code, str) else ""
        if wrong:
            found.mistake(("medicines", role, "dmd"), f"{code!r} is no dm+d code: {wrong}")


def _check_options(found: TomlFile, catalogue: Catalogue) -> None:
    known = {requirement.id: requirement for requirement in catalogue.requirements}
    with_options = [id for id, requirement in known.items() if requirement.options]
    for id, words in found.table("options").items():
        place: Place = ("options", id)
        if id not in known:
            found.mistake(place, f"there is no such requirement{did_you_mean(id, with_options)}")
        elif not known[id].options:
            found.mistake(place, "this requirement leaves no choice")
        elif isinstance(words, list):
            _check_words(found, place, [word for word in words if isinstance(word, str)], known[id].options)


def _check_words(found: TomlFile, place: Place, words: list[str], allowed: Collection[str]) -> None:
    for word in words:
        if word not in allowed:
            found.mistake(
                place, f"{shown(word)} is not one of {', '.join(allowed)}{did_you_mean(word, allowed)}"
            )
    for _, word in _repeated(words, place):
        found.mistake(place, f"{shown(word)} is in the list twice")


def _check_urls(found: TomlFile) -> None:
    places = (
        ("control", "url"),
        ("itk", "url"),
        ("fhir", "url"),
        ("cis2", "redirect_uri"),
        ("cis2", "logout_uri"),
    )
    for table, key in places:
        url = found.table(table).get(key)
        wrong = _wrong_url(url) if isinstance(url, str) and url else ""
        if wrong:
            found.mistake((table, key), wrong)


def _wrong_url(url: str) -> str:
    """What is wrong with a URL; it is not shown, since it may hold a password that should not be in it."""
    if any(letter.isspace() or not letter.isprintable() for letter in url):
        return "holds a blank or a control character"
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        return "is not a URL"
    if parts.scheme not in ("http", "https"):
        return "is not an http or https URL"
    if "@" in parts.netloc:
        return "holds a user or a password: the token goes into control.token"
    if not _HOST.fullmatch(host):
        return "names no host, or not in ASCII"
    return "has a query or a fragment" if parts.query or parts.fragment else ""


def _check_adaptor(found: TomlFile) -> None:
    adaptor = found.table("adaptor")
    url = adaptor.get("amqp")
    if adaptor.get("mode") == "played" and not url:
        found.mistake(("adaptor", "amqp"), "is missing: the played adaptor needs a broker to publish to")
    if isinstance(url, str) and url and not re.match(r"amqps?://[!-~]+$", url):
        found.mistake(("adaptor", "amqp"), "is not an amqp or amqps URL")
    behind = [id for id, words in found.table("options").items() if _is_behind_the_adaptor(words)]
    if behind and not adaptor:
        found.mistake(
            ("adaptor",), f"is missing: {behind[0]} says that the system stands behind the 111 Adaptor"
        )


def _check_tracker(found: TomlFile) -> None:
    asked_by = found.table("eps").get("tracker")
    if asked_by in ("fhir", "both") and not found.table("cis2"):
        found.mistake(("cis2",), "is missing: eps.tracker is asked by FHIR in the name of who is signed in")


def _is_behind_the_adaptor(words: object) -> bool:
    return isinstance(words, list) and "111-adaptor" in words


def _check_mocks(found: TomlFile) -> None:
    mocks = found.table("mocks")
    if ":" in str(mocks.get("listen", "")):
        found.mistake(("mocks", "listen"), "is an IPv6 address; the mocks listen on IPv4 alone")
    if mocks.get("listen") in ("0.0.0.0", "::") and "advertised" not in mocks:  # noqa: S104 - refused here
        found.mistake(
            ("mocks", "advertised"), "is missing: a candidate cannot call the address that means all"
        )
    advertised = mocks.get("advertised")
    if isinstance(advertised, str) and advertised and not _can_be_certified(advertised):
        found.mistake(("mocks", "advertised"), "is no IP address, and no name that a certificate can hold")


def _can_be_certified(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return _NAME.fullmatch(host) is not None and _is_a_name(host)
    return True


def _is_a_name(host: str) -> bool:
    try:
        idna.encode(host, uts46=True)
    except idna.IDNAError:
        return False
    return True


def _check_ports(found: TomlFile, services: Collection[str]) -> None:
    for name in found.table("mocks", "ports") if services else ():
        if name not in services:
            found.mistake(("mocks", "ports", name), f"is not a key here{did_you_mean(name, services)}")


def _check_declared(found: TomlFile, catalogue: Catalogue) -> None:
    stated = set()
    entries = found.data.get("declared")
    for index, entry in enumerate(entries if isinstance(entries, list) else ()):
        if not isinstance(entry, dict):
            continue
        place: Place = ("declared", index)
        id, evidence = entry.get("criterion"), entry.get("evidence")
        if isinstance(id, str) and id:
            wrong = "is declared twice" if id in stated else _wrong_criterion(id, catalogue)
            stated.add(id)
            if wrong:
                found.mistake((*place, "criterion"), f"{shown(id)} {wrong}")
        if isinstance(evidence, str) and evidence:
            wrong = _wrong_place(evidence, found, "file")
            if wrong:
                found.mistake((*place, "evidence"), f"{shown(evidence)} {wrong}")


def _check_profiles(found: TomlFile) -> None:
    for name, folder in found.table("profiles").items():
        if isinstance(folder, str) and folder:
            wrong = _wrong_place(folder, found, "folder")
            if wrong:
                found.mistake(("profiles", name), f"{shown(folder)} {wrong}")


def _wrong_criterion(id: str, catalogue: Catalogue) -> str:
    criterion = catalogue.criteria.get(id)
    if criterion is None:
        by_people = [known.id for known in catalogue.criteria.values() if not known.is_automated]
        return f"is no criterion{did_you_mean(id, by_people)}"
    return "is judged by checks, and cannot be declared" if criterion.is_automated else ""


def _wrong_place(name: str, found: TomlFile, kind: str) -> str:
    try:
        place = (found.folder / name).resolve()
        if not place.is_relative_to(found.folder.resolve()):
            return f"is outside of the folder of {found.file}"
        there = place.is_file() if kind == "file" else place.is_dir()
        return "" if there else f"is no {kind} beside {found.file}"
    except (OSError, ValueError, RuntimeError):  # a name too long, a NUL in it, links in a circle
        return f"is no name of a {kind}"


def _repeated(words: list[str], place: Place) -> Iterator[tuple[Place, str]]:
    seen = set()
    for index, word in enumerate(words):
        if word in seen:
            yield (*place, index), word
        seen.add(word)
