"""What is wrong with a resource that a viewer sends to the Summary Care Record API: schema first, then base FHIR.

Source: the project's own schemas, in fixtures/schemas/scr, written from the interface sheet dos-eps-rtec-scr-dmd,
section 5.3; and the R4B models of fhir.resources (ADR-007), which know nothing of the Summary Care Record.
"""

from __future__ import annotations

import json
from functools import cache, lru_cache

import jsonschema

from cpcs_harness._content import ROOT
from cpcs_harness.formats.fhir_json import model_problems, read_resource, schema_problems
from cpcs_harness.formats.problem import Problem

FOLDER = ROOT / "fixtures" / "schemas" / "scr"
SOURCE = "Summary Care Record FHIR API; sheet dos-eps-rtec-scr-dmd 5.3"
KINDS = {"alert": "AuditEvent", "permission": "Parameters"}
"""What can be judged, and the resource that it is."""
LARGEST = 1024 * 1024
"""Bytes of a resource that is judged."""
MOST = 20


@lru_cache(maxsize=1024)
def problems(body: bytes, kind: str) -> tuple[Problem, ...]:
    """Give what is wrong with a resource; nothing where nothing is. `kind`: alert | permission."""
    resource, unread = read_resource(body, LARGEST, SOURCE)
    if unread:
        return tuple(unread)
    own = schema_problems(resource, _schema(kind), SOURCE)
    return tuple((own or model_problems(resource, KINDS[kind]))[:MOST])


@cache
def _schema(kind: str) -> jsonschema.Draft202012Validator:
    return jsonschema.Draft202012Validator(json.loads((FOLDER / f"{kind}.json").read_text("utf-8")))
