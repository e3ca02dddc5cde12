"""What must not be taken, or cannot be, is sent: none of it may show, and sound reports still come in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from cpcs_harness.journeys.journey import Stage
from cpcs_harness.people.model import Report, Sent

from .._steps import nhs111 as _nhs111
from .._steps import referrals as _referrals
from .._steps.pathways import MI, UM

# Case ids are those of interface sheet nhs111-itk22, section 6.2; what is due of each stands with the checks.
DAMAGES = (
    *("not-xml", "truncated", "empty"),  # R01
    *("soap-1.2", "wrong-root"),  # R02
    *("must-understand", "must-understand-security"),  # R03
    *("no-action", "action-differs", "unknown-service"),  # R04
    *("no-message-id", "no-tracking-id", "lower-case-tracking-id"),  # R05
    "to-elsewhere",  # R06
    *("timestamp-unparsable", "timestamp-backwards", "timestamp-backwards-by-offset"),  # R07
    *("timestamp-expired", "timestamp-future"),  # R07
    *("no-username", "reply-to-elsewhere"),  # R08, R09
    *("manifest-count", "payload-count", "payload-id-unknown", "payload-id-twice", "no-payload-id"),  # R10
    *("no-profile", "unknown-profile", "hostile-profile"),  # R11, R30
    "audit-identity-wrong",  # R12
    *("unknown-recipient", "unknown-dos", "unknown-ods"),  # R13, R14
    *("header-out-of-order", "unknown-element"),  # R16
    *("not-a-document", "no-patient", "no-disposition", "two-patients", "no-body"),  # R17
    *("unknown-template", "unknown-message-type", "disposition-null"),  # R18 to R20
    *("text-plain", "json"),  # R22
    *("utf-16", "latin-1", "invalid-utf-8"),  # R23
    *("base64-payload", "compressed-payload", "encrypted-payload", "base64-flag-only"),  # R27, R28
    *("get", "put"),  # R31
)
NEAR_MISSES = {
    "next-service-version": "unknown-service",  # R04
    "long-tracking-id": "no-tracking-id",  # R05
    "no-manifest": "payload-count",  # R10
    "audit-identity-address": "audit-identity-wrong",  # R12
    "longer-recipient": "unknown-recipient",  # R13
}
"""What differs from what is lawful by a character, and whose patient it is sent for: what must be refused as well."""
BROKEN = {
    "other-body": "wrong-root",
    "no-soap-header": "no-message-id",  # R02, R04, R05
    "both-counts": "manifest-count",
    "payload-lost": "payload-count",
    "ids-missing": "no-payload-id",  # R10
    "no-envelope-header": "no-action",
    "no-payloads": "unknown-service",  # 2.1
    "payload-empty": "payload-id-unknown",
    "two-in-payload": "payload-id-twice",  # 2.1
    "latin-1-by-media-type": "latin-1",  # R23
    "base64-cut": "not-xml",
    "compressed-cut": "truncated",  # R27
    "packed-entities": "empty",  # R24
}
"""What must be refused as well, and whose patient it is sent for, with a case of its own."""
ODD = {
    "no-set-id": "unknown-template",
    "set-id-null": "unknown-message-type",
    "compressed-flag-only": "lower-case-tracking-id",
    "month-13": "unknown-ods",
}
"""What may be refused, or taken and listed, as what the patient's other report has may; with a case of its own."""
OF_TWO_PEOPLE, BOTH = "of-two-people", ("get", "put")
"""A set of a repeat caller in which another patient's document is, and whose patients these are."""
WITHOUT_ID = {"no-document-id": "get", "document-id-null": "put"}
"""Documents that nothing but their words tells apart, and whose patients they have: of these nothing else is listed."""
SETS = {"last-without-id": "get", "last-id-null": "put"}
"""Sets of a repeat caller whose last document, of the day before, has no id; and whose patients they have."""
HOSTILE = (
    *("xxe-file", "xxe-http", "parameter-entity", "external-dtd", "xinclude-file", "xinclude-http"),  # R24
    *("billion-laughs", "quadratic", "deep-nesting", "many-attributes"),  # R25
    "attachment-doctype",  # R26
)
"""After each of these a sound report is sent."""
MAY_BE_TAKEN = (
    *("lower-case-tracking-id", "unknown-dos", "unknown-ods", "unknown-template", "unknown-message-type"),
    *("not-a-document", "no-patient", "no-disposition", "two-patients", "no-body", "disposition-null"),
    *("base64-payload", "compressed-payload", "encrypted-payload", "base64-flag-only"),
    *(*WITHOUT_ID, *SETS, *ODD),
    *("xinclude-file", "xinclude-http", "deep-nesting", "many-attributes", "attachment-doctype"),
)
"""Where one of these is acknowledged, it is waited for, and opened."""
ADDRESSED = ("unknown-recipient", "unknown-dos", "unknown-ods")
"""What is wrong with an address needs that address."""


class UnlawfulMessages(_nhs111.TakesItk):
    """Each is sent for a patient of its own; then the worklist of every pharmacy is looked at."""

    id = "nhs111-unlawful-messages"
    seconds = 4.0
    pathways = (MI, UM)
    title = "{service} referrals that must not be taken"

    @classmethod
    def pinned(cls, label: str) -> Mapping[str, str]:
        """Pin both addresses of what is wrong with one."""
        return {"addressing": "organisation and service"} if label in ADDRESSED else {}

    def run(self, stage: Stage) -> None:
        """Send all that is wrong, with sound reports between; look, open what was taken, read the audit trail."""
        _referrals.sign_in(stage)
        stage.step("What cannot be taken is sent")
        named = (*DAMAGES, *NEAR_MISSES, *BROKEN, *ODD, *WITHOUT_ID, *SETS)
        sent = {name: self._send(stage, name) for name in named}
        both = self._send_of_two(stage)
        stage.step("Hostile messages are sent, and a sound report after each")
        sound = []
        for name in HOSTILE:
            sent[name] = self._send(stage, name)
            sound.append(_nhs111.send_sound(stage, f"after {name}"))
        sound.append(_nhs111.send_sound(stage, "at the end"))
        stage.step("Every pharmacy's worklist is looked at, and what was taken is opened")
        may_be = [*(sent[name] for name in MAY_BE_TAKEN), *both]
        _referrals.find_and_open(stage, sound + _nhs111.taken(may_be))
        refused = [name for name in sent if name not in MAY_BE_TAKEN]
        _referrals.open_if_listed(stage, _nhs111.taken([sent[name] for name in refused]))
        _nhs111.look_at_other_pharmacies(stage)
        stage.step("The audit trail is read")
        stage.do("read_audit", needed=False)

    def _send(self, stage: Stage, damage: str) -> tuple[Report, Sent]:
        forms = ("attachment",) if damage == "attachment-doctype" else ()
        beside = NEAR_MISSES | BROKEN | ODD | WITHOUT_ID | SETS
        report = stage.another(beside.get(damage, damage)).report
        if damage in beside:
            report = _nhs111.another_of(report, damage)
        if damage in BROKEN | ODD:
            report = _nhs111.earlier_call(report)
        if damage in SETS:
            report = replace(report, interaction="repeat-caller", earlier=(_nhs111.earlier_call(report),))
        report = replace(report, habits="strict", forms=forms)
        return report, stage.send(damage, report=report)

    def _send_of_two(self, stage: Stage) -> list[tuple[Report, Sent]]:
        """Send two patients' documents in one message, each with a number and a birth date that tell them apart."""
        one, other = (
            replace(
                _nhs111.earlier_call(_nhs111.another_of(stage.another(label).report, OF_TWO_PEOPLE)),
                number="verified",
                birth_known="day",
                habits="strict",
            )
            for label in BOTH
        )
        message = replace(one, interaction="repeat-caller", earlier=(other,))
        sent = stage.send(report=message, variant=OF_TWO_PEOPLE)
        return [(message, sent), (other, sent)]
