"""Alerts about a view of a Summary Care Record: which, when, and what follows from a refusal."""

from reference_scr import OUTCOME, view


def test_alert_goes_between_search_and_record(pharmacist, permitted, scr):
    view(pharmacist, permitted)

    assert scr.order() == ["DocumentReference", "AuditEvent", "Bundle"]
    (event,) = scr.alerts()
    assert (event["type"]["code"], event["subtype"][0]["code"]) == ("1", "6")
    assert event["entity"][0]["what"]["identifier"]["value"] == "SCR-ID-1"
    assert event["source"]["observer"]["identifier"]["value"] == "200000001427"
    who = {agent["who"]["identifier"]["system"].rpartition("/")[2]: agent for agent in event["agent"]}
    assert who["nhs-number"]["who"]["identifier"]["value"] == "9990000018"
    assert who["ods-organization-code"]["who"]["identifier"]["value"] == "FA101"
    assert who["sds-user-id"]["role"] == [{"text": "pharmacist"}]
    assert who["sds-user-id"]["who"]["identifier"]["value"] == "555000000001"


def test_emergency_access_is_alerted_and_marked(pharmacist, referral, scr):
    pharmacist.see(
        "record_permission_to_view", referral, permission="not-asked", reason="Collapsed at the counter"
    )

    record = view(pharmacist, referral)

    pairs = [(alert["type"]["code"], alert["subtype"][0]["code"]) for alert in scr.alerts()]
    assert pairs == [("1", "4"), ("2", "5")]
    assert {alert["outcomeDesc"] for alert in scr.alerts()} == {"Collapsed at the counter"}
    assert record["emergency"] is True
    assert scr.order()[-1] == "Bundle"


def test_an_alert_that_is_not_taken_ends_the_view(pharmacist, permitted, scr):
    scr.planned = [("AuditEvent", 400, OUTCOME)]

    ended = pharmacist.do("view_summary_care_record", permitted, through="viewer")

    assert ended["status"] == "failed"
    assert ended["observation"]["record"]["outcome"] == "unavailable"
    assert scr.asked("/Bundle") == []
