"""How a practice is told when things go wrong: what is sent again, what goes in its place, and what is shown."""

from datetime import UTC, datetime, timedelta

import pytest
from lxml import etree

F = {"f": "http://hl7.org/fhir"}
RESPONSE = """<Bundle xmlns="http://hl7.org/fhir"><entry><resource><MessageHeader>
<event><code value="ITK008M"/></event><response><identifier value="{header}"/></response></MessageHeader></resource>
</entry><entry><resource><OperationOutcome><issue><details><coding><code value="{code}"/></coding></details></issue>
</OperationOutcome></resource></entry></Bundle>"""


def answer(pharmacy, nation, referral, *codes):
    header = pharmacy.service.store.notifications(referral)[-1].header_id
    for number, code in enumerate(codes):
        body = RESPONSE.format(header=header, code=code).encode()
        nation.inbox[f"I{number}"] = ({"Mex-MessageType": "DATA"}, body)
    pharmacy.see("collect_messages")


def told(pharmacy, referral):
    return [
        (note["channel"], note["status"]) for note in pharmacy.see("notify_gp", referral)["notifications"]
    ]


def rows(pharmacy, **given):
    return [(row["kind"], row["state"]) for row in pharmacy.see("view_outbox", **given)["outbox"]]


@pytest.fixture
def referral(pharmacy, nation, mailroom):
    return pharmacy.completed(dx="Dx86")


def test_what_was_refused_goes_by_email_and_no_more_by_mesh(pharmacy, nation, mailroom, referral):
    told(pharmacy, referral)
    answer(pharmacy, nation, referral, "20009")
    assert rows(pharmacy) == [("gp-notification", "failed")]
    assert "notification-failed" in [alert["kind"] for alert in pharmacy.see("list_alerts")["alerts"]]

    assert told(pharmacy, referral) == [("mesh", "failed"), ("nhsmail", "sent")]
    assert told(pharmacy, referral) == [("mesh", "failed"), ("nhsmail", "sent")]

    assert (len(nation.sent), len(mailroom.taken)) == (1, 1)
    assert rows(pharmacy) == []


def test_no_email_goes_to_a_practice_that_does_not_know_the_patient(pharmacy, nation, mailroom, referral):
    told(pharmacy, referral)
    answer(pharmacy, nation, referral, "20013", "30002")

    assert pharmacy.do("notify_gp", referral)["status"] == "failed"
    assert (len(nation.sent), mailroom.taken) == (1, [])


def test_a_practice_that_takes_no_mesh_is_told_by_email(pharmacy, nation, mailroom, referral):
    nation.workflows = set()

    assert told(pharmacy, referral) == [("mesh", "failed"), ("nhsmail", "sent")]
    assert (nation.sent, len(mailroom.taken)) == ([], 1)


def test_what_nobody_answered_shows_after_a_day(pharmacy, referral):
    told(pharmacy, referral)

    later = (datetime.now(UTC) + timedelta(hours=25)).isoformat()
    assert rows(pharmacy) == []
    assert rows(pharmacy, as_of=later) == [("gp-notification", "unanswered")]


def test_what_waits_is_shown_and_sent_as_it_was(pharmacy, nation, referral):
    settings = pharmacy.service.mesh.settings
    base = settings.base
    object.__setattr__(settings, "base", "http://127.0.0.1:1")
    waiting = pharmacy.do("notify_gp", referral)["observation"]["notifications"]
    assert [note["status"] for note in waiting] == ["waiting"]
    # Seen on 1 April 2026 in London, a Wednesday.
    assert rows(pharmacy, as_of="2026-04-02T22:59:00Z") == [("gp-notification", "waiting")]
    assert rows(pharmacy, as_of="2026-04-02T23:00:00Z") == [("gp-notification", "overdue")]

    object.__setattr__(settings, "base", base)
    assert pharmacy.see("send_waiting")["outbox"] == []

    assert told(pharmacy, referral) == [("mesh", "sent")]
    assert len(nation.sent) == 1


def test_a_correction_replaces_what_was_sent(pharmacy, nation, referral):
    told(pharmacy, referral)
    pharmacy.see("amend_consultation", referral, advice="Rest, and no more")

    told(pharmacy, referral)

    old, new = (etree.fromstring(body).find(".//f:Composition", F) for _, body in nation.sent)
    first = old.find("f:identifier/f:value", F).get("value")
    assert new.find("f:identifier/f:value", F).get("value") != first
    assert new.find("f:relatesTo/f:code", F).get("value") == "replaces"
    assert new.find("f:relatesTo/f:targetIdentifier/f:value", F).get("value") == first
    assert b"Rest, and no more" in nation.sent[1][1]


def test_a_minor_illness_goes_by_mesh_where_the_practice_takes_it(pharmacy, nation, mailroom):
    from fhir.resources.STU3.bundle import Bundle

    nation.workflows = {"DIGMED_MINOR_ILLNESS_PEM"}

    assert told(pharmacy, pharmacy.completed(dx="Dx28")) == [("mesh", "sent")]

    headers, body = nation.sent[0]
    assert headers["mex-workflowid"] == "DIGMED_MINOR_ILLNESS_PEM"
    assert b"ITK013D" in body and b"1577041000000109" in body and b"MedicationDispense" not in body
    assert Bundle.model_validate_xml(body).type == "message"
    assert mailroom.taken == []


@pytest.mark.parametrize(("urgent", "kinds"), [(True, ["ring-practice"]), (False, [])])
def test_what_is_urgent_is_to_be_told_by_telephone_besides(pharmacy, referral, urgent, kinds):
    consultation = {**pharmacy.service.store.referral(referral).consultation, "urgent_for_gp": urgent}
    pharmacy.service.store.change(referral, consultation=consultation)

    seen = pharmacy.see("notify_gp", referral)

    assert [notice["kind"] for notice in seen["notices"]] == kinds
    assert [note["status"] for note in seen["notifications"]] == ["sent"]
