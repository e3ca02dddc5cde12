"""NICE's guidance as its integration partner delivers it: topics by title, and one topic whole.

Source: none is public. The profile `cks`, by default our own model: docs/reference/cks-model.md.
Left out: everything of the partner's that a consultation needs no word of: specialities, prescribing, licences.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from starlette.responses import JSONResponse, Response

from cpcs_harness.evidence.certainty import Certainty
from cpcs_harness.evidence.setting import WrongSetting
from cpcs_harness.mockkit import Call, Endpoints, Mock, World
from cpcs_harness.people.fixtures import fixture

BASE = "/cks/v1"
SITE = "https://cks.nice.org.uk/topics/"


class CKS(Mock):
    """Holds a few topics; one of them cannot be had."""

    service = "cks"

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self.topics: list[dict[str, Any]] = fixture("topics")["topics"]
        self.api_key = hashlib.sha256(f"{world.environment.api_key}/cks".encode()).hexdigest()[:32]
        world.register.belongs_to_run(self.api_key, "guidance, asked for without a patient's data")
        self.model = world.profiles["cks"]
        self.members: Mapping[str, str] = self.model["members"]
        self._add(self.model["search"]["path"], self.find_topics, "find_topics")
        self._add(self.model["topic"]["path"], self.read_topic, "read_topic")

    def _add(self, path: str, handler: Any, operation: str) -> None:
        self.route(
            "GET",
            BASE + path,
            handler,
            operation=operation,
            source=self.model.source,
            certainty=Certainty.MODELLED,
        )

    def endpoints(self, address: str) -> Endpoints:
        """Give the base address, and the candidate's key."""
        return {"cks": {"base": address + BASE, "api_key": self.api_key}}

    def find_topics(self, call: Call) -> Response:
        """Give the topics whose title has every word that is asked for."""
        if not self._knows(call):
            return self._refused(call)
        wanted = str(call.request.query_params.get(self.model["search"]["query"], "")).casefold().split()
        found = [self._listed(topic) for topic in self.topics if _has(topic["title"], wanted)]
        return JSONResponse({self.members["topics"]: found})

    def read_topic(self, call: Call) -> Response:
        """Give one topic, whole."""
        if not self._knows(call):
            return self._refused(call)
        topic = next((topic for topic in self.topics if topic["id"] == call.path["id"]), None)
        if topic is None:
            return JSONResponse({"error": "no such topic"}, status_code=404)
        if "fails" in topic:
            return JSONResponse({"error": "try again later"}, status_code=topic["fails"])
        sections = [self._named(section) for section in topic["sections"]]
        return JSONResponse({**self._listed(topic), self.members["sections"]: sections})

    def _listed(self, topic: dict[str, Any]) -> dict[str, Any]:
        held = {key: topic[key] for key in ("id", "title", "revised")}
        return self._named({**held, "address": f"{SITE}{topic['id']}/"})

    def _named(self, held: Mapping[str, Any]) -> dict[str, Any]:
        return {self.members[key]: value for key, value in held.items()}

    def _knows(self, call: Call) -> bool:
        return call.header(self.model["key_header"]) == self.api_key

    def _refused(self, call: Call) -> Response:
        if call.header(self.model["key_header"]):  # without one it is no setting that is wrong
            call.facts |= WrongSetting("cks.api_key").as_facts()
        return JSONResponse({"error": "the key is not known"}, status_code=401)


def _has(title: str, wanted: list[str]) -> bool:
    return bool(wanted) and set(wanted) <= set(title.casefold().split())
