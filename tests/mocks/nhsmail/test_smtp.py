"""NHSmail over real SMTP, with the client of the standard library."""

import smtplib
import socket
import ssl
import threading
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cpcs_harness._content.mocks.nhsmail.smtp import NHSmail
from cpcs_harness.errors import UsageProblem
from cpcs_harness.mockkit.faults import Fault
from explore import explored

_LINES = (
    b"EHLO x",
    b"HELO",
    b"MAIL FROM:<a@nhs.net>",
    b"MAIL FROM:<" + b"a" * 2_000 + b">",
    b"RCPT TO:<>",
    b"RCPT TO:<a@nhs.net> SIZE=x",
    b"DATA",
    b"BDAT 99999999999 LAST",
    b"AUTH PLAIN \xff",
    b"STARTTLS",
    b"RSET",
    b".",
)


@pytest.fixture
def server(nation):
    said = nation.candidate_endpoints()["nhsmail"]
    return said["host"], said["port"]


@pytest.fixture
def premises(world):
    return world.environment.premises[0]


@pytest.fixture
def tls(world):
    return ssl.create_default_context(cadata=world.environment.ca_pem)


@pytest.fixture
def mail(issued, premises):
    message = EmailMessage()
    message["From"], message["To"] = premises.email, issued.person.practice.email
    message["Subject"] = "Consultation"
    message.set_content(f"{issued.person.given}: {issued.person.nhs_number}\n")
    return message


def test_authenticated_mail_is_delivered_with_its_facts(server, tls, premises, mail, issued, seen, nation):
    with smtplib.SMTP(*server, timeout=10) as client:
        client.starttls(context=tls)
        client.login(premises.email, premises.email_password)
        client.send_message(mail)

    event = seen.last("nhsmail", "submit")
    data = event["data"]
    assert (event["journey"], data["rule"]) == (issued.journey, f"NHS number {issued.person.nhs_number}")
    assert data["facts"] == {"tls": "TLSv1.3", "account": premises.email}
    assert data["protocol"] == "smtp"
    assert data["request"]["start"]["mail_from"] == premises.email
    assert data["request"]["start"]["rcpt_to"] == [issued.person.practice.email]
    assert seen.body(event) == nation[NHSmail].mailboxes[issued.person.practice.email][-1]
    assert issued.person.given.encode() in seen.body(event) or not issued.person.given.isascii()


@pytest.mark.parametrize("mechanism", ["PLAIN", "LOGIN"])
def test_both_ways_of_logging_in_work(server, tls, premises, mechanism):
    with smtplib.SMTP(*server, timeout=10) as client:
        client.starttls(context=tls)
        client.ehlo()
        client.user, client.password = premises.email, premises.email_password
        method = getattr(client, f"auth_{mechanism.lower()}")

        assert client.auth(mechanism, method)[0] == 235


def test_nobody_can_log_in_without_tls(server, premises):
    with smtplib.SMTP(*server, timeout=10) as client:
        client.ehlo()

        assert not client.has_extn("auth")
        assert client.docmd("AUTH", "PLAIN AGEAYg==")[0] in (530, 538)


def test_a_wrong_password_is_refused(server, tls, premises):
    with smtplib.SMTP(*server, timeout=10) as client:
        client.starttls(context=tls)

        with pytest.raises(smtplib.SMTPAuthenticationError):
            client.login(premises.email, "wrong")


def test_mail_from_nobody_in_the_clear_is_taken_and_recorded_as_such(server, mail, seen, issued):
    with smtplib.SMTP(*server, timeout=10) as client:
        client.send_message(mail, from_addr="someone@example.com")

    event = seen.last("nhsmail", "submit")
    assert event["data"]["facts"] == {"tls": None, "account": None}
    assert event["data"]["request"]["start"]["mail_from"] == "someone@example.com"
    assert event["journey"] == issued.journey


def test_encoded_mail_belongs_to_the_journey_of_the_practices_address(server, issued, seen):
    mail = EmailMessage()
    mail.set_content("Zoë", cte="base64")
    with smtplib.SMTP(*server, timeout=10) as client:
        client.sendmail("a@nhs.net", [issued.person.practice.email], mail.as_bytes())

    event = seen.last("nhsmail", "submit")
    assert (event["journey"], event["data"]["rule"]) == (
        issued.journey,
        f"practice e-mail {issued.person.practice.email}",
    )


def test_35_megabytes_are_the_most(server):
    with smtplib.SMTP(*server, timeout=10) as client:
        client.ehlo()

        assert client.esmtp_features["size"] == str(35 * 1024 * 1024)
        assert client.mail("a@nhs.net", ["SIZE=36700161"])[0] == 552


def test_a_fault_answers_with_its_status_and_delivers_nothing(server, mail, world, issued, seen, nation):
    world.faults.plan(Fault("mailbox-busy", "nhsmail", "submit", journey=issued.journey, status=451))

    with smtplib.SMTP(*server, timeout=10) as client, pytest.raises(smtplib.SMTPDataError):
        client.send_message(mail)

    assert seen.last("nhsmail", "submit")["data"]["fault"] == "mailbox-busy"
    assert issued.person.practice.email not in nation[NHSmail].mailboxes


def test_a_fault_about_one_practice_waits_for_its_email(server, mail, world, issued, nation):
    world.faults.plan(Fault("full", "nhsmail", "submit", issued.journey, status=552, about="other@nhs.net"))
    with smtplib.SMTP(*server, timeout=10) as client:
        assert client.send_message(mail) == {}
    world.faults.plan(Fault("full", "nhsmail", "submit", issued.journey, status=552, about=mail["To"]))
    with smtplib.SMTP(*server, timeout=10) as client, pytest.raises(smtplib.SMTPDataError, match="552"):
        client.send_message(mail)


def test_one_recipient_may_be_refused_as_soon_as_it_is_named(
    server, mail, premises, world, issued, seen, nation
):
    practice, body = issued.person.practice.email, b"5.1.1 User unknown"
    world.faults.plan(
        Fault("unknown", "nhsmail", "name_recipient", issued.journey, 550, body=body, about=practice)
    )

    with smtplib.SMTP(*server, timeout=10) as client:
        refused = client.send_message(mail, to_addrs=[practice, premises.email])

    assert refused == {practice: (550, body)}
    data = seen.last("nhsmail", "name_recipient")["data"]
    assert (data["fault"], data["request"]["start"]["rcpt_to"]) == ("unknown", [practice])
    assert data["response"]["start"] == {"code": 550, "text": body.decode()}
    assert seen.last("nhsmail", "submit")["data"]["request"]["start"]["rcpt_to"] == [premises.email]
    assert practice not in nation[NHSmail].mailboxes


def test_a_fault_may_cut_the_connection_after_delivery(server, mail, world, issued, seen, nation):
    world.faults.plan(Fault("answer-lost", "nhsmail", "submit", journey=issued.journey, drop=True))

    with pytest.raises(smtplib.SMTPServerDisconnected), smtplib.SMTP(*server, timeout=10) as client:
        client.send_message(mail)

    assert seen.last("nhsmail", "submit")["data"]["response"]["start"] == {"dropped": True}
    assert len(nation[NHSmail].mailboxes[issued.person.practice.email]) == 1


def test_what_is_to_be_cut_late_is_delivered_at_once(server, mail, world, issued, nation):
    world.faults.plan(Fault("answer-lost", "nhsmail", "submit", journey=issued.journey, drop=True, delay=600))
    delivered = threading.Event()
    nation[NHSmail].on_delivery.append(lambda _address: delivered.set())

    with socket.create_connection(server, timeout=10) as client:
        lines = ("EHLO a", f"MAIL FROM:<{mail['From']}>", f"RCPT TO:<{issued.person.practice.email}>", "DATA")
        for line in lines:
            client.sendall(f"{line}\r\n".encode())
            client.recv(4096)
        client.sendall(mail.as_bytes().replace(b"\n", b"\r\n") + b"\r\n.\r\n")
        assert delivered.wait(10), "nothing was delivered within 10 s"

    nation[NHSmail].on_delivery.pop()
    assert len(nation[NHSmail].mailboxes[issued.person.practice.email]) == 1


def test_a_taken_port_is_told_with_what_to_do(nation, server):
    with pytest.raises(UsageProblem, match=r"nhsmail cannot listen on .* \[mocks\]"):
        nation.host.call(nation[NHSmail].start(*server))


@explored(20)
@given(lines=st.lists(st.one_of(st.binary(max_size=3_000), st.sampled_from(_LINES)), max_size=8))
def test_lines_of_nonsense_end_nothing_but_their_session(server, premises, tls, lines):
    with socket.create_connection(server, timeout=10) as client:
        try:
            client.sendall(b"".join(line + b"\r\n" for line in lines) + b"\r\n.\r\nQUIT\r\n")
            client.shutdown(socket.SHUT_WR)
            while client.recv(65536):
                pass
        except OSError:  # the server has closed already
            pass

    with smtplib.SMTP(*server, timeout=10) as other:
        other.starttls(context=tls)
        assert other.login(premises.email, premises.email_password)[0] == 235
