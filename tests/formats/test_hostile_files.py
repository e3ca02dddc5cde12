"""`cpcs validate` on files that were made to do harm: each is judged or refused, none is followed, none breaks it."""

import gzip
import os
import re
import socket

import pytest
from click.testing import CliRunner

from cpcs_harness.cli import cpcs
from cpcs_harness.cli.validate import MOST_BYTES
from cpcs_harness.errors import Exit, UsageProblem

SECRET = "the-secret-of-another-file"
LINE = re.compile(r"[^\n]+:\d+: (error|warning) [A-Z0-9-]+: [^\n]+")
MANY = 100_000
LAUGHS = "".join(f'<!ENTITY l{n + 1} "{f"&l{n};" * 10}">' for n in range(12))


def xml(text, encoding="utf-8"):
    return "xml", text.encode(encoding, "surrogatepass")


def json(text):
    return "json", text.encode("utf-8", "surrogatepass")


HOSTILE = {
    "nothing": xml(""),
    "an entity that names a file": xml('<!DOCTYPE x [<!ENTITY e SYSTEM "{file}">]><x>&e;</x>'),
    "an entity that names an address": xml('<!DOCTYPE x [<!ENTITY e SYSTEM "{http}/e">]><x>&e;</x>'),
    "a document type elsewhere": xml('<!DOCTYPE x SYSTEM "{http}/x.dtd"><x/>'),
    "a parameter entity": xml('<!DOCTYPE x [<!ENTITY % p SYSTEM "{http}/p.dtd"> %p;]><x/>'),
    "a billion laughs": xml(f'<!DOCTYPE x [<!ENTITY l0 "ha">{LAUGHS}]><x>&l12;</x>'),
    "one long entity many times": xml(
        f'<!DOCTYPE x [<!ENTITY a "{"a" * MANY}">]><x>{"&a;" * 10_000}</x>'
    ),
    "an inclusion of a file": xml(
        '<x xmlns:i="http://www.w3.org/2001/XInclude"><i:include href="{file}" parse="text"/></x>'
    ),
    "a schema elsewhere": xml(
        '<x xmlns="urn:hl7-org:v3" xmlns:s="http://www.w3.org/2001/XMLSchema-instance"'
        ' s:schemaLocation="urn:hl7-org:v3 {http}/x.xsd"/>'
    ),
    "a stylesheet elsewhere": xml('<?xml-stylesheet type="text/xsl" href="{http}/x.xsl"?><x/>'),
    "elements within elements without end": xml("<a>" * MANY),
    "elements within elements": xml("<a>" * MANY + "</a>" * MANY),
    "many attributes": xml("<x" + "".join(f' a{n}="v"' for n in range(MANY)) + "/>"),
    "many namespaces": xml("<x" + "".join(f' xmlns:n{n}="urn:{n}"' for n in range(MANY)) + "/>"),
    "one attribute of a megabyte": xml(f'<x a="{"v" * 1_000_000}"/>'),
    "a file that breaks off": xml('<Envelope xmlns="http://schemas.xmlsoap.org/soap/envelope/"><Body><x'),
    "two roots": xml("<a/><b/>"),
    "bytes of no meaning": ("xml", bytes(range(256)) * 100),
    "an encoding that there is not": xml('<?xml version="1.0" encoding="no-such-code"?><x/>'),
    "another encoding than it says": xml('<?xml version="1.0" encoding="utf-8"?><x>é</x>', "utf-16"),
    "half a letter": xml("<x>\ud800</x>"),
    "half a letter by its number": xml("<x>&#xD800;</x>"),
    "what a terminal obeys": xml('<x a="\x9b31m\u202e"/>'),
    "a packed file": ("xml", gzip.compress(b"<x/>" * MANY)),
    "a file that is too large": ("xml", b"<x>" + b" " * MOST_BYTES),
    "lists within lists": json("[" * MANY),
    "objects within objects": json('{"a":' * MANY + "1" + "}" * MANY),
    "a number of five thousand digits": json(
        '{"resourceType": "Patient", "multipleBirthInteger": 1' + "0" * 5000 + "}"
    ),
    "a number that is none": json('{"resourceType": "Patient", "multipleBirthInteger": NaN}'),
    "a number without bounds": json('{"resourceType": "Patient", "multipleBirthInteger": 1e999}'),
    "half a letter in a text": json('{"resourceType": "Patient", "id": "\\ud800"}'),
    "a key twice": json('{"resourceType": "Patient", "resourceType": "Bundle"}'),
    "no object": json('"Patient"'),
    "a kind that is no text": json('{"resourceType": {"resourceType": ["Patient"]}}'),
    "a kind that there is not": json('{"resourceType": "' + "../" * 50 + 'etc/passwd"}'),
    "a resource in itself, deep": json(
        '{"resourceType": "Bundle", "entry": [{"resource": ' * 200 + '{"resourceType": "Patient"}' + "}]}" * 200
    ),
}  # fmt: skip


@pytest.fixture
def elsewhere():
    """An address that nobody is to ask."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.setblocking(False)
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        with pytest.raises(BlockingIOError):
            listener.accept()


def run(*arguments):
    return CliRunner().invoke(cpcs, ["validate", *map(str, arguments)], standalone_mode=False)


@pytest.mark.parametrize("name", HOSTILE)
def test_a_file_of_any_kind_is_judged_and_not_followed(tmp_path, elsewhere, name):
    ending, content = HOSTILE[name]
    secret = tmp_path / "secret.txt"
    secret.write_text(SECRET)
    content = content.replace(b"{file}", secret.as_uri().encode()).replace(b"{http}", elsewhere.encode())
    (tmp_path / f"hostile.{ending}").write_bytes(content)

    done = run(tmp_path / f"hostile.{ending}")

    assert (done.exception, done.return_value) == (None, Exit.NOT_MET)
    assert done.stderr.startswith("1 file, 1 with errors")
    told = done.stdout.splitlines()
    assert 0 < len(told) < 1000
    assert all(LINE.fullmatch(line) and line.isprintable() for line in told)
    assert max(map(len, told)) < 5_000
    assert SECRET not in done.stdout


def test_a_name_of_any_kind_is_told_in_one_line(tmp_path):
    (tmp_path / "red\x1b[31m\nerror.xml").write_bytes(b"<x/>")

    (line,) = run(tmp_path).stdout.splitlines()
    assert LINE.fullmatch(line)
    assert line.isprintable()


def test_what_is_no_file_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe.xml")
    (tmp_path / "round.xml").symlink_to(tmp_path / "round.xml")
    (tmp_path / "zero.xml").symlink_to("/dev/zero")
    (tmp_path / "up").symlink_to(tmp_path)

    for path in (tmp_path, tmp_path / "pipe.xml", tmp_path / "round.xml", "/dev/zero"):
        done = run(path)
        assert isinstance(done.exception, UsageProblem), (path, done.output)
