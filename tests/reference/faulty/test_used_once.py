"""The faults that use an id or a token twice which must be used once."""

import json
from base64 import b64decode
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from lxml import etree

from reference import faulty


def tokens(nation):
    return [
        headers["authorization"]
        for _, path, headers, _ in nation.asked("/messageexchange/")
        if "inbox" not in path
    ]


def assertion_ids(nation):
    forms = [parse_qs(body.decode()) for _, _, _, body in nation.asked("/oauth2/token")]
    return [
        json.loads(b64decode(form["client_assertion"][0].split(".")[1] + "==", "-_"))["jti"] for form in forms
    ]


def request_ids(nation):
    return [headers["x-request-id"] for _, _, headers, _ in nation.asked("/pds/")]


def document_ids(nation):
    path = ".//{*}Composition/{*}identifier/{*}value"
    return [etree.fromstring(body).find(path).get("value") for _, body in nation.sent]


REPEATED = {
    "reuses_mesh_nonce": tokens,
    "reuses_jti": assertion_ids,
    "reuses_request_ids": request_ids,
    "reuses_document_identifier": document_ids,
}


@pytest.mark.parametrize("name", REPEATED)
def test_what_must_be_used_once_is_used_twice(name, make_service, nation, mailroom, at):
    used = {}
    for fault in (None, name):
        nation.reset()
        pharmacy = at(make_service())
        if fault:
            faulty.installer(fault)(pharmacy.app)
        for referral in (pharmacy.completed(), pharmacy.completed()):
            pharmacy.see("notify_gp", referral)
        used[fault] = REPEATED[name](nation)
        pharmacy.service.store.close()
        Path(pharmacy.service.config.database).unlink()

    assert len(set(used[None])) == len(used[None]) > 0
    assert len(set(used[name])) < len(used[name])
