"""What the mocks send, and what real systems were seen to send, is valid; what the mocks damage is not."""

from dataclasses import replace

import pytest

from checkout import SHARED
from cpcs_harness.formats.nhs111.schemas import kind_of, problems
from cpcs_harness.formats.xml import read_xml
from cpcs_harness.people.model import Caller, Parent, Section

SAMPLES = SHARED / "samples" / "nhs111"
NOT_STRICT = {"SECURITY-TIMESTAMP", "SECURITY-USERNAME"}

PUBLISHED = {
    "adastra-itk-ooh-referral-dx86-itk-request.xml": NOT_STRICT | {"TO"},
    "tpp-ooh-T6-skillset.xml": NOT_STRICT | {"DOCUMENT-CODE", "CONSENT"},
    # a document of integrated urgent care: sheet 7b tells of each of these
    "primary-emergency-itk-request.xml": {
        "I9-PARENT",
        "I10",
        "I11",
        "I12-END",
        "I14-BIRTH",
        "I14-DISPOSITION",
        "I15",
        "NHS-NUMBER",
    },
}
HABITS = {
    "field": NOT_STRICT | {"TO"},
    "strict": set(),
    "tpp": NOT_STRICT | {"DOCUMENT-CODE", "CONSENT"},
    "cleric": {"I4"},
    "ic24": {*NOT_STRICT, "I11"},
    "online": set(),
}
FORMS = (
    *(
        "service-dms",
        "ack-requested",
        "ack-requested-first",
        "iuc-profile",
        "attachment",
        "attachment-wrapped",
    ),
    *(
        "copies",
        "chunked",
        "charset",
        "no-soapaction",
        "bare-soapaction",
        "no-sender-address",
        "ids-reordered",
    ),
    *("utf-8-bom", "ods-typed", "nested-markup", "drop-answer"),
    *("header-of-others", "comments", "audit-user", "flags-false", "cda-media-type"),
    *("other-recipient", "other-list", "called-verified"),
)
VARIANTS = {
    **{f"number {one}": {"number": one} for one in ("unverified", "zeros", "short", "bad-check", "absent")},
    **{f"addressing {one}": {"addressing": one} for one in ("dos+ods", "ods", "dos", "none")},
    **{f"times {one}": {"times": one} for one in ("hours", "minutes", "none", "to-the-minute", "fraction")},
    **{f"birth known to the {one}": {"birth_known": one} for one in ("month", "year", "unknown")},
    **{f"gender {one}": {"gender": one} for one in ("not specified", "unknown")},
    "local number": {"local_id": "LOCAL-1"},
    "suffix": {"ods_suffix": "RPX02"},
    "still open": {"ended": False},
    "no practice": {"names_practice": False},
    "practice copied": {"practice_copied": True},
    "copy": {"interaction": "copy"},
    "caller": {"caller": Caller("20", "Carer", "Sam Example", "01632 960001")},
    "replacement of what nobody has": {"version": 3},
}
DAMAGED = {
    "not-xml": "XML",
    "truncated": "XML",
    "empty": "XML",
    "soap-1.2": "ROOT",
    "wrong-root": "ROOT",
    "no-action": "ACTION",
    "action-differs": "I1",
    "unknown-service": "SERVICE",
    "next-service-version": "SERVICE",
    "no-message-id": "MESSAGE-ID",
    "no-tracking-id": "XSD",
    "long-tracking-id": "I5-TRACKING",
    "lower-case-tracking-id": "I5-TRACKING",
    "timestamp-unparsable": "XSD",
    "timestamp-backwards": "TIMESTAMP",
    "timestamp-backwards-by-offset": "TIMESTAMP",
    "no-username": "USERNAME",
    "reply-to-elsewhere": "REPLY-TO",
    "manifest-count": "I2",
    "payload-count": "I2",
    "payload-id-unknown": "I3",
    "payload-id-twice": "XSD",
    "no-payload-id": "XSD",
    "no-profile": "PROFILE-ID",
    "unknown-profile": "PROFILE",
    "hostile-profile": "PROFILE",
    "no-manifest": "XSD",
    "audit-identity-wrong": "AUDIT-ID",
    "audit-identity-address": "AUDIT-ID",
    "header-out-of-order": "XSD",
    "unknown-element": "XSD",
    "not-a-document": "DOCUMENT",
    "no-patient": "XSD",
    "no-disposition": "DISPOSITION",
    "two-patients": "XSD",
    "no-body": "XSD",
    "unknown-template": "TEMPLATE",
    "unknown-message-type": "I7",
    "disposition-null": "DISPOSITION",
    "no-document-id": "XSD",
    "document-id-null": "MANDATORY",
    "last-without-id": "XSD",
    "last-id-null": "MANDATORY",
    "utf-16": "ENCODING",
    "latin-1": "ENCODING",
    "invalid-utf-8": "XML",
    "xxe-file": "XML",
    "parameter-entity": "XML",
    "external-dtd": "XML",
    "billion-laughs": "XML",
    "quadratic": "XML",
    "deep-nesting": "XML",
    "xinclude-file": "XSD",
    "xinclude-http": "XSD",
    "many-attributes": "XSD",
    "attachment-doctype": "ATTACHMENT",
    "base64-flag-only": "BASE64-FLAG",
}


def judged(body):
    root = read_xml(body)
    found = problems(root, kind_of(root))
    return [one for one in found if one.level == "error"], {one.rule for one in found}


@pytest.mark.parametrize("name", PUBLISHED)
def test_a_published_message_has_no_error_and_the_warnings_that_are_known_of_it(name):
    if not SAMPLES.is_dir():
        pytest.skip("the published samples of NHS 111 messages are not here (shared/samples/nhs111)")
    errors, rules = judged((SAMPLES / name).read_bytes())

    assert errors == []
    assert rules == PUBLISHED[name]


@pytest.mark.parametrize("habits", HABITS)
def test_a_report_of_each_habit_has_no_error(habits, issued, write):
    sender = "online" if habits == "online" else "telephony"
    errors, rules = judged(write(replace(issued.report, habits=habits, sender=sender)))

    assert errors == []
    assert rules == HABITS[habits]


@pytest.mark.parametrize("form", FORMS)
def test_a_report_of_each_form_has_no_error(form, issued, write):
    assert judged(write(replace(issued.report, forms=(form,))))[0] == []


@pytest.mark.parametrize("variant", VARIANTS)
def test_a_report_of_each_variant_has_no_error(variant, issued, write):
    assert judged(write(replace(issued.report, **VARIANTS[variant])))[0] == []


@pytest.mark.parametrize("markup", ["lines", "table", "list", "cdata", "footnotes", "bold"])
def test_a_section_of_each_markup_has_no_error(markup, issued, write):
    inner = Section("Inner", "x\ny", markup)
    section = Section("Outer", "a\tb\nc\td\n<e> & \N{GRINNING FACE}", markup, (inner,))

    sections = (*issued.report.sections, section)
    assert judged(write(replace(issued.report, sections=sections)))[0] == []


def test_replacement_nullification_and_a_repeat_callers_set_have_no_error(issued, sound, withdrawing, write):
    first = issued.report
    older = replace(first, document_id="6F1C3C5A-0000-4000-8000-0000000000AA", version=1)
    replacing = replace(older, version=2, parent=Parent(first.document_id, first.set_id, 1))
    several = replace(first, interaction="repeat-caller", earlier=(older,))

    for report in (replacing, withdrawing, several, sound):
        assert judged(write(report))[0] == []


@pytest.mark.parametrize("damage", DAMAGED)
def test_what_a_mock_damages_is_an_error(damage, issued, write):
    errors, _ = judged(write(replace(issued.report, habits="strict"), damage))

    assert DAMAGED[damage] in {one.rule for one in errors}


def test_a_message_is_told_by_its_body(issued, withdrawing, write):
    assert kind_of(read_xml(write(issued.report))) == "report"
    assert kind_of(read_xml(write(withdrawing))) == "nullification"
    assert kind_of(None) == "report"


def test_a_very_large_message_is_judged_by_its_structure_only_and_that_is_an_error(issued, write):
    section = Section("Long", "\n".join(["x"] * 6_000))
    errors, rules = judged(write(replace(issued.report, sections=(section,))))

    assert [one.rule for one in errors] == ["SIZE"]
    assert rules == {"SIZE"}


def test_no_more_than_200_problems_are_told(issued, write):
    body = write(issued.report).replace(b"<br/>", b'<br x="1"/>' * 20)

    assert len(judged(body)[0]) == 200
