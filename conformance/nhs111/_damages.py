"""Names of the messages that must be refused, or may be, in groups; and what became of them.

Source: interface sheet nhs111-itk22, 6.2, whose case ids stand with them.
"""

from __future__ import annotations

from cpcs_harness.formats.soap import read_answer
from cpcs_harness.judging import ExchangeView, JourneyView, ObservationView

from .._shared.nhs111_report.expectations import Wrong
from .._shared.nhs111_report.messages import Plain, is_taken, name_of, report_of
from .._shared.nhs111_report.worklists import end_look, last_looks, rows_of_case, rows_of_report

NO_SOAP = (
    *("not-xml", "truncated", "empty"),  # R01
    *("soap-1.2", "wrong-root"),  # R02
    *("text-plain", "json"),  # R22
    *("utf-16", "latin-1", "latin-1-by-media-type", "invalid-utf-8"),  # R23: WS-STD-01
)
CONTRADICTORY = (
    *("no-action", "action-differs", "unknown-service", "next-service-version"),  # R04
    *("no-soap-header", "no-message-id", "no-tracking-id", "long-tracking-id"),  # R05
    *("manifest-count", "payload-count", "payload-id-unknown", "payload-id-twice", "no-payload-id"),  # R10
    *("both-counts", "payload-lost", "ids-missing"),  # R10
    *("other-body", "no-envelope-header", "no-payloads", "payload-empty", "two-in-payload"),  # 2.1
    *("no-profile", "unknown-profile", "hostile-profile"),  # R11, R30
    "no-manifest",  # R10
    *("audit-identity-wrong", "audit-identity-address"),  # R12
    *("header-out-of-order", "unknown-element"),  # R16
)
FOREIGN = ("unknown-recipient", "longer-recipient")  # R13
NOT_UNDERSTOOD = {
    "must-understand": "MustUnderstand",
    "must-understand-security": "MustUnderstand",
    "soap-1.2": "VersionMismatch",
}
"""R03, R02."""
STRICT = (
    "to-elsewhere",  # R06
    *("timestamp-unparsable", "timestamp-backwards", "timestamp-backwards-by-offset"),  # R07
    *("timestamp-expired", "timestamp-future"),  # R07
    *("no-username", "reply-to-elsewhere"),  # R08, R09
)
"""A strict receiver refuses these; one that takes them harms nobody at once."""
ENCODED = (
    *("base64-payload", "compressed-payload", "encrypted-payload"),  # R27
    *("base64-flag-only", "compressed-flag-only", "base64-cut", "compressed-cut"),  # R28
)
# Either answer is lawful to "lower-case-tracking-id" (R05: only the schema says upper case), "unknown-dos" and
# "unknown-ods" (R14), "unknown-template" (R18) and "unknown-message-type" (R19); what is acknowledged has to be listed.
PACKED = ("packed-entities",)
"""R24, in a document that is packed: no sound report comes right after it."""
EXPANDING = ("xxe-file", "xxe-http", "billion-laughs", "quadratic", *PACKED)
"""R24, R25: their text holds an entity, so that whoever takes them has resolved it, or has lost text."""
OF_TWO_PEOPLE = "of-two-people"
"""One message with a document of each of two patients (4.4: a set is one patient's)."""
MONTH_13 = "month-13"
"""A document that was written in a month which no calendar has."""
OF_ANOTHER_CASE = (
    *("no-set-id", "set-id-null", "compressed-flag-only", OF_TWO_PEOPLE),
    *(MONTH_13, "unknown-ods"),
)
"""Messages about one case of a patient, of whose other one a report was sent that may be listed as well."""
HOSTILE = (
    *("xxe-file", "xxe-http", "billion-laughs", "quadratic"),  # R24, R25
    *("parameter-entity", "external-dtd", "xinclude-file", "xinclude-http"),  # R24
    *("deep-nesting", "many-attributes"),  # R25
    "attachment-doctype",  # R26
)
NOT_DEALT_WITH = ("2100", "2200")
"""Codes of a receiver that failed: they say nothing of the message, and its sender sends it again (1.3)."""
BEFORE_SOAP = ("text-plain", "json", "latin-1-by-media-type", "get", "put")
"""R22, R23, R31: HTTP itself may refuse these, with 405 or 415."""


def is_refused(call: ExchangeView) -> bool:
    """Say whether a message was answered, and not with success."""
    return call.response.status >= 300


def is_refused_for_itself(call: ExchangeView) -> bool:
    """Say whether a message was refused for what it is, and not because it could not be dealt with just then."""
    answer = read_answer(call.response.xml)
    return is_refused(call) and (answer is None or answer.error_code not in NOT_DEALT_WITH)


def unclear(calls: list[ExchangeView]) -> Wrong:
    """Name the messages that were neither taken nor refused: an answer of another kind tells the sender nothing."""
    return [
        (f"{name_of(call)}: neither SimpleMessageResponse nor a refusal: {_answer(call)}", call)
        for call in calls
        if not is_taken(call) and not is_refused(call)
    ]


def _answer(call: ExchangeView) -> str:
    return f"HTTP status {call.response.status}" if call.response.status else "no answer"


def not_refused(calls: list[ExchangeView]) -> Wrong:
    """Name the messages that were taken, or not answered at all."""
    return [(f"{name_of(call)}: {_answer(call)}", call) for call in calls if not is_refused(call)]


def listed(journey: JourneyView, calls: list[ExchangeView]) -> Wrong:
    """Name the messages of which something is on a worklist of any pharmacy, once a sound report came after them."""
    after = calls[-1].seq
    end_look(journey, after)
    return [
        (f"{name_of(call)}: listed at {look.actor.get('ods')} as referral {row.get('referral')}", look)
        for call in calls
        for look in last_looks(journey, after)
        for row in rows_about(call, look)
    ]


def rows_about(call: ExchangeView, look: ObservationView) -> list[Plain]:
    """Give the rows about a message's patient; of one of whom there are two cases, about its own."""
    of = rows_of_case if name_of(call) in OF_ANOTHER_CASE else rows_of_report
    return of(report_of(call), look)
