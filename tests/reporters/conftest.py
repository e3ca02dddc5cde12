"""Builds the run of `sample.yaml`, which has every verdict in it, for the tests and for `reports/samples/`.

`PYTHONPATH=src:tests/support python tests/reporters/conftest.py` writes the samples again.
"""

from __future__ import annotations

import hashlib
import io
import pickle
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from rich.console import Console

from assessed import typed
from checkout import ROOT
from cpcs_harness.assessment import Assessment
from cpcs_harness.catalogue import load_catalogue
from cpcs_harness.errors import Finding, HarnessError, Under
from cpcs_harness.records import as_json, from_json

HERE = Path(__file__).parent
WORDS = load_catalogue(ROOT / "toolkit_requirements.yaml").vocabulary
SAMPLES = ROOT / "reports" / "samples"

VERDICTS = ("met", "met_on_model", "not_met", "query", "not_shown", "awaiting", "declared", "error")

FIRST_JOURNEY = {"MI": "minor-illness-product-recommended", "UM": "urgent-medicine-supplied"}

ABOUT = {
    "N111": ("ITK 2.2 Web Services Transport", "The patient expects a call, and nobody has their referral."),
    "GPN": ("CPCS service specification", "The patient's own doctor does not learn what was advised."),
    "GPM": ("ITK3 message distribution", "The patient's own doctor does not learn what was supplied."),
    "BSA": ("The project's model of the MYS API", "The pharmacy is not paid, or is paid twice."),
    "ENR": ("CPCS service specification", "Nobody can say who advised the patient."),
    "PDS": ("Personal Demographics Service FHIR API", "The pharmacist acts on another patient's record."),
    "SCR": ("Summary Care Record application", "The pharmacist does not see a recorded allergy."),
    "CKS": ("NICE Clinical Knowledge Summaries", "The pharmacist advises from memory."),
    "CIS": ("Care Identity Service 2", "Nobody can say who looked at the patient's record."),
    "DMD": (
        "Dictionary of Medicines and Devices",
        "The record names another medicine than the one supplied.",
    ),
    "DOS": ("UEC DoS REST API v1.0", "The practice is written to at an address that it does not read."),
}
"""The source of a criterion and its risk, by the first part of its id."""


class MemoryEvidence:
    """Evidence that a test writes by hand, read as the harness reads its own."""

    def __init__(self) -> None:
        self.events: list[dict[str, Any]] = []
        self.bodies: dict[str, bytes] = {}

    def event(self, id: str) -> Mapping[str, Any]:
        return next(event for event in self.events if f"{event['kind'][0]}{event['seq']}" == id)

    def body(self, reference: Mapping[str, Any]) -> bytes:
        if reference["sha256"] not in self.bodies:
            raise HarnessError(f"the body {reference['sha256']} is not in the evidence")
        return self.bodies[reference["sha256"]]

    def keep(self, body: bytes, media: str = "") -> dict[str, Any]:
        digest = hashlib.sha256(body).hexdigest()
        self.bodies[digest] = body
        return {"sha256": digest, "bytes": len(body), "media": media}

    def add(self, event: Mapping[str, Any]) -> str:
        """Write an event as `sample.yaml` puts it down; gives its id."""
        told = {
            name: value for name, value in event.items() if name not in ("name", "kind", "journey", "step")
        }
        data = self._exchange(told) if event["kind"] == "exchange" else _observation(told)
        seq = len(self.events) + 1
        at = f"2026-11-22T09:14:{10 + 4 * seq:02}.120Z"
        about = {"seq": seq, "at": at, "clock": at, "kind": event["kind"], "prev": "0" * 64}
        self.events.append(about | {"journey": event["journey"], "step": event["step"], "data": data})
        return f"{event['kind'][0]}{seq}"

    def _exchange(self, told: Mapping[str, Any]) -> dict[str, Any]:
        usual = {"protocol": "http", "direction": "from-candidate", "certainty": "published", "source": ""}
        usual |= {"rule": "NHS number 9990548609", "fault": "", "facts": {}, "elapsed_ms": 3.1}
        data = usual | told
        return data | {half: self._half(data[half], data["protocol"]) for half in ("request", "response")}

    def _half(self, half: Mapping[str, Any], protocol: str) -> dict[str, Any]:
        body = half["body"].encode() if isinstance(half["body"], str) else half["body"]
        body = body.replace(b"\n", b"\r\n") if protocol == "smtp" else body
        media = next((value for name, value in half["headers"] if name == "Content-Type"), "")
        return {**half, "body": self.keep(body, media)}


def _observation(told: Mapping[str, Any]) -> dict[str, Any]:
    actor = {"name": "Amina Farouk", "role": "pharmacist", "ods": "FA101", "gphc": "2071234"}
    usual = {"actor": actor, "referral": "17", "status": "done", "reason": None, "shown": None}
    return usual | {"elapsed_ms": 12.5} | told


def build() -> tuple[dict[str, Any], MemoryEvidence]:
    """Build the sample run's assessment and evidence."""
    told = yaml.safe_load((HERE / "sample.yaml").read_text(encoding="utf-8"))
    evidence = MemoryEvidence()
    ids = {event["name"]: evidence.add(event) for event in told["events"]}
    requirements = [_requirement(one, ids) for one in told["requirements"]]
    assessment = {
        "format": "cpcs-assessment/1",
        **told["run"],
        "vocabulary": WORDS.as_record(WORDS.pathways),
        "pathways": [_pathway(one.id, one.title, requirements) for one in WORDS.pathways.values()],
        "requirements": requirements,
        "context": [_requirement(one, ids) for one in told["context"]],
        "account": _account(told["account"], ids),
        "conditions": told["conditions"],
        "unmatched": [call | {"id": ids[call["id"]]} for call in told["unmatched"]],
        "journeys": [journey | {"steps": _steps(journey["steps"], ids)} for journey in told["journeys"]],
    }
    return Assessment.from_json(assessment).as_json(), evidence


def _account(told: Mapping[str, Any], ids: Mapping[str, str]) -> dict[str, Any]:
    lines = [line | {"events": [ids[name] for name in line["events"]]} for line in told["lines"]]
    return {**told, "lines": lines}


def _steps(steps: Sequence[Mapping[str, Any]], ids: Mapping[str, str]) -> list[dict[str, Any]]:
    return [{"name": step["name"], "events": [ids[name] for name in step["events"]]} for step in steps]


def _requirement(told: Mapping[str, Any], ids: Mapping[str, str]) -> dict[str, Any]:
    reason = "The project does not test this cell yet."
    untested = {"verdict": "not_shown", "reason": reason, "untested": reason, "blame": "harness"}
    pathway = {"MI": "minor-illness", "UM": "urgent-medicines"}[told["id"][:2]]
    level = {"E": "essential", "R": "required", "D": "desirable"}.get(told["id"][-1], "context")
    usual = {"id": told["id"], "pathway": pathway, "component": told["component"]}
    usual |= {
        "component_title": WORDS.component_title(told["component"]),
        "level": level,
    }
    usual |= {"by": "2022-01-31" if told["id"].endswith("DOS-R") else None, "text": told["text"]}
    usual |= {"reading": None, "options_allowed": [], "options_declared": [], "parts": []}
    usual |= {"untested": None, "blame": None} if "verdict" in told else untested
    criteria = [criterion(one, ids, told["id"][:2]) for one in told.get("criteria", [])]
    return usual | told | {"criteria": criteria}


def criterion(told: Mapping[str, Any], ids: Mapping[str, str], pathway: str = "MI") -> dict[str, Any]:
    """Fill in what is usual of a criterion."""
    document, risk = ABOUT[told["id"].split("-")[0]]
    usual = {"strength": "must", "certainty": "published", "stands_on": "wire", "judged_by": "automated"}
    usual |= {
        "because": None,
        "option": None,
        "part": None,
        "risk": risk,
        "journeys": [FIRST_JOURNEY[pathway]],
    }
    usual |= {"source": {"document": document, "section": None}, "blame": None, "rulings": []}
    checks = [check(one, ids) for one in told.get("checks", [])]
    return usual | told | {"reason": told["reason"].format(**ids), "checks": checks}


def check(told: Mapping[str, Any], ids: Mapping[str, str]) -> dict[str, Any]:
    """Fill in what is usual of a check."""
    usual = {"verdict": "pass", "message": "", "blame": None, "modelled": False}
    named = {field: [ids[name] for name in told.get(field, [])] for field in ("exchanges", "looked_at")}
    found = finding(told, named["exchanges"], ids)
    message = str(found) if found else told.get("message", "").format(**ids)
    data = as_json(found) if found else None
    return usual | told | named | {"message": message, "finding": data}


def finding(told: Mapping[str, Any], exchanges: Sequence[str], ids: Mapping[str, str]) -> Finding | None:
    """Make the finding of a failed check."""
    if "finding" not in told:
        return None
    parts = {part: text.format(**ids) for part, text in told["finding"].items() if part != "under"}
    under = from_json(Under, told["finding"]["under"]) if "under" in told["finding"] else None
    return Finding(**parts, exchanges=tuple(exchanges), under=under)


def _pathway(id: str, title: str, requirements: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    levels = {}
    for level, column in WORDS.levels.items():
        own = [one for one in requirements if (one["pathway"], one["level"]) == (id, level)]
        count = Counter(one["verdict"] for one in own)
        met = count["met"] + count["met_on_model"]
        outcome = "does_not_meet" if count["not_met"] else "meets" if met == len(own) else "incomplete"
        levels[level] = {
            "heading": column.title,
            "due": column.by.isoformat() if column.by else None,
            "applicable": len(own),
            **{verdict: count[verdict] for verdict in VERDICTS},
            "outcome": "not_yet_due" if level == "desirable" else outcome,
            "sentence": f"{met} of {len(own)} met ({count['met_on_model']} on our model), {count['not_met']} not met.",
        }
    return {"id": id, "title": title, "levels": levels}


@pytest.fixture
def sample() -> tuple[dict[str, Any], MemoryEvidence]:
    """The sample run, fresh: a test may alter it."""
    assessment, evidence = pickle.loads(_pickled())
    fresh = MemoryEvidence()
    vars(fresh).update(evidence)
    return assessment, fresh


@cache
def _pickled() -> bytes:
    """Build the sample run once: it takes thirty times as long as to read it back."""
    assessment, evidence = build()
    return pickle.dumps((assessment, vars(evidence)))


@pytest.fixture
def console() -> Console:
    """A console of 80 columns without colour; its `file` holds what was printed."""
    return Console(file=io.StringIO(), width=80, color_system=None, legacy_windows=False)


if __name__ == "__main__":
    from cpcs_harness.reporters import write_all

    for path in write_all(*typed(build()), SAMPLES):
        print(path, path.stat().st_size)
