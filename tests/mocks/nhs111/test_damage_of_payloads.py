"""What is wrong with payloads, and with the envelope that holds them, is wrong as the damage's name says."""

import base64
import gzip
import zlib
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from lxml import etree

from cpcs_harness._content.mocks.nhs111.request import http_request
from cpcs_harness._content.mocks.nhs111.sender import message

NS = {"s": "http://schemas.xmlsoap.org/soap/envelope/", "itk": "urn:nhs-itk:ns:201005", "h": "urn:hl7-org:v3"}
NOW = datetime(2026, 7, 1, 12, tzinfo=UTC)
CANARY = "http://canary.example:8099"


@pytest.fixture
def report(issued):
    return replace(issued.report, habits="strict")


@pytest.fixture
def read(report):
    """Gives the damaged message, read."""
    return lambda damage: etree.fromstring(message(report, "https://p.example/itk", NOW, damage, CANARY))


def said(root):
    """What the manifest counts, how many ids it has, what the payloads count, and how many ids they have."""
    return (
        root.find(".//itk:manifest", NS).get("count"),
        len([one for one in root.findall(".//itk:manifestitem", NS) if one.get("id")]),
        root.find(".//itk:payloads", NS).get("count"),
        len([one for one in root.findall(".//itk:payload", NS) if one.get("id")]),
    )


def test_counts_that_agree_where_nothing_else_does(read):
    assert said(read("")) == ("1", 1, "1", 1)
    assert said(read("both-counts")) == ("2", 1, "2", 1)
    assert said(read("payload-lost")) == ("2", 2, "2", 1)
    assert said(read("ids-missing")) == ("1", 0, "1", 0)


def test_what_a_payload_holds(read, report):
    twice = read("two-in-payload").findall(".//itk:payload/h:ClinicalDocument/h:id", NS)

    assert [one.get("root") == report.document_id for one in twice] == [True, False]
    assert list(read("payload-empty").find(".//itk:payload", NS)) == []


@pytest.mark.parametrize(
    ("damage", "path"),
    [
        ("no-soap-header", "s:Header"),
        ("no-envelope-header", ".//itk:DistributionEnvelope/itk:header"),
        ("no-payloads", ".//itk:payloads"),
        ("other-body", ".//itk:DistributionEnvelope"),
        ("no-set-id", ".//h:ClinicalDocument/h:setId"),
        ("set-id-null", ".//h:ClinicalDocument/h:setId[@root]"),
    ],
)
def test_what_is_left_out_was_there(read, damage, path):
    assert read("").find(path, NS) is not None
    assert read(damage).find(path, NS) is None


def test_a_document_of_month_13_has_its_day_and_its_hour(read):
    sound, odd = (
        read(damage).find(".//h:ClinicalDocument/h:effectiveTime", NS).get("value")
        for damage in ("", "month-13")
    )

    assert (odd[4:6], odd[:4] + odd[6:]) == ("13", sound[:4] + sound[6:])


def packed(root):
    """The flags of the manifest's item, and what the payload holds in base64."""
    item, payload = root.find(".//itk:manifestitem", NS), root.find(".//itk:payload", NS)
    flags = [name for name in ("base64", "compressed", "encrypted") if item.get(name) == "true"]
    return flags, base64.b64decode(payload.text, validate=True)


def test_packed_text_that_ends_too_soon(read):
    flags, content = packed(read("base64-cut"))
    zipped, ended = packed(read("compressed-cut"))

    assert (flags, zipped) == (["base64"], ["base64", "compressed"])
    with pytest.raises(etree.XMLSyntaxError):
        etree.fromstring(content)
    with pytest.raises(EOFError):
        gzip.decompress(ended)
    assert zlib.decompressobj(wbits=31).decompress(ended).startswith(b"<")


def test_text_that_is_called_compressed_and_is_not(read):
    flags, content = packed(read("compressed-flag-only"))

    assert flags == ["base64", "compressed"]
    assert etree.fromstring(content).tag == "{urn:hl7-org:v3}ClinicalDocument"


def test_entities_in_a_packed_document(read, report):
    _, content = packed(read("packed-entities"))

    assert b'SYSTEM "file:///etc/passwd"' in content
    assert f'SYSTEM "{CANARY}/{report.document_id}/packed"'.encode() in content
    text = etree.fromstring(content, etree.XMLParser(resolve_entities=False)).find(".//h:text", NS)
    assert [one.name for one in text.iter(etree.Entity)] == ["f", "h"]


def test_a_charset_that_the_media_type_alone_names(report):
    damage = "latin-1-by-media-type"
    body = message(report, "https://p.example/itk", NOW, damage, CANARY)

    assert http_request(report, body, damage).headers["Content-Type"] == "text/xml; charset=iso-8859-1"
    assert b"encoding" not in body.partition(b"?>")[0]
    with pytest.raises(UnicodeDecodeError):
        body.decode()
