"""The page of mailboxes: what a person can read on it, and that nothing of a message runs there."""

import uuid
from email.message import EmailMessage

import pytest

from cpcs_harness._content.mocks.nhsmail.smtp import NHSmail

SCRIPT = "<script>alert(1)</script>"


@pytest.fixture
def page(nation, world, http):
    return lambda path="/": http.get(world.addresses["mail_page"] + path)


@pytest.fixture
def deliver(nation):
    """Puts a message into a mailbox of the test's own; gives the path of its page."""
    address = f"{uuid.uuid4()}@nhs.net"

    def deliver(message):
        nation[NHSmail].deliver(address, message)
        return f"/{address}/{len(nation[NHSmail].mailboxes[address])}"

    return deliver


def test_the_pharmacies_mailboxes_are_there_from_the_start(page, world):
    shown = page().text

    assert all(one.email in shown for one in world.environment.premises)


def test_a_mailbox_shows_its_messages_newest_first(page, deliver):
    for subject in ("first", "second"):
        path = deliver(f"Subject: {subject}\r\nFrom: a@nhs.net\r\n\r\n".encode())

    shown = page(path.rpartition("/")[0]).text

    assert shown.index(">second<") < shown.index(">first<")
    assert f'href="{path.replace("@", "%40")}"' in shown


def test_a_message_shows_its_text_and_the_names_of_its_attachments(page, deliver):
    mail = EmailMessage()
    mail["From"], mail["Subject"] = "Zoë <a@nhs.net>", "CPCS referral"
    mail.set_content("Wörter & Zeichen\n")
    mail.add_attachment(b"secret", maintype="application", subtype="pdf", filename="<b>form.pdf")

    answer = page(deliver(mail.as_bytes()))

    assert "Wörter &amp; Zeichen" in answer.text
    assert "&lt;b&gt;form.pdf" in answer.text
    assert "secret" not in answer.text


def test_nothing_of_a_message_is_markup(page, deliver):
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = f"{SCRIPT} <a@nhs.net>", SCRIPT, SCRIPT
    mail.set_content(SCRIPT)
    mail.add_attachment(b"x", maintype="image", subtype="svg+xml", filename=f"{SCRIPT}.svg")

    path = deliver(mail.as_bytes())

    for shown in (page(path).text, page(path.rpartition("/")[0]).text):
        assert "<script" not in shown
    assert "&lt;script&gt;" in page(path).text


def test_html_alone_is_shown_as_its_source(page, deliver):
    shown = page(deliver(b"Content-Type: text/html\r\n\r\n<p onclick=alert(1)>Hello</p>")).text

    assert "&lt;p onclick=alert(1)&gt;Hello&lt;/p&gt;" in shown


def test_the_page_forbids_scripts_and_everything_from_elsewhere(page):
    headers = page().headers

    assert headers["content-security-policy"].startswith("default-src 'none'; style-src 'unsafe-inline';")
    assert "script-src" not in headers["content-security-policy"]
    assert (headers["x-content-type-options"], headers["cache-control"]) == ("nosniff", "no-store")


@pytest.mark.parametrize(
    "message",
    [
        b"",
        b"\xff\xfe\x00",
        b"Subject: \xff\xfe\r\nFrom: <<<\r\n\r\n\xff",
        b"Content-Type: text/plain; charset=x-none\r\n\r\n\xff",
        b"Content-Type: ;;;=\r\n\r\nx",
        b'Content-Type: multipart/mixed; boundary="\r\n\r\n--',
        b"Content-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\n\r\n%%%",
        b"Content-Disposition: attachment; filename*=x'y'%zz\r\n\r\nx",
        b"Content-Type: message/rfc822\r\n\r\n" * 2_000,
        b"Date: 99 Foo 99999\r\nMessage-ID: <\r\nTo: ,,;:\r\n\r\n",
    ],
    ids=lambda said: f"{len(said)}-{said[:24]!r}",
)
def test_a_hostile_message_has_a_page_too(page, deliver, message):
    path = deliver(message)

    assert page(path).status_code == 200
    assert page(path.rpartition("/")[0]).status_code == 200


@pytest.mark.parametrize(
    "path",
    ["/nobody@nhs.net", "/{}/0", "/{}/999999", "/{}/x", "/{}/1/2", "/{}/%00", "/{}/" + "9" * 5000, "/%ff"],
)
def test_what_is_not_there_is_404(page, world, path):
    assert page(path.format(world.environment.premises[0].email)).status_code == 404


def test_nothing_can_be_sent_there(http, nation, world):
    assert http.post(world.addresses["mail_page"], content=b"x").status_code == 405


def test_what_is_read_there_is_nobodys_call(page, seen, world):
    page()

    assert "mail_page" not in (world.recorder.log.path.parent / "events.ndjson").read_text()
