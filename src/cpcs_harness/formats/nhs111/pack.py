"""The official NHS 111 pack, where a user has it: its schemas judge envelope, document and answer.

The pack is "NHS 111 Domain Message Specification v2.1"; it is not part of this project. Its files are found by name
anywhere under the folder that the user gives, read once, and compiled from what was read: what they include is
taken from under that folder only, and nothing is fetched.
Left out: the pack's transforms, and the schemas of its templates.
"""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
import warnings
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from lxml import etree

from cpcs_harness.errors import UsageProblem
from cpcs_harness.formats.problem import Problem
from cpcs_harness.formats.xml import read_xml
from cpcs_harness.formats.xsd import Xsd, too_large

if TYPE_CHECKING:
    from xmlschema import XMLSchema

ENVELOPE = "distributionEnvelope-v2-0.xsd"
DOCUMENT = "POCD_MT000002UK01.xsd"
ANSWER = "ITKDatatypes-2010-05.xsd"
WANTED = {
    ENVELOPE: "AssociatedSpecifications/DistributionEnvelope/Schemas",
    DOCUMENT: "AssociatedSpecifications/GenericCDA/Schemas",
    ANSWER: "Schemas",
}
"""The files that are looked for, and where they lie in the pack: that one is taken where there are several."""
MOST_FILES = 50_000
MOST_BYTES = 20 * 1024 * 1024
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_XS = "http://www.w3.org/2001/XMLSchema"
_ITK = "urn:nhs-itk:ns:201005"
_PREFIXES = {"itk": _ITK, "hl7": "urn:hl7-org:v3", "npfitlc": "NPFIT:HL7:Localisation", "xs": _XS}


class OfficialPack:
    """The pack's schemas, compiled; a folder that does not hold them all is a UsageProblem."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        found = _find(folder)
        self._files = _Files(folder.resolve())
        for path in found.values():
            self._files.take(path)
        # together: with the envelope's alone, the types that a document names would be unknown
        self._message = self._compiled([found[ENVELOPE], found[DOCUMENT]])
        self._answer = self._compiled([found[ANSWER]])

    @property
    def digest(self) -> str:
        """SHA-256 over name and content of every schema that is used, however the folder is called."""
        named = sorted(
            (path.name, hashlib.sha256(body).hexdigest()) for path, body in self._files.held.items()
        )
        return hashlib.sha256("".join(f"{name} {digest}\n" for name, digest in named).encode()).hexdigest()

    def problems(self, root: Any) -> list[Problem]:
        """Give what the pack's schemas refuse in the SOAP body of a message or an answer."""
        if root is None or (large := too_large(root)):
            return [] if root is None else large
        parts = [part for part in _parts(root) if part.tag in self._files.declared]
        return [problem for part in parts for problem in self._judge_of(part).problems(part)]

    def _judge_of(self, part: Any) -> Xsd:
        return self._message if part.tag == f"{{{_ITK}}}DistributionEnvelope" else self._answer

    def _compiled(self, paths: list[Path]) -> Xsd:
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
        parser.resolvers.add(_FromFiles(self._files))
        names = " and ".join(path.name for path in paths)
        try:
            schema = etree.XMLSchema(etree.fromstring(self._importing(paths), parser))
        except etree.XMLSchemaParseError as wrong:
            raise UsageProblem(f"the schemas {names} under {self.folder} cannot be used: {wrong}") from wrong
        full = cache(lambda: self._full(paths))
        return Xsd(schema, _PREFIXES, "PACK", f"the official pack: {names}", full)

    def _importing(self, paths: list[Path], root: Path | None = None) -> bytes:
        """Give a schema that imports some of the pack's; `root` is where they lie, where it is not their own place."""
        driver = etree.Element(f"{{{_XS}}}schema", nsmap={"xs": _XS})
        for path in paths:
            space = read_xml(self._files.held[path]).get("targetNamespace", "")
            place = path if root is None else root / path.relative_to(self._files.root)
            etree.SubElement(
                driver, f"{{{_XS}}}import", {"namespace": space, "schemaLocation": place.as_uri()}
            )
        return etree.tostring(driver)

    def _full(self, paths: list[Path]) -> XMLSchema | None:
        """Give xmlschema's own of the same schemas, as they were read; None where it cannot use them at all."""
        from xmlschema import XMLSchema, XMLSchemaException

        with tempfile.TemporaryDirectory(prefix="cpcs-pack-") as name, warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what is not at hand is left open, as with libxml2
            root = Path(name)
            self._files.lay_out(root)
            driver = self._importing(paths, root).decode("ascii")
            try:
                return XMLSchema(driver, allow="local", defuse="always", validation="lax")
            except (XMLSchemaException, ValueError, RecursionError):
                return None


class _Files:
    """The schemas as they were read, with all that they include."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.held: dict[Path, bytes] = {}
        self.compiled: dict[Path, bytes] = {}
        """The same, without addresses on the network."""
        self.declared: set[str] = set()
        """Elements that a message may consist of; SimpleMessageResponse may be in the WSDL only."""

    def take(self, path: Path) -> None:
        """Read a schema and what it includes; each must lie under the folder."""
        waiting = [path]
        while waiting:
            one = waiting.pop()
            if one not in self.held:
                self.held[one] = self._read(one)
                waiting += self._included(one)

    def lay_out(self, folder: Path) -> None:
        """Write what was compiled under a folder, each in its place."""
        for path, body in self.compiled.items():
            place = folder / path.relative_to(self.root)
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(body)

    def _read(self, path: Path) -> bytes:
        try:
            with path.open("rb") as file:
                body = file.read(MOST_BYTES + 1)
        except OSError as wrong:
            raise UsageProblem(f"{path} cannot be read: {wrong.strerror}") from wrong
        if len(body) > MOST_BYTES:
            raise UsageProblem(f"{path} is larger than {MOST_BYTES} bytes, which no schema of the pack is")
        return body

    def _included(self, path: Path) -> Iterator[Path]:
        root = read_xml(self.held[path])
        if root is None or root.tag != f"{{{_XS}}}schema":
            raise UsageProblem(f"{path} is no XML Schema, or brings a DTD")
        space = root.get("targetNamespace", "")
        elements = root.iterchildren(f"{{{_XS}}}element")
        self.declared |= {f"{{{space}}}{element.get('name')}" for element in elements}
        for reference in root.iterchildren(
            *(f"{{{_XS}}}{name}" for name in ("include", "import", "redefine"))
        ):
            location = reference.get("schemaLocation")
            if location and _ADDRESS.match(location):
                self._left_out(path, reference, location)
            elif location:
                yield self._inside(path, location)
        self.compiled[path] = etree.tostring(root, encoding="UTF-8", xml_declaration=True)

    def _left_out(self, path: Path, element: Any, location: str) -> None:
        """Take an address away from an import, which may do without; nothing else may."""
        if element.tag != f"{{{_XS}}}import":
            raise UsageProblem(f"{path} includes {location}, and nothing is fetched")
        del element.attrib["schemaLocation"]

    def _inside(self, path: Path, location: str) -> Path:
        target = Path(os.path.normpath(path.parent / unquote(location)))
        if not target.resolve().is_relative_to(self.root):
            raise UsageProblem(
                f"{path} includes {location}, which lies outside {self.root}: give the pack's uppermost folder"
            )
        return target


class _FromFiles(etree.Resolver):
    """Gives a compiler what was read, and nothing else: it raises, for lxml would open the file otherwise."""

    def __init__(self, files: _Files) -> None:
        super().__init__()
        self._files = files

    def resolve(self, system_url: str, public_id: str, context: Any) -> Any:  # type: ignore[override] # stubs lack it
        path = Path(os.path.normpath(unquote(urlsplit(system_url).path)))
        if path not in self._files.compiled:
            raise UsageProblem(f"a schema of the pack asks for {system_url}, which was not read")
        return self.resolve_string(self._files.compiled[path], context, base_url=path.as_uri())


def _find(folder: Path) -> dict[str, Path]:
    if not folder.is_dir():
        raise UsageProblem(f"no folder {folder}: it should hold the NHS 111 pack, with {_wanted(WANTED)}")
    found: dict[str, list[Path]] = {name: [] for name in WANTED}
    root = folder.resolve()
    for count, path in enumerate(_walk(root)):
        if count >= MOST_FILES:
            raise UsageProblem(f"{folder} holds more than {MOST_FILES} files: give the pack's own folder")
        if path.name in found and path.is_file() and path.resolve().is_relative_to(root):
            found[path.name].append(path)
    missing = [name for name, paths in found.items() if not paths]
    if missing:
        raise UsageProblem(f"{folder} and its folders were searched, and do not hold {_wanted(missing)}")
    return {name: min(paths, key=lambda path: _order(name, path)) for name, paths in found.items()}


def _walk(folder: Path) -> Iterator[Path]:
    for place, folders, files in os.walk(folder):
        folders.sort()
        yield from (Path(place) / name for name in sorted(files))


def _order(name: str, path: Path) -> tuple[bool, int, str]:
    usual = path.parent.as_posix().endswith(WANTED[name])
    return (not usual, len(path.parts), path.as_posix())


def _wanted(names: Any) -> str:
    return ", ".join(f"{name} (in the pack under {WANTED[name]})" for name in names)


def _parts(root: Any) -> Iterator[Any]:
    """Give the elements of ITK in the body: the envelope, the response, or the detail of the fault."""
    for name in ("DistributionEnvelope", "SimpleMessageResponse", "ToolkitErrorInfo"):
        yield from root.iter(f"{{{_ITK}}}{name}")
