"""Practices' referrals in the pharmacy's mailbox."""

import pytest
from sqlalchemy.exc import OperationalError

from reference.inbound.mail.referral import birth_date, labelled
from reference_referrals import email


@pytest.fixture
def pharmacist(nation, inbox, make_service, at):
    """A pharmacist whose system reads a mailbox."""
    return at(make_service())


def collected(pharmacist):
    return [
        notice for notice in pharmacist.see("collect_messages")["collected"] if notice["kind"] == "referral"
    ]


def rows(pharmacist):
    return pharmacist.see("worklist")["referrals"]


def opened(pharmacist):
    (row,) = rows(pharmacist)
    return pharmacist.see("open_referral", row["referral"])


def kinds(shown):
    return [notice["kind"] for notice in shown["notices"]]


def test_an_email_of_a_practice_becomes_a_referral(pharmacist, inbox):
    mail = inbox.put(email())

    (one,) = collected(pharmacist)
    shown = opened(pharmacist)

    assert (one["message_id"], one["result"]) == ("<m1@nhs.net>", "new")
    assert inbox.logins == [("pharmacy.fa101@nhs.net", "mail-password")]
    assert mail.seen
    assert (shown["source"], shown["case_reference"], shown["pathway"]) == (
        "gp-practice",
        "R-77",
        "minor-illness",
    )
    assert shown["practice"] == {"ods": "B86999", "name": "Sedge Surgery"}
    assert shown["created"] == "2026-04-02T09:30:00+01:00"
    patient = shown["patient"]
    assert (patient["given"], patient["family"], patient["name"]) == (
        "Maeve Ann",
        "Whitlow",
        "Maeve Ann Whitlow",
    )
    assert (patient["birth_date"], patient["gender"]) == ("1984-02-29", "female")
    assert (patient["nhs_number"], patient["nhs_number_verified"]) == ("9990000018", False)
    assert patient["addresses"] == [
        {"use": "home", "lines": ["7 Sedge Lane", "Leeds"], "postcode": "LS2 9AA"}
    ]
    assert shown["callback_number"] == "07700 900123"
    assert kinds(shown) == ["number-not-verified"]


def test_the_whole_text_is_shown_and_what_its_labels_say(pharmacist, inbox):
    inbox.put(email() + "\r\nPlease ring after 2 pm — café".encode())
    collected(pharmacist)

    sections = {section["title"]: section["text"] for section in opened(pharmacist)["sections"]}

    assert sections["Presenting complaint"] == "Sore throat: three days\nNo fever"
    assert sections["Referred by"] == "Ash Rowan, Care navigator"
    assert sections["E-mail"].startswith("Reference: R-77\nService: Minor illness\n")
    assert sections["E-mail"].endswith("Notes: Prefers afternoons\n\nPlease ring after 2 pm — café")
    assert sections["Notes"] == "Prefers afternoons"


def test_an_email_that_comes_again_is_one_referral(pharmacist, inbox):
    inbox.put(email())
    inbox.put(email())
    inbox.put(email(message_id="<m2@nhs.net>"))

    assert [message["result"] for message in collected(pharmacist)] == ["new", "duplicate", "duplicate"]
    assert len(rows(pharmacist)) == 1
    inbox.mails[0].seen = False
    collected(pharmacist)
    assert len(rows(pharmacist)) == 1


def test_a_reference_that_comes_with_other_words_is_one_referral_and_told(pharmacist, inbox):
    inbox.put(email())
    inbox.put(email(message_id="<m2@nhs.net>", notes="Prefers mornings"))

    assert [message["result"] for message in collected(pharmacist)] == ["new", "conflict"]
    assert "conflict" in kinds(opened(pharmacist))


def test_a_reference_that_is_used_for_another_patient_is_another_referral(pharmacist, inbox):
    inbox.put(email())
    inbox.put(email(message_id="<m2@nhs.net>", nhs_number="9990000026"))

    assert [message["result"] for message in collected(pharmacist)] == ["new", "new"]


def test_the_same_email_to_two_pharmacies_is_a_referral_at_each(pharmacist, inbox, at):
    inbox.put(email())
    collected(pharmacist)
    inbox.mails[0].seen = False
    other = at(pharmacist.service, "FB202")

    assert [message["result"] for message in collected(other)] == ["new"]
    assert inbox.logins[-1][0] == "pharmacy.fb202@nhs.net"
    assert len(rows(other)) == len(rows(pharmacist)) == 1


@pytest.mark.parametrize(
    "subject", ["Undeliverable: CPCS referral R-77", "NHS 111 report 7", "Lunch", "", "=?utf-8?q?=80"]
)
def test_other_mail_is_left_unread_and_noted_once(pharmacist, inbox, subject):
    other = inbox.put(email(subject=subject))
    inbox.put(email())

    assert [message["result"] for message in collected(pharmacist)] == ["new"]
    assert collected(pharmacist) == []
    assert (other.seen, other.fetched) == (False, 0)
    noted = [entry for entry in pharmacist.see("read_audit")["entries"] if entry["event"] == "refused"]
    assert [(entry["channel"], entry["result"]) for entry in noted] == [
        ("email", "no referral of a practice; left in the mailbox")
    ]


def test_a_subject_may_be_encoded_and_marked_as_secure(pharmacist, inbox):
    inbox.put(email(subject="=?utf-8?b?W3NlY3VyZV0gY3BjcyByZWZlcnJhbCBSLTc3?="))

    assert [message["result"] for message in collected(pharmacist)] == ["new"]


def test_an_email_is_unread_until_its_referral_is_stored(pharmacist, inbox, monkeypatch):
    mail = inbox.put(email())

    def fail(*_args, **_kwargs):
        raise OperationalError("insert", {}, Exception("disk full"))

    with monkeypatch.context() as broken:
        broken.setattr(pharmacist.service.referrals, "take", fail)
        assert pharmacist.do("collect_messages")["status"] == "failed"
    assert not mail.seen

    assert [message["result"] for message in collected(pharmacist)] == ["new"]


PARTS = "Content-Type: multipart/{kind}; boundary=b"
HTML = (
    "<html><head><title>t</title><script>steal('Whitlow')</script></head><body onload=x()>"
    "<p>Reference: R-77<br>Notes: a &lt;b&gt; c</p><img src=http://x/ onerror=alert(1)></body></html>"
)
HOSTILE = {
    "html alone": ("Content-Type: text/html", HTML),
    "alternatives": (
        PARTS.format(kind="alternative"),
        f"--b\nContent-Type: text/html\n\n{HTML}\n--b\nContent-Type: text/plain\n\nReference: R-77\n--b--",
    ),
    "no end": (PARTS.format(kind="mixed"), "--b\nContent-Type: text/plain\n\nReference: R-77"),
    "no beginning": (PARTS.format(kind="mixed"), "Reference: R-77\n\nPlease help"),
    "charset that is none": ("Content-Type: text/plain; charset=x-none", "Reference: R-77"),
    "charset that is none, encoded": ("Content-Type: text/plain; charset*=%ff''%80", "Reference: R-77"),
    "base64 that is none": (
        "Content-Type: text/plain\nContent-Transfer-Encoding: base64",
        "%%% Reference: R-77",
    ),
    "nothing": ("Content-Type: text/plain", ""),
    "pdf alone": ("Content-Type: application/pdf", "%PDF"),
    "attached message": ("Content-Type: message/rfc822", "Subject: x\n\nReference: R-77"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_email_is_shown_as_text_and_stops_nothing(pharmacist, inbox, name):
    head, body = HOSTILE[name]
    inbox.put(email(head=head, body=body))
    inbox.put(email(message_id="<after@nhs.net>", reference="R-78"))

    assert [message["result"] for message in collected(pharmacist)] == ["new", "new"]
    assert all(mail.seen for mail in inbox.mails)
    shown = [pharmacist.see("open_referral", row["referral"]) for row in rows(pharmacist)]
    odd = next(referral for referral in shown if referral["case_reference"] != "R-78")
    text = "\n".join(section["text"] for section in odd["sections"])
    assert "free-text" in kinds(odd)
    assert "R-77" in text or name in {"nothing", "pdf alone", "attached message", "base64 that is none"}
    assert not [word for word in ("script", "steal", "onerror", "onload") if word in text]


def test_an_html_email_is_read_by_its_labels_too(pharmacist, inbox):
    inbox.put(email(head="Content-Type: text/html", body=HTML))
    collected(pharmacist)

    sections = {section["title"]: section["text"] for section in opened(pharmacist)["sections"]}

    assert sections["Notes"] == "a <b> c"


def test_parts_nested_without_end_are_shown_raw(pharmacist, inbox):
    nested = "".join(f"--b{n}\nContent-Type: multipart/mixed; boundary=b{n + 1}\n\n" for n in range(3000))
    inbox.put(email(head="Content-Type: multipart/mixed; boundary=b0", body=f"{nested}\nReference: R-77"))

    assert [message["result"] for message in collected(pharmacist)] == ["new"]
    assert opened(pharmacist)["case_reference"] == "R-77"


def test_an_attachment_is_named_and_said_not_to_be_read(pharmacist, inbox):
    attached = (
        "--b\nContent-Type: application/pdf\nContent-Disposition: attachment; filename=form.pdf\n\n"
        + "x" * 2_000_000
    )
    text = email().decode().partition("\r\n\r\n")[2]
    inbox.put(
        email(
            head=PARTS.format(kind="mixed"),
            body=f"--b\nContent-Type: text/plain\n\n{text}\n{attached}\n--b--",
        )
    )
    collected(pharmacist)

    shown = opened(pharmacist)

    assert "unreadable-attachment" in kinds(shown)
    assert "free-text" not in kinds(shown)
    assert shown["attachments"] == [{"title": "form.pdf", "readable": False}]


def test_a_very_long_email_is_cut_and_says_so(pharmacist, inbox):
    inbox.put(email(notes="x" * 1_100_000))
    collected(pharmacist)

    assert opened(pharmacist)["sections"][-1]["text"].endswith(
        "[This e-mail is longer: read the rest in the mailbox]"
    )


def test_an_email_beyond_the_bound_is_left(pharmacist, inbox):
    large = inbox.put(email(), size=36 * 1024 * 1024)

    assert collected(pharmacist) == []
    assert (large.seen, large.fetched) == (False, 0)


def test_an_email_that_asks_for_a_medicine_is_listed_and_said_not_to_be_supplied_on(pharmacist, inbox):
    inbox.put(email(service="Urgent medicine"))
    collected(pharmacist)

    shown = opened(pharmacist)

    assert "not-allowed" in kinds(shown)
    refused = pharmacist.do("supply_medicine", shown["referral"], code="PARA500", quantity=1)
    assert (refused["status"], "urgent medicine" in refused["shown"]) == ("refused", True)


def test_fields_that_cannot_be_read_stay_empty_and_are_told(pharmacist, inbox):
    inbox.put(email(date_of_birth="31 Feb 1984", gender="?", nhs_number="999 000 0019", address=None))
    collected(pharmacist)

    shown = opened(pharmacist)

    assert (shown["patient"]["birth_date"], shown["patient"]["gender"]) == ("", "unknown")
    assert shown["patient"]["addresses"] == []
    assert set(kinds(shown)) == {"free-text", "number-not-valid"}


def test_a_mailbox_that_cannot_be_reached_keeps_nothing_else_from_being_collected(
    pharmacist, nation, inbox, settings, make_service, at
):
    settings["nhsmail"]["imap_port"] = 1
    lost = at(make_service())
    nation.inbox["I1"] = ({"Mex-MessageType": "DATA"}, b"not xml")

    answer = lost.do("collect_messages")

    assert (answer["status"], "mailbox" in answer["reason"]) == ("failed", True)
    assert [message["message_id"] for message in answer["observation"]["collected"]] == ["I1"]


def test_nobody_logs_in_where_the_certificate_is_not_trusted(
    pharmacist, inbox, settings, make_service, at, tmp_path
):
    import trustme

    trustme.CA().cert_pem.write_to_path(str(tmp_path / "other.pem"))
    settings["nhsmail"]["ca_file"] = str(tmp_path / "other.pem")

    assert at(make_service()).do("collect_messages")["status"] == "failed"
    assert inbox.logins == []


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("29 Feb 1984", "1984-02-29"),
        ("01 September 1990", "1990-09-01"),
        ("3/4/1990", "1990-04-03"),
        ("1990-04-03", "1990-04-03"),
        ("1990-13-03", ""),
        ("3 Foo 1990", ""),
        ("1990", ""),
        ("٣ Feb 1984", "1984-02-03"),
    ],
)
def test_birth_dates_as_people_write_them(text, day):
    assert birth_date(text) == day


def test_labels_go_on_in_indented_and_in_wrapped_lines_but_not_in_a_signature():
    said = labelled(
        "Hello\nNotes:  one\n  two\n\n  three: 3\nReference: r\nwrapped\n\nKind regards\nReference: other"
    )

    assert said == {"Notes": "one\ntwo\n\nthree: 3", "Reference": "r\nwrapped"}
