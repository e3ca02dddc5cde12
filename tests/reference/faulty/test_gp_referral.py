"""The faults in referrals of GP practices: each gets its one thing wrong, and no other."""

import gzip

from lxml import etree

from reference_faults import faults_of, put_in, rows, texts
from reference_referrals import email, itk3

SECOND = "aaaaaaaa-0000-4000-8000-000000000002"


def by_mesh(desk, nation, *bodies):
    headers = {
        "Mex-MessageType": "DATA",
        "Mex-WorkflowID": "CPCS_GP_REFERRAL",
        "Mex-From": "B86999OT01",
    }
    for number, body in enumerate(bodies):
        nation.inbox[f"I{len(nation.requests)}-{number}"] = (headers, body)
        desk.do("collect_messages")


def responses(nation):
    """The code and the words of each response that was sent."""
    found = []
    for headers, body in nation.sent:
        plain = gzip.decompress(body) if headers.get("content-encoding") == "gzip" else body
        issue = etree.fromstring(plain).find(".//{*}OperationOutcome/{*}issue")
        code = issue.find("{*}details/{*}coding/{*}code").get("value")
        found.append((code, issue.find("{*}diagnostics").get("value")))
    return found


def test_ignores_the_mailbox(desk, inbox):
    put_in(desk, "ignores_the_mailbox")
    inbox.put(email())

    assert desk.see("collect_messages")["collected"] == []
    assert inbox.logins == []


def test_truncates_referral_emails(desk, inbox):
    put_in(desk, "truncates_referral_emails")
    inbox.put(email())
    desk.see("collect_messages")

    assert "Sore throat" in texts(desk)
    assert "No fever" not in texts(desk)


def test_lists_repeated_emails_as_new(desk, inbox):
    put_in(desk, "lists_repeated_emails_as_new")
    inbox.put(email())
    inbox.put(email())
    desk.see("collect_messages")

    assert len(rows(desk)) == 2


def test_stops_at_unreadable_emails(desk, inbox):
    put_in(desk, "stops_at_unreadable_emails")
    inbox.put(email(message_id="<first@nhs.net>", reference="R-1"))
    inbox.put(email(body="Help"))
    inbox.put(email(message_id="<last@nhs.net>", reference="R-2"))

    assert desk.do("collect_messages")["status"] == "failed"
    assert [row["case_reference"] for row in rows(desk)] == ["R-1"]


KEYED = {
    "source": "gp-practice",
    "reference": "R-5",
    "practice_ods": "B86999",
    "patient": {"given": "Maeve", "family": "Whitlow", "nhs_number": "9990000018"},
    "complaint": "Sore throat",
    "notes": "Prefers afternoons",
}


def test_loses_keyed_complaint(desk):
    put_in(desk, "loses_keyed_complaint")
    desk.see("key_referral", service="minor-illness", **KEYED)

    assert texts(desk) == "Prefers afternoons"


def test_supplies_medicines_on_gp_referrals(desk):
    put_in(desk, "supplies_medicines_on_gp_referrals")
    row = desk.see("key_referral", service="urgent-medicine", **KEYED)
    desk.see("enrol_pharmacist", full_name="Josephine Alder", gphc_number="2071234")

    assert desk.see("supply_medicine", row["referral"], code="PARA500", quantity=1)["item"]


def test_acknowledges_mesh_messages_before_storing(desk, nation):
    put_in(desk, "acknowledges_mesh_messages_before_storing")
    by_mesh(desk, nation, itk3())

    asked = [path for method, path, *_ in nation.requests if "/inbox/" in path]
    assert [path.endswith("/status/acknowledged") for path in asked] == [True, False]
    assert len(rows(desk)) == 1


def test_truncates_itk3_referrals(desk, nation):
    put_in(desk, "truncates_itk3_referrals")
    by_mesh(desk, nation, itk3())

    assert texts(desk) == "Sore throat\nfor thre\nAsh Rowan"


def test_sends_no_business_response(desk, nation):
    put_in(desk, "sends_no_business_response")
    by_mesh(desk, nation, itk3())

    assert [code for code, _ in responses(nation)] == ["20013"]


def test_sends_unrequested_responses(desk, nation):
    put_in(desk, "sends_unrequested_responses")
    by_mesh(desk, nation, itk3(business="false", infrastructure="false"))

    assert [code for code, _ in responses(nation)] == ["20013", "30016"]


def test_lists_repeated_itk3_referrals_as_new(desk, nation):
    put_in(desk, "lists_repeated_itk3_referrals_as_new")
    by_mesh(desk, nation, itk3(), itk3(header_id=SECOND))

    assert len(rows(desk)) == 2


def test_answers_unreadable_messages_with_success(desk, nation):
    put_in(desk, "answers_unreadable_messages_with_success")
    by_mesh(desk, nation, b"<Bundle")

    assert [code for code, _ in responses(nation)] == ["20013"]
    assert rows(desk) == []


def test_names_patients_in_responses(desk, nation):
    put_in(desk, "names_patients_in_responses")
    by_mesh(desk, nation, itk3())

    assert all(said.endswith("Maeve Ann Whitlow") for _, said in responses(nation))


def test_every_fault_of_the_file_is_shown_here():
    assert {f"test_{name}" for name in faults_of("gp_referral")} <= set(globals())
