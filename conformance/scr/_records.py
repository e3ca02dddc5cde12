"""One patient's Summary Care Record in the evidence: permission, requests, answers, and what was shown."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import unescape
from typing import Any

from cpcs_harness.formats.json_parts import object_in, objects_in
from cpcs_harness.judging import ExchangeView, JourneyView, NotShown, ObservationView
from cpcs_harness.judging.in_words import in_words

from .._shared.screen import all_text

UUID = "[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}"
SEARCH, READ, ALERT = "search_document_reference", "read_bundle", "send_alert"
FAILED = frozenset({0, 401, 408, 429, 500, 502, 503, 504})
"""Answers after which the same request may come again."""
ANSWERED = ("done", "refused", "failed")
OF_THE_REQUEST = (400, 401, 405, 406, 415)
"""Answers by which a request is refused for what it is, whoever it is about."""
_KINDS = r"(?:known|recorded|documented|reported|listed|drug|medication|active|current|relevant)"
NO_ALLERGIES = re.compile(
    rf"\b(?:no|nil|not any|without|zero)\s+(?:{_KINDS}\s+){{0,3}}(?:allerg|adverse|sensitivit)\w*"
    r"|\ballerg\w*(?:\s+and\s+adverse\s+reactions)?\s*[:=-]?\s*(?:none|nil|no known)\b|\bNKDA\b|\bNKA\b",
    re.IGNORECASE,
)
"""Words that say of a patient that there are no allergies."""
_WARNING = re.compile(
    r"(?:\bnot|n't|\bnever)\b.{0,40}\b(?:mean|imply|assume|say|show|conclude|take)", re.IGNORECASE
)
"""Words of a sentence that warns of the conclusion: this does not mean that there are no allergies."""
_SILENT = re.compile(r"<(script|style|iframe)\b.*?</\1>", re.DOTALL)
_TAG = re.compile(r"<[^<>]*>")


@dataclass(frozen=True)
class Patient:
    """One patient of the journey, by the label that the journey knows them by."""

    journey: JourneyView
    label: str

    @property
    def issued(self) -> Mapping[str, Any]:
        """What was issued for them; a patient who was not is NotShown."""
        found = self.journey.also.get(self.label) if self.label else self.journey.issued
        if found is None:
            raise NotShown(
                f"journey {self.journey.id} ended before it came to the patient {in_words(self.label)}"
            )
        return found

    @property
    def number(self) -> str:
        """The NHS number."""
        return str(self.issued["person"]["nhs_number"])

    @property
    def held(self) -> Mapping[str, Any]:
        """The record that the Spine was given to hold, as last held."""
        return self.journey.care_records.get(self.label, {})

    def seen(self, action: str, *statuses: str) -> list[ObservationView]:
        """Give every action of a name about this patient's referral that ended so (or was answered), in order."""
        about = self.issued["report"]["document_id"]
        wanted = statuses or ANSWERED
        found = [
            observation
            for observation in self.journey.seen
            if (observation.about, observation.action) == (about, action) and observation.status in wanted
        ]
        self.journey.looked_at.extend(observation.id for observation in found)
        return found

    def views(self) -> list[ObservationView]:
        """Give every attempt to open the viewer that was answered; none is NotShown."""
        return needed(
            self.seen("view_summary_care_record"),
            f"view of the record of {in_words(self.label)}",
            self.journey,
        )

    def found(self) -> list[ObservationView]:
        """Give the views that showed a record; none is NotShown, as another check says why there is none."""
        shown = [view for view in self.views() if outcome(view) == "found"]
        return needed(shown, f"view that showed the record of {in_words(self.label)}", self.journey)

    def served(self) -> list[ObservationView]:
        """Give the views during which the API gave the record; none is NotShown."""
        opened = [view for view in self.views() if self.given(view)]
        return needed(
            opened, f"view for which the API gave the record of {in_words(self.label)}", self.journey
        )

    def calls(self, *operations: str) -> list[ExchangeView]:
        """Give what was asked of the API about this patient, in order; none is an empty list."""
        found = [
            call
            for call in self.journey.calls
            if call.service == "scr"
            and (not operations or call.operation in operations)
            and names(call, self.number)
        ]
        self.journey.looked_at.extend(call.id for call in found)
        return found

    def answered(self) -> list[ExchangeView]:
        """Give what the API answered about this patient; none is NotShown: a refused request tells nothing of them."""
        found = [call for call in self.calls() if call.fault or call.response.status not in OF_THE_REQUEST]
        return needed(found, f"answer of the API about the patient {in_words(self.label)}", self.journey)

    def during(self, seen: ObservationView, *operations: str) -> list[ExchangeView]:
        """Give what was asked about this patient while an action was done."""
        before = max(
            (observation.seq for observation in self.journey.seen if observation.seq < seen.seq), default=0
        )
        return [call for call in self.calls(*operations) if before < call.seq < seen.seq]

    def given(self, seen: ObservationView) -> list[ExchangeView]:
        """Give the answers of a view with the record, but for what may be kept back: its alert failed afterwards."""
        read = [call for call in self.during(seen, READ) if has_entries(call)]
        alerts = self.during(seen, ALERT)
        if not alerts or not all(call.fault for call in alerts):
            return read
        return [call for call in read if call.began > alerts[-1].ended]


def patients(journey: JourneyView, *labels: str) -> list[Patient]:
    """Give patients of a journey by their labels."""
    return [Patient(journey, label) for label in labels]


def needed(found: list[Any], what: str, journey: JourneyView) -> list[Any]:
    """Give what was found; nothing is NotShown."""
    if not found:
        raise NotShown(f"journey {journey.id} has no {what}")
    return found


def names(call: ExchangeView, number: str) -> bool:
    """Say whether a call is about the patient of an NHS number: by its address or its body."""
    return number in call.request.target or number.encode() in call.request.body


def record_of(seen: ObservationView) -> Mapping[str, Any]:
    """Give what a view showed of the record."""
    return object_in(seen.shown, "record")


def outcome(seen: ObservationView) -> str:
    """Give how a view ended, in the words of the control API; the action's own status where nothing was shown."""
    said = record_of(seen).get("outcome")
    return said if isinstance(said, str) else seen.status


def sections_of(seen: ObservationView) -> list[tuple[str, str]]:
    """Give heading and text of each section that was shown."""
    return [
        (str(section.get("title") or ""), str(section.get("text") or ""))
        for section in objects_in(record_of(seen), "sections")
    ]


def said(seen: ObservationView) -> str:
    """Give every word that a person was told by an action."""
    return f"{all_text(seen.shown)} {seen.told}".strip()


def denied_in(text: str) -> list[str]:
    """Give the words by which a text says that a patient has no allergies; warnings of that conclusion are none."""
    sentences = [sentence for sentence in re.split(r"[.;!?\n]", text) if not _WARNING.search(sentence)]
    return [found[0] for sentence in sentences for found in NO_ALLERGIES.finditer(sentence)]


def words_of(section: Mapping[str, Any]) -> list[str]:
    """Give the pieces of text of a section that was held, in order: what no tag, script or style holds."""
    pieces = _TAG.split(_SILENT.sub("", str(section["html"])))
    return [text for piece in pieces if (text := " ".join(unescape(piece).split()))]


def missing_in(shown: str, pieces: Iterable[str]) -> list[str]:
    """Give the pieces that a text lacks, or holds before an earlier one; white space does not matter."""
    text, at, lacking = " ".join(shown.split()), 0, []
    for piece in pieces:
        found = text.find(piece, at)
        if found < 0:
            lacking.append(piece)
        else:
            at = found + len(piece)
    return lacking


def told_identifiers(call: ExchangeView) -> list[str]:
    """Give the identifiers of records that a search named."""
    resources = [object_in(entry, "resource") for entry in objects_in(call.response.json, "entry")]
    found = [object_in(resource, "masterIdentifier").get("value") for resource in resources]
    return [identifier for identifier in found if isinstance(identifier, str)]


def asked_identifier(call: ExchangeView) -> str:
    """Give the identifier that a record was read by."""
    return dict(call.request.query).get("composition.identifier", "")


def has_entries(call: ExchangeView) -> bool:
    """Say whether a read gave a record."""
    return call.response.status == 200 and bool(objects_in(call.response.json, "entry"))


def pair_of(call: ExchangeView) -> tuple[str, str]:
    """Give type and reason of an alert."""
    event = call.request.json
    reason = next(iter(objects_in(event, "subtype")), {})
    return str(object_in(event, "type").get("code")), str(reason.get("code"))


def taken(calls: Sequence[ExchangeView]) -> list[ExchangeView]:
    """Give the alerts that the API itself accepted: what stands before it may say 200 as well."""
    return [call for call in calls if call.response.status in (200, 201) and not call.fault]
