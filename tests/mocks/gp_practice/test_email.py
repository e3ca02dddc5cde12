"""The e-mails that practices and providers of NHS 111 write."""

import email
import email.policy
import re
from dataclasses import replace

import pytest

from cpcs_harness._content.mocks.gp_practice.email import referral_message, report_message
from cpcs_harness.people.model import Section

LABELS = [
    "Reference",
    "Service",
    "Patient given name",
    "Patient family name",
    "Date of birth",
    "Gender",
    "NHS number",
    "Address",
    "Postcode",
    "Telephone",
    "Practice",
    "Practice ODS code",
    "Referred by",
    "Role",
    "Presenting complaint",
    "Relevant history",
    "Notes",
]


@pytest.fixture(scope="module")
def referral(admit):
    return admit().gp_referral


def read(message):
    return email.message_from_bytes(message, policy=email.policy.default)


def values(text):
    """Read `Label: value` lines, in order; indented lines go on with the value before."""
    found = {}
    label = ""
    for line in text.splitlines():
        if line.startswith("  "):
            found[label] += "\n" + line[2:]
        else:
            label, _, value = line.partition(": ")
            found[label] = value
    return found


def test_every_value_stands_on_a_labelled_line(referral):
    long = "First line\nSecond: with a colon\n\nFourth, é, 😀, عربي, " + "and so on " * 200
    referral = replace(referral, complaint=long)

    said = values(read(referral_message(referral)).get_content())

    person = referral.person
    assert list(said) == LABELS
    assert said["Presenting complaint"] == long
    assert said["Service"] == "Minor illness"
    assert said["Date of birth"] == person.birth_date.strftime("%d %b %Y")
    assert (said["NHS number"], said["Telephone"]) == (person.nhs_number, person.callback)
    assert said["Address"].split("\n") == list(person.address)
    assert said["Practice ODS code"] == person.practice.ods
    assert said["Referred by"] == " ".join(referral.referrer)


def test_a_medicine_is_named_where_one_is_asked_for(referral):
    asked = replace(referral, service="urgent-medicine", medicine="Salbutamol 100micrograms/dose inhaler")

    said = values(read(referral_message(asked)).get_content())

    assert list(said) == [*LABELS, "Medicine"]
    assert (said["Service"], said["Medicine"]) == ("Urgent medicine", asked.medicine)


def test_the_head_names_nobody_but_the_practice(referral):
    mail = read(referral_message(referral))

    person = referral.person
    assert mail["subject"] == f"CPCS referral {referral.reference}"
    assert mail["from"].addresses[0].addr_spec == person.practice.email
    assert mail["to"].addresses[0].addr_spec == referral.premises.email
    assert mail["message-id"] == f"<{referral.message_id.lower()}@nhs.net>"
    assert mail["date"].datetime == referral.created
    head = str(mail).partition("\n\n")[0]
    for word in (person.nhs_number, person.family, person.postcode):
        assert word not in head


@pytest.mark.parametrize(
    "damage", ["", "html-script", "broken-mime", "huge-attachment", "unknown-charset", "born-on-31-february"]
)
def test_the_same_referral_is_written_the_same_again(referral, damage):
    assert referral_message(referral, damage) == referral_message(referral, damage)


def test_hostile_html_comes_beside_the_text_and_points_at_the_canary(referral):
    mail = read(referral_message(referral, "html-script", "http://canary.example"))

    plain, html = mail.get_body(("plain",)).get_content(), mail.get_body(("html",)).get_content()
    assert values(plain)["Reference"] == referral.reference
    pixel = f'src="http://canary.example/{referral.reference}/pixel.gif"'
    for word in ("<script", "onerror=", "http-equiv", "javascript:", pixel):
        assert word in html


def test_broken_mime_is_broken_and_holds_the_text(referral):
    message = referral_message(referral, "broken-mime")

    parts = [part for part in read(message).walk() if part.defects]
    assert parts
    assert f"Reference: {referral.reference}".encode() in message


def test_a_huge_attachment_has_two_megabytes(referral):
    mail = read(referral_message(referral, "huge-attachment"))

    (attached,) = mail.iter_attachments()
    assert len(attached.get_content()) == 2 * 1024 * 1024
    assert values(mail.get_body().get_content())["Reference"] == referral.reference


def test_a_report_by_email_holds_the_case_and_every_section(issued):
    inner = Section("Within", "deep\tinside")
    report = replace(
        issued.report, sections=(*issued.report.sections, Section("Last", "a\nb", inside=(inner,)))
    )

    mail = read(report_message(report))

    text = mail.get_content().replace("\r\n", "\n")
    assert mail["subject"] == f"NHS 111 report {report.case_id}"
    assert mail["from"].addresses[0].addr_spec == f"nhs111.{report.sender_ods.lower()}@nhs.net"
    assert f"Case reference: {report.case_reference}\n" in text
    assert f"NHS number: {report.person.nhs_number}\n" in text
    for section in issued.report.sections:
        assert f"\n{section.title}\n" in text
        assert all(f"\n  {line}\n" in text for line in section.text.split("\n"))
    assert re.search(r"\nLast\n  a\n  b\n\nWithin\n  deep  inside\n", text)


def test_who_was_born_on_no_day_is_as_old_as_before(referral):
    sound, odd = (
        read(referral_message(referral, damage)).get_content() for damage in ("", "born-on-31-february")
    )
    born = referral.person.birth_date

    assert f"Date of birth: 31 Feb {born.year}" in odd
    assert odd.replace("31 Feb", f"{born:%d %b}") == sound
