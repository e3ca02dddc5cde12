"""What a person can and cannot do at the screen."""

import pytest


@pytest.fixture
def pharmacist(service, at, make_report):
    service.intake.receive(make_report(dx="Dx28"))
    return at(service)


@pytest.fixture
def referral(pharmacist):
    return pharmacist.see("worklist")["referrals"][0]["referral"]


@pytest.mark.parametrize("number", ["207123", "20712345", "207123A", "", "२०७१२३४"])
def test_a_gphc_number_has_seven_digits(pharmacist, number):
    answer = pharmacist.do("enrol_pharmacist", full_name="Jo Alder", gphc_number=number)

    assert answer["status"] == "refused"
    assert answer["shown"]


def test_a_pharmacist_has_a_name(pharmacist):
    assert pharmacist.do("enrol_pharmacist", full_name=" ", gphc_number="2071234")["status"] == "refused"


@pytest.mark.parametrize(
    ("action", "given"),
    [
        (
            "record_consultation",
            {"method": "telephone", "started": "2026-04-01T10:00:00Z", "outcome": "advice-given"},
        ),
        ("supply_medicine", {"code": "PARA500", "quantity": 1}),
        ("complete", {}),
    ],
)
def test_only_an_enrolled_pharmacist_consults(pharmacist, referral, action, given):
    answer = pharmacist.do(action, referral, **given)

    assert answer["status"] == "refused"
    assert "Enrol" in answer["shown"]


def test_an_unknown_medicine_is_refused(pharmacist, referral):
    pharmacist.see("enrol_pharmacist", full_name="Jo Alder", gphc_number="2071234")

    answer = pharmacist.do("supply_medicine", referral, code="MORPH10", quantity=1)

    assert answer["status"] == "refused"
    assert "dm+d" in answer["shown"]


def test_an_item_is_shown_with_its_dmd_code(pharmacist, referral):
    pharmacist.see("enrol_pharmacist", full_name="Jo Alder", gphc_number="2071234")

    item = pharmacist.see(
        "supply_medicine", referral, code="SALB100", quantity=1, days_supply=30, dosage="As needed"
    )["item"]

    assert item == {
        "code": "222311000001102",
        "system": "https://dmd.nhs.uk",
        "display": "Ventolin 100micrograms/dose Evohaler",
        "quantity": 1,
        "unit": "inhaler",
        "days_supply": 30,
        "dosage": "As needed",
    }


def test_a_practice_is_not_told_without_consent(pharmacy, nation, mailroom):
    referral = pharmacy.completed(dx="Dx28")
    pharmacy.see("record_consent", referral, share_with_gp=False)

    answer = pharmacy.do("notify_gp", referral)

    assert answer["status"] == "refused"
    assert "consent" in answer["shown"]
    assert (mailroom.taken, nation.sent) == ([], [])


def test_mail_that_is_not_taken_waits_and_is_sent_later(pharmacy, mailroom):
    referral = pharmacy.completed(dx="Dx28")
    settings = pharmacy.service.notifier.nhsmail.settings
    object.__setattr__(settings, "port", 1)

    answer = pharmacy.do("notify_gp", referral)

    assert (answer["status"], answer["observation"]["notifications"][0]["status"]) == ("failed", "waiting")
    assert "try again later" in answer["reason"]
    object.__setattr__(settings, "port", mailroom.controller.port)
    assert pharmacy.see("notify_gp", referral)["notifications"][0]["status"] == "sent"


def test_what_is_completed_stays_as_it_is(pharmacy):
    referral = pharmacy.completed(dx="Dx28")

    assert pharmacy.do("supply_medicine", referral, code="PARA500", quantity=1)["status"] == "refused"
    assert pharmacy.see("worklist")["referrals"][0]["status"] == "completed"


def test_another_pharmacy_does_not_see_a_referral(service, at, pharmacist, referral):
    other = at(service, "FB202")

    assert other.see("worklist")["referrals"] == []
    assert other.do("open_referral", referral)["status"] == "refused"


def test_a_pharmacy_that_is_not_served_is_refused(service, at):
    assert at(service, "FZ999").do("sign_in")["status"] == "refused"


def test_links_lead_to_official_hosts_and_name_nobody(pharmacist, referral):
    links = [
        *pharmacist.see("view_guidance", referral, topic="Sore throat")["links"],
        *pharmacist.see("view_summary_care_record", referral)["links"],
        *pharmacist.see("track_prescriptions", referral)["links"],
    ]

    assert [link["address"] for link in links] == [
        "https://cks.nice.org.uk/topics/sore-throat/",
        "https://portal.spineservices.nhs.uk/nationalcarerecordsservice/",
        "https://portal2.national.ncrs.nhs.uk/prescriptionsadmin",
    ]


def test_the_directory_answers_and_says_when_it_cannot(pharmacist):
    entry = {"ods": "B86999", "name": "Sedge Surgery", "email": "sedge@nhs.net", "kind": "gp-practice"}
    pharmacist.see("load_directory", entries=[entry])

    assert pharmacist.see("lookup_practice_email", ods="B86999")["email"] == "sedge@nhs.net"
    assert pharmacist.do("lookup_practice_email", ods="B86000")["status"] == "refused"
