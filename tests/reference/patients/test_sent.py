"""What goes out about patients whose record at PDS is replaced, withheld, invalid or not there."""

import pytest
from lxml import etree

from reference_nation import GPHC
from reference_people import INVALIDATED, NEW, OLD, PAST, UNKNOWN, record, restricted, very_restricted

pytestmark = pytest.mark.usefixtures("in_april")

PLACES = ("Sedge Lane", "LS2 9AA", "01632 960444", "B86999")
VITAL = {
    "method": "telephone",
    "started": "2026-03-31T23:30:00Z",
    "presenting_complaint": "Sore throat",
    "assessment": "Viral",
    "advice": "Rest",
    "outcome": "advice-given",
    "products": [],
}


@pytest.fixture
def treated(pharmacy, nation, make_report):
    """Sees a referral through, with this record (or answer) at PDS; gives the referral."""

    def treat(held, number=OLD, dx="Dx86"):
        assert pharmacy.service.intake.receive(make_report(dx=dx, case=dx)).status == 200
        referral = next(
            row["referral"] for row in pharmacy.see("worklist")["referrals"] if row["status"] == "new"
        )
        pharmacy.see("enrol_pharmacist", full_name="Josephine Alder", gphc_number=GPHC)
        entry = {"ods": "B86999", "name": "Sedge Surgery", "email": "sedge@nhs.net", "kind": "gp-practice"}
        pharmacy.see("load_directory", entries=[entry])
        if isinstance(held, tuple):
            nation.pds_answers = [held]
        else:
            nation.patient = held
        if held is not None:
            pharmacy.see("find_patient", referral, nhs_number=OLD)
            pharmacy.do("choose_patient", referral, nhs_number=number)
        pharmacy.see("record_consent", referral, share_with_gp=True)
        pharmacy.see("record_consultation", referral, **VITAL)
        pharmacy.see("complete", referral)
        return referral

    return treat


def told(nation, mailroom):
    """All that was sent to a practice or to MYS, as text."""
    messages = [body.decode() for _, body in nation.sent]
    messages += [envelope.content.decode() for envelope in mailroom.taken]
    return "\n".join([*messages, *(body.decode() for _, _, _, body in nation.asked("/mys/"))])


def status(nation):
    path = ".//{*}Patient/{*}identifier/{*}extension/{*}valueCodeableConcept/{*}coding/{*}code"
    return etree.fromstring(nation.sent[-1][1]).find(path).get("value")


@pytest.mark.parametrize("dx", ["Dx28", "Dx86"], ids=["by e-mail", "by MESH"])
def test_a_replaced_number_is_never_sent_again(treated, pharmacy, nation, mailroom, dx):
    referral = treated(record(id=NEW), number=NEW, dx=dx)

    pharmacy.see("notify_gp", referral)
    pharmacy.see("submit_claims", referral)

    assert NEW in told(nation, mailroom) and OLD not in told(nation, mailroom)
    opened = pharmacy.see("open_referral", referral)
    assert opened["adopted_patient"]["nhs_number"] == NEW
    assert [notice["kind"] for notice in opened["notices"]] == ["superseded"]


def test_the_new_number_stays_when_it_is_traced_again(treated, pharmacy, nation):
    referral = treated(record(id=NEW), number=NEW)

    pharmacy.see("find_patient", referral, nhs_number=NEW)

    assert [notice["kind"] for notice in pharmacy.see("open_referral", referral)["notices"]] == ["superseded"]


def test_a_number_that_another_record_has_goes_to_the_back_office(pharmacy, nation, make_report):
    def arrive(case, **changes):
        assert pharmacy.service.intake.receive(make_report(case=case, **changes)).status == 200
        return next(
            row["referral"] for row in pharmacy.see("worklist")["referrals"] if case in row["case_reference"]
        )

    mine = arrive("11")
    other = arrive("22", ids=f'<id extension="{NEW}" root="2.16.840.1.113883.2.1.4.1"/>')
    nation.patient = record(id=NEW)
    pharmacy.see("find_patient", other, nhs_number=NEW)
    pharmacy.see("choose_patient", other, nhs_number=NEW)
    before = pharmacy.see("open_referral", other)

    seen = pharmacy.see("find_patient", mine, nhs_number=OLD)
    pharmacy.see("choose_patient", mine, nhs_number=NEW)

    assert [notice["kind"] for notice in seen["notices"]] == ["superseded", "collision"]
    for _ in range(2):
        opened = pharmacy.see("open_referral", mine)
        assert "collision" in [notice["kind"] for notice in opened["notices"]]
    alerts = [notice for notice in pharmacy.see("list_alerts")["alerts"] if notice["kind"] == "back-office"]
    assert [alert["referral"] for alert in alerts] == [mine]
    assert pharmacy.see("open_referral", other) == before
    assert len(pharmacy.see("worklist")["referrals"]) == 2


@pytest.mark.parametrize(
    ("held", "due"), [(INVALIDATED, "05"), (UNKNOWN, "04")], ids=["invalidated", "unknown"]
)
def test_a_number_that_was_not_verified_is_not_sent_as_verified(treated, pharmacy, nation, held, due):
    referral = treated(held)

    assert pharmacy.see("notify_gp", referral)["notifications"][0]["status"] == "sent"
    assert status(nation) == due
    assert "NHS number (not verified)" in nation.sent[-1][1].decode()


def test_an_email_says_that_a_number_is_not_verified(treated, pharmacy, mailroom):
    pharmacy.see("notify_gp", treated(UNKNOWN, dx="Dx28"))

    assert f"NHS number (not verified): {OLD}" in mailroom.taken[0].content.decode()


def test_a_verified_number_is_sent_as_verified(treated, pharmacy, nation):
    pharmacy.see("notify_gp", treated(record()))

    assert status(nation) == "01"


def test_nothing_is_sent_of_a_patient_whom_nobody_tried_to_trace(treated, pharmacy):
    answer = pharmacy.do("notify_gp", treated(None))

    assert answer["status"] == "refused" and "Find the patient" in answer["shown"]


@pytest.mark.parametrize("dx", ["Dx28", "Dx86"])
@pytest.mark.parametrize("held", [restricted(), very_restricted()], ids=["restricted", "very restricted"])
def test_nothing_of_where_a_restricted_patient_is_goes_out(treated, pharmacy, nation, mailroom, held, dx):
    referral = treated(held, dx=dx)

    answer = pharmacy.do("notify_gp", referral)
    claim = pharmacy.see("submit_claims", referral)["claims"][0]

    assert answer["status"] == "refused" and "Ask the patient" in answer["shown"]
    assert claim["status"] == "accepted"
    assert not [place for place in PLACES if place in told(nation, mailroom)]


@pytest.mark.parametrize(
    "practice",
    [None, [{"identifier": {"value": "B86999", "period": PAST}}]],
    ids=["none", "ended"],
)
def test_no_practice_is_told_that_does_not_have_the_patient(treated, pharmacy, nation, practice):
    answer = pharmacy.do("notify_gp", treated(record(generalPractitioner=practice)))

    assert answer["status"] == "refused" and "tell that practice yourself" in answer["shown"]
    assert nation.sent == []
