"""Reports that the 111 Adaptor passed on, found and read."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from typing import Any

from cpcs_harness.judging import EvidenceView, ExchangeView, JourneyView, NotShown

from .._shared.nhs111_report.sections import flattened, set_off
from .._shared.nhs111_report.shown import SELF, written_so
from .._shared.nhs111_report.strays import address_faults, stray_informants, stray_sections
from .._shared.screen import all_text, digits
from .._shared.text import plain_name

_MARKUP = re.compile(
    r"</?(?:br|content|paragraph|p|div|span|list|item|ul|ol|li|caption|table|thead|tbody|tr|th|td|text|linkHtml|a)"
    r"(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_RAISED = re.compile(r"<sup>\s*", re.IGNORECASE)
_NO_GAP = re.compile(r"</?su[bp]>", re.IGNORECASE)
_ADDRESS = re.compile(r"[(\[<]?https?://[^\s()\[\]<>]+[)\]>]?")

ONLINE = ("nhs111online", "send_report")
"""What NHS 111 online sent by ITK to the adaptor that the supplier runs."""


def handed(evidence: EvidenceView) -> list[tuple[JourneyView, ExchangeView]]:
    """Give what was handed on, damaged or not; what broker or adaptor did not take is the environment's doing."""
    found = [(journey, call) for journey in evidence.each() for call in of_journey(journey)]
    due = [call for _, call in found if call.service == "adaptor" or not call.facts["damage"]]
    lost = [call for call in due if call.response.status != 200]
    if lost:
        error = lost[0].response.start.get("error") or f"status {lost[0].response.status}"
        taker = "broker" if lost[0].service == "adaptor" else "supplier's 111 Adaptor"
        raise NotShown(
            f"{lost[0].where}: the {taker} did not take the report ({error})",
            blame="environment",
            exchanges=[lost[0].id],
        )
    return found


def of_journey(journey: JourneyView) -> list[ExchangeView]:
    """Give what one journey handed on: bundles to a broker, or ITK to the adaptor that the supplier runs."""
    bundles = journey.sent("adaptor", "publish", at_least=0)
    by_itk = [*journey.sent("nhs111", "send_report", at_least=0), *journey.sent(*ONLINE, at_least=0)]
    return bundles or by_itk or journey.sent("nhs111", "send_report")


def sound(evidence: EvidenceView) -> list[tuple[JourneyView, ExchangeView]]:
    """Give what was handed on undamaged for somebody to see the patient, repeats and newer versions among it."""
    return [(journey, call) for journey, call in _undamaged(evidence) if not _is_copy(call)]


def copies(evidence: EvidenceView) -> list[tuple[JourneyView, ExchangeView]]:
    """Give what was handed on for information alone: somebody else has the patient."""
    return [(journey, call) for journey, call in _undamaged(evidence) if _is_copy(call)]


def _undamaged(evidence: EvidenceView) -> list[tuple[JourneyView, ExchangeView]]:
    return [(journey, call) for journey, call in handed(evidence) if not call.facts["damage"]]


def _is_copy(call: ExchangeView) -> bool:
    return bool(call.facts["report"]["interaction"] == "copy")


def words(text: object) -> str:
    """Give a text's words: the adaptor escapes the report's own markup, which may stand there as text."""
    plain = str(text or "")
    for _ in range(2):
        plain = _MARKUP.sub(" ", _NO_GAP.sub("", _RAISED.sub("^", html.unescape(plain))))
    return " ".join(plain.split())


def told(section: Mapping[str, Any], text: object) -> str:
    """Give the words of a section's text, where no figure is raised in silence; the addresses of links may be shown."""
    if section["markup"] == "raised":
        return set_off(words(text))
    return " ".join(_ADDRESS.sub(" ", words(text)).split()) if section["markup"] == "links" else words(text)


def strays(report: Mapping[str, Any], shown: Mapping[str, Any]) -> list[str]:
    """Say which sections, addresses, telephones and informants are shown that were not sent; uses the adaptor loses."""
    markup = {plain_name(words(part["title"])): part["markup"] for part, _ in flattened(report["sections"])}
    sections = [
        {
            "title": words(row.get("title")),
            "text": told({"markup": markup.get(_title(row), "")}, row.get("text")),
        }
        for row in shown.get("sections") or ()
    ]
    strange = [*stray_sections(report, {**shown, "sections": sections}), *stray_informants(report, shown)]
    return strange + address_faults(report, shown) + _stray_numbers(report, shown)


def missing_people(report: Mapping[str, Any], shown: Mapping[str, Any]) -> list[str]:
    """Say which numbers of patient and caller are shown nowhere, by whatever use, and whether the caller is named."""
    person, caller = report["person"], report["caller"] or {}
    own = (
        []
        if written_so(report, "callback") == "no number"
        else [person["callback"], person["home_telephone"]]
    )
    due = [digits(number) for number in (*own, caller.get("telephone")) if number]
    numbers = {digits(shown.get("callback_number"))} | set(_numbers(shown))
    faults = [f"the number {number} is not shown" for number in due if number not in numbers]
    name = plain_name(caller.get("name"))
    if name and caller["code"] != SELF and name not in plain_name(all_text(shown)):
        faults.append(f"{caller['name']}, who called, is not shown")
    return faults


def _title(row: Mapping[str, Any]) -> str:
    return plain_name(words(row.get("title")).rstrip(":"))


def _stray_numbers(report: Mapping[str, Any], shown: Mapping[str, Any]) -> list[str]:
    person, told = report["person"], [report["caller"], written_so(report, "informant")]
    work, behind = (written_so(report, way) or "" for way in ("work_telephone", "behind"))
    due = {
        digits(person["callback"]),
        digits(person["home_telephone"]),
        digits(work),
        digits(f"{work}{behind}"),
        digits(behind),
    }
    due |= {digits(one["telephone"]) for one in told if one}
    numbers = {*_numbers(shown), digits(shown.get("callback_number"))}
    return [f"the number {number}" for number in sorted(numbers - due - {""})]


def _numbers(shown: Mapping[str, Any]) -> list[str]:
    people = (shown.get("patient"), shown.get("informant"), *(shown.get("other_informants") or ()))
    return [digits(row.get("number")) for one in people if one for row in one.get("telephones") or ()]
