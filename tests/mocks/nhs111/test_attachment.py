"""An attachment that is made hostile, whether or not the report has one of its own."""

import base64
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from lxml import etree

from cpcs_harness._content.mocks.nhs111.sender import message

NS = {"h": "urn:hl7-org:v3"}
NOW = datetime(2026, 7, 1, 12, tzinfo=UTC)
CANARY = "http://canary.example:8099"


@pytest.mark.parametrize("forms", [(), ("attachment",)], ids=["made", "there"])
def test_an_attachment_with_a_document_type(issued, forms):
    report = replace(issued.report, forms=forms)

    root = etree.fromstring(message(report, "https://p.example/", NOW, "attachment-doctype", CANARY))

    (value,) = root.findall(".//h:entry/h:observationMedia/h:value", NS)
    hostile = base64.b64decode(value.text)
    assert b"<!DOCTYPE" in hostile
    assert b'SYSTEM "file:///etc/passwd"' in hostile
    assert f'SYSTEM "{CANARY}/{report.document_id}/attachment"'.encode() in hostile
    assert root.findtext(".//h:patient//h:family", None, NS) == report.person.family
