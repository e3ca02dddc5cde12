"""A service presents a certificate that nobody trusts: whoever looks goes away, and whoever does not is seen."""

import contextlib
import imaplib
import smtplib
import socket
import ssl
from urllib.parse import urlsplit

import httpx
import pytest

from cpcs_harness.evidence.events import Connection
from cpcs_harness.evidence.reader import Evidence
from reference_nation import wait_until

SECONDS = 10


@pytest.fixture
def careful(world):
    return ssl.create_default_context(cadata=world.environment.ca_pem)


@pytest.fixture
def careless():
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context


@pytest.fixture
def untrusted(world):
    """Have a service present such a certificate until the test ends."""
    with contextlib.ExitStack() as ends:

        def begin(service):
            world.untrusted.begin(service)
            ends.callback(world.untrusted.end, service)

        yield begin


def shown(seen, service):
    """Give at how many connections the certificate was shown by now."""
    seen.recorder.log.flush()
    told = Evidence.load(seen.recorder.log.path.parent).of(Connection)
    return sum(1 for one in told if (one.data.service, one.data.brought) == (service, "untrusted"))


def one_more_shown(seen, service, before):
    wait_until(lambda: shown(seen, service) == before + 1, f"a connection to {service} is told of")


@pytest.fixture
def ask(nation, issued):
    base = nation.candidate_endpoints()["rtec"]["base"]

    def ask(client):
        return client.post(f"{base}/search", json={"nhsNumber": issued.person.nhs_number}, timeout=SECONDS)

    return ask


@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3])
def test_who_looks_at_the_certificate_says_nothing_and_that_is_seen(ask, careful, untrusted, seen, version):
    careful.maximum_version = version
    before, asked = shown(seen, "rtec"), len(seen.exchanges("rtec", "search_exemption"))
    untrusted("rtec")

    with httpx.Client(verify=careful, trust_env=False) as client, pytest.raises(httpx.ConnectError):
        ask(client)

    one_more_shown(seen, "rtec", before)
    assert len(seen.exchanges("rtec", "search_exemption")) == asked


def test_who_looks_at_the_certificate_only_after_the_handshake_is_seen_as_well(
    nation, careless, untrusted, seen
):
    """As Node does: the handshake ends well, and then nothing is said."""
    before = shown(seen, "rtec")
    untrusted("rtec")
    address = urlsplit(nation.candidate_endpoints()["rtec"]["base"])

    with socket.create_connection((address.hostname, address.port), timeout=SECONDS) as plain:
        careless.wrap_socket(plain).close()

    one_more_shown(seen, "rtec", before)


def test_a_sender_that_looks_after_the_handshake_is_seen_as_well(nation, careless, untrusted, seen):
    before = shown(seen, "nhsmail")
    untrusted("nhsmail")

    client = smtp(nation)
    client.starttls(context=careless)
    client.close()

    one_more_shown(seen, "nhsmail", before)


def test_a_connection_that_was_kept_is_closed_and_the_next_one_shows_the_certificate(
    ask, careful, untrusted, seen, world
):
    with httpx.Client(verify=careful, trust_env=False) as client:
        assert ask(client).status_code == 401
        untrusted("rtec")
        wait_until(lambda: _is_refused(ask, client), "the connection that was kept is closed")
        world.untrusted.end("rtec")
        assert ask(client).status_code == 401


def _is_refused(ask, client):
    try:
        ask(client)
    except httpx.ConnectError:
        return True
    except httpx.HTTPError:  # the connection that was kept was closed under way
        return False
    return False


def test_who_does_not_look_is_answered_and_the_call_says_so(ask, careless, untrusted, seen):
    untrusted("rtec")
    with httpx.Client(verify=careless, trust_env=False) as client:
        ask(client)

    assert seen.last("rtec", "search_exemption")["data"]["facts"]["untrusted"] is True


def test_a_call_to_the_service_itself_does_not_say_so(ask, careless, seen):
    with httpx.Client(verify=careless, trust_env=False) as client:
        ask(client)

    assert "untrusted" not in seen.last("rtec", "search_exemption")["data"]["facts"]


def smtp(nation):
    said = nation.candidate_endpoints()["nhsmail"]
    return smtplib.SMTP(said["host"], said["port"], timeout=SECONDS)


def test_a_careful_sender_hands_no_mail_over(nation, careful, untrusted, seen):
    before = shown(seen, "nhsmail")
    untrusted("nhsmail")

    client = smtp(nation)
    with pytest.raises(ssl.SSLCertVerificationError):
        client.starttls(context=careful)
    client.close()

    one_more_shown(seen, "nhsmail", before)


def test_a_careless_senders_mail_says_so(nation, careless, untrusted, issued, seen):
    untrusted("nhsmail")
    with smtp(nation) as client:
        client.starttls(context=careless)
        client.login(issued.premises.email, issued.premises.email_password)
        client.sendmail(issued.premises.email, ["gp@nhs.net"], "Subject: x\n\nx\n")

    assert seen.last("nhsmail", "submit")["data"]["facts"]["untrusted"] is True


def test_whoever_keeps_a_connection_to_send_mail_connects_again(nation, careful, untrusted, issued):
    client = smtp(nation)
    client.starttls(context=careful)
    client.login(issued.premises.email, issued.premises.email_password)
    untrusted("nhsmail")

    wait_until(lambda: _is_told_to_leave(client), "the connection is closed")
    client.close()


def _is_told_to_leave(client):
    try:
        return client.noop()[0] == 421
    except smtplib.SMTPServerDisconnected:
        return True


def imap(nation, context):
    said = nation.candidate_endpoints()["nhsmail"]
    return imaplib.IMAP4_SSL(said["imap_host"], said["imap_port"], ssl_context=context, timeout=SECONDS)


def test_a_careful_reader_does_not_log_in(nation, careful, untrusted, seen):
    before = shown(seen, "imap")
    untrusted("imap")

    with pytest.raises(ssl.SSLCertVerificationError):
        imap(nation, careful)

    one_more_shown(seen, "imap", before)


def test_a_careless_readers_session_says_so(nation, careless, untrusted, issued, seen):
    untrusted("imap")
    with imap(nation, careless) as client:
        client.login(issued.premises.email, issued.premises.email_password)

    assert seen.last("nhsmail", "read_mailbox")["data"]["facts"]["untrusted"] is True


def test_whoever_idles_is_sent_away_and_comes_again(nation, careful, untrusted, issued):
    client = imap(nation, careful)
    client.login(issued.premises.email, issued.premises.email_password)
    untrusted("imap")

    wait_until(lambda: _is_gone(client), "the session is closed")
    client.shutdown()


def _is_gone(client):
    try:
        client.noop()
    except (imaplib.IMAP4.abort, OSError):
        return True
    return False
