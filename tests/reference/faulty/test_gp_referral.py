"""The faults in referrals of GP practices: each gets its one thing wrong, and no other."""

import gzip

from lxml import etree

from reference_faults import put_in, rows, texts
from reference_referrals import email, itk3

SECOND = "aaaaaaaa-0000-4000-8000-000000000002"


def by_mesh(pharmacist, nation, *bodies):
    headers = {
        "Mex-MessageType": "DATA",
        "Mex-WorkflowID": "CPCS_GP_REFERRAL",
        "Mex-From": "B86999OT01",
    }
    for number, body in enumerate(bodies):
        nation.inbox[f"I{len(nation.requests)}-{number}"] = (headers, body)
        pharmacist.do("collect_messages")


def responses(nation):
    """The code and the words of each response that was sent."""
    found = []
    for headers, body in nation.sent:
        plain = gzip.decompress(body) if headers.get("content-encoding") == "gzip" else body
        issue = etree.fromstring(plain).find(".//{*}OperationOutcome/{*}issue")
        code = issue.find("{*}details/{*}coding/{*}code").get("value")
        found.append((code, issue.find("{*}diagnostics").get("value")))
    return found


def test_ignores_the_mailbox(pharmacist, inbox):
    put_in(pharmacist, "ignores_the_mailbox")
    inbox.put(email())

    assert pharmacist.see("collect_messages")["collected"] == []
    assert inbox.logins == []


def test_truncates_referral_emails(pharmacist, inbox):
    put_in(pharmacist, "truncates_referral_emails")
    inbox.put(email())
    pharmacist.see("collect_messages")

    assert "Sore throat" in texts(pharmacist)
    assert "No fever" not in texts(pharmacist)


def test_lists_repeated_emails_as_new(pharmacist, inbox):
    put_in(pharmacist, "lists_repeated_emails_as_new")
    inbox.put(email())
    inbox.put(email())
    pharmacist.see("collect_messages")

    assert len(rows(pharmacist)) == 2


def test_stops_at_unreadable_emails(pharmacist, inbox):
    put_in(pharmacist, "stops_at_unreadable_emails")
    inbox.put(email(message_id="<first@nhs.net>", reference="R-1"))
    inbox.put(email(body="Help"))
    inbox.put(email(message_id="<last@nhs.net>", reference="R-2"))

    assert pharmacist.do("collect_messages")["status"] == "failed"
    assert [row["case_reference"] for row in rows(pharmacist)] == ["R-1"]


KEYED = {
    "source": "gp-practice",
    "reference": "R-5",
    "practice_ods": "B86999",
    "patient": {"given": "Maeve", "family": "Whitlow", "nhs_number": "9990000018"},
    "complaint": "Sore throat",
    "notes": "Prefers afternoons",
}


def test_loses_keyed_complaint(pharmacist):
    put_in(pharmacist, "loses_keyed_complaint")
    pharmacist.see("key_referral", service="minor-illness", **KEYED)

    assert texts(pharmacist) == "Prefers afternoons"


def test_supplies_medicines_on_gp_referrals(pharmacist):
    put_in(pharmacist, "supplies_medicines_on_gp_referrals")
    row = pharmacist.see("key_referral", service="urgent-medicine", **KEYED)
    pharmacist.see("enrol_pharmacist", full_name="Josephine Alder", gphc_number="2071234")

    assert pharmacist.see("supply_medicine", row["referral"], code="PARA500", quantity=1)["item"]


def test_acknowledges_mesh_messages_before_storing(pharmacist, nation):
    put_in(pharmacist, "acknowledges_mesh_messages_before_storing")
    by_mesh(pharmacist, nation, itk3())

    asked = [path for method, path, *_ in nation.requests if "/inbox/" in path]
    assert [path.endswith("/status/acknowledged") for path in asked] == [True, False]
    assert len(rows(pharmacist)) == 1


def test_truncates_itk3_referrals(pharmacist, nation):
    put_in(pharmacist, "truncates_itk3_referrals")
    by_mesh(pharmacist, nation, itk3())

    assert texts(pharmacist) == "Sore throat\nfor thre\nAsh Rowan"


def test_sends_no_business_response(pharmacist, nation):
    put_in(pharmacist, "sends_no_business_response")
    by_mesh(pharmacist, nation, itk3())

    assert [code for code, _ in responses(nation)] == ["20013"]


def test_sends_unrequested_responses(pharmacist, nation):
    put_in(pharmacist, "sends_unrequested_responses")
    by_mesh(pharmacist, nation, itk3(business="false", infrastructure="false"))

    assert [code for code, _ in responses(nation)] == ["20013", "30016"]


def test_lists_repeated_itk3_referrals_as_new(pharmacist, nation):
    put_in(pharmacist, "lists_repeated_itk3_referrals_as_new")
    by_mesh(pharmacist, nation, itk3(), itk3(header_id=SECOND))

    assert len(rows(pharmacist)) == 2


def test_answers_unreadable_messages_with_success(pharmacist, nation):
    put_in(pharmacist, "answers_unreadable_messages_with_success")
    by_mesh(pharmacist, nation, b"<Bundle")

    assert [code for code, _ in responses(nation)] == ["20013"]
    assert rows(pharmacist) == []


def test_names_patients_in_responses(pharmacist, nation):
    put_in(pharmacist, "names_patients_in_responses")
    by_mesh(pharmacist, nation, itk3())

    assert all(said.endswith("Maeve Ann Whitlow") for _, said in responses(nation))
