"""What practices, and providers of NHS 111 whose system is down, write to a pharmacy's NHSmail mailbox.

Source: model of the project, from the role of NHSmail in CPCS and the least that a GP report by e-mail holds (interface
sheet mesh-itk3-nhsmail-mys, C1, C2 and C5). No national form of either e-mail is public.
Each value stands on a line `Label: value`; further lines of it are indented by two spaces. The subject names nobody.
Left out: forms as attachments, which many areas use.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, formataddr

from cpcs_harness.errors import HarnessError
from cpcs_harness.people.model import GpReferral, Person, Report, Section

from . import email_form

SERVICES = {"minor-illness": "Minor illness", "urgent-medicine": "Urgent medicine"}
TNEF = bytes.fromhex("789f3e22") + bytes(60)
"""As Outlook packs a message: MS-OXTNEF, signature and key."""
HUGE = 2 * 1024 * 1024
"""Bytes of the attachment that nobody asked for."""
Lines = Sequence[tuple[str, str]]


def referral_message(referral: GpReferral, damage: str = "", canary: str = "") -> bytes:
    """Write a practice's e-mail; what is hostile in a damaged one points at the canary's address."""
    if damage not in ("", *DAMAGES):
        raise HarnessError(f"an e-mail cannot be damaged by {damage!r}; known: {', '.join(DAMAGES)}")
    practice = referral.person.practice
    mail = EmailMessage(policy=SMTP)
    mail["From"] = formataddr((practice.name, practice.email))
    mail["To"] = referral.premises.email
    mail["Subject"] = email_form.subject(f"CPCS referral {referral.reference}", referral.form)
    mail["Date"] = format_datetime(referral.created)
    mail["Message-ID"] = f"<{referral.message_id.lower()}@nhs.net>"
    if not damage:
        return email_form.write(mail, _of_referral(referral), referral.form)
    mail.set_content(_labelled(_of_referral(referral)))
    return _DAMAGED[damage](mail, f"{canary}/{referral.reference}")


def report_message(report: Report) -> bytes:
    """Write the e-mail that stands in for an NHS 111 report while the provider's system is down."""
    mail = EmailMessage(policy=SMTP)
    mail["From"] = formataddr((report.sender_name, f"nhs111.{report.sender_ods.lower()}@nhs.net"))
    mail["To"] = report.premises.email
    mail["Subject"] = f"NHS 111 report {report.case_id}"
    mail["Date"] = format_datetime(report.created)
    mail["Message-ID"] = f"<{report.message_id.lower()}.email@nhs.net>"
    sections = "".join(f"\n{title}\n{_indented(text)}\n" for title, text in _flat(report.sections))
    mail.set_content(_labelled(_of_report(report)) + sections)
    return mail.as_bytes()


def _of_referral(referral: GpReferral) -> Lines:
    practice = referral.person.practice
    medicine = [("Medicine", referral.medicine)] if referral.medicine else []
    return [
        ("Reference", referral.reference),
        ("Service", SERVICES[referral.service]),
        *_of_person(referral.person),
        ("Practice", practice.name),
        ("Practice ODS code", practice.ods),
        ("Referred by", " ".join(referral.referrer)),
        ("Role", referral.referrer_role),
        ("Presenting complaint", referral.complaint),
        ("Relevant history", referral.history),
        ("Notes", referral.notes),
        *medicine,
    ]


def _of_report(report: Report) -> Lines:
    practice = report.person.practice
    return [
        ("Case reference", report.case_reference),
        ("Case id", report.case_id),
        *_of_person(report.person),
        ("Practice", practice.name),
        ("Practice ODS code", practice.ods),
        ("Disposition", f"{report.disposition_code} {report.disposition_text}"),
    ]


def _of_person(person: Person) -> Lines:
    return [
        ("Patient given name", person.given),
        ("Patient family name", person.family),
        ("Date of birth", person.birth_date.strftime("%d %b %Y")),
        ("Gender", person.gender.capitalize()),
        ("NHS number", person.nhs_number),
        ("Address", "\n".join(person.address)),
        ("Postcode", person.postcode),
        ("Telephone", person.callback),
    ]


def _flat(sections: Sequence[Section]) -> Lines:
    found: list[tuple[str, str]] = []
    for section in sections:
        found += [(section.title, section.text.replace("\t", "  ")), *_flat(section.inside)]
    return found


def _labelled(lines: Lines) -> str:
    return "".join(f"{label}: {_indented(value).lstrip(' ')}\n" for label, value in lines)


def _indented(text: str) -> str:
    return "\n".join(f"  {line}" for line in text.split("\n"))


def _with_script(mail: EmailMessage, canary: str) -> bytes:
    """Add the text once more as HTML that runs, loads, and sends away what it can."""
    text = mail.get_content().replace("\n", "<br>")
    mail.add_alternative(
        f'<html><head><script src="{canary}/script.js"></script>'
        f'<meta http-equiv="refresh" content="0;url={canary}/refresh"></head>'
        f'<body onload="fetch(\'{canary}/onload\')"><script>document.title = "taken"</script>'
        f'<img src="{canary}/pixel.gif" onerror="alert(1)"><iframe src="{canary}/frame"></iframe>'
        f'<a href="javascript:alert(1)">Open the referral</a>{text}</body></html>',
        subtype="html",
    )
    mail.set_boundary("=_alternatives")  # of its own making it would be another one each time
    return mail.as_bytes()


def _broken(mail: EmailMessage, _canary: str) -> bytes:
    """Promise parts that never end, in a charset that is none, with Base64 that is none."""
    text = mail.get_content()
    head = mail.as_bytes().split(b"\r\n\r\n")[0].split(b"\r\n")
    kept = [line for line in head if not line.lower().startswith((b"content-", b"mime-version"))]
    return b"\r\n".join(
        [
            *kept,
            b"MIME-Version: 1.0",
            b'Content-Type: multipart/mixed; boundary="=_one',
            b"",
            b"--=_one",
            b"Content-Type: text/plain; charset=x-none-such; =?utf-8?q?broken",
            b"Content-Transfer-Encoding: base64",
            b"",
            b"%%%% this is no Base64 \xff\xfe",
            b"--=_two",
            b"",
            *text.encode().split(b"\n"),
        ]
    )


def _huge(mail: EmailMessage, _canary: str) -> bytes:
    """Add an attachment of two megabytes."""
    form = b"%PDF-1.4\n".ljust(HUGE, b"0")
    mail.add_attachment(form, maintype="application", subtype="pdf", filename="form.pdf")
    mail.set_boundary("=_parts")
    return mail.as_bytes()


def _winmail(mail: EmailMessage, _canary: str) -> bytes:
    """Put all text into what Outlook alone reads, and leave nothing beside it."""
    mail.set_content(" \n")
    mail.add_attachment(TNEF, maintype="application", subtype="ms-tnef", filename="winmail.dat")
    mail.set_boundary("=_parts")
    return mail.as_bytes()


def _of_no_charset(mail: EmailMessage, _canary: str) -> bytes:
    """Name a charset that nobody knows."""
    mail.set_param("charset", "x-none-such")
    return mail.as_bytes()


def _born_on_no_day(mail: EmailMessage, _canary: str) -> bytes:
    """Have the patient born on 31 February of their year."""
    born = re.compile(r"(?<=^Date of birth: )\d\d \w+(?= \d{4}$)", re.MULTILINE)
    mail.set_content(born.sub("31 Feb", mail.get_content()))
    return mail.as_bytes()


_DAMAGED: dict[str, Callable[[EmailMessage, str], bytes]] = {
    "html-script": _with_script,
    "broken-mime": _broken,
    "huge-attachment": _huge,
    "winmail": _winmail,
    "unknown-charset": _of_no_charset,
    "born-on-31-february": _born_on_no_day,
}
DAMAGES = tuple(_DAMAGED)
