"""What the 111 Adaptor publishes, read and kept; the broker itself is in test_adaptor_broker."""

import json
import threading

import pytest
from sqlalchemy.exc import OperationalError

from reference.inbound.adaptor.queue import AdaptorQueue
from reference.kit.config import AdaptorSettings
from reference.kit.problems import StartupProblem
from reference_referrals import adaptor, bundle, fhir


@pytest.fixture
def intake(service):
    return service.adaptor_queue.intake


@pytest.fixture
def pharmacist(service, at):
    return at(service)


def rows(pharmacist):
    return pharmacist.see("worklist")["referrals"]


def opened(pharmacist):
    (row,) = rows(pharmacist)
    return pharmacist.see("open_referral", row["referral"])


def test_a_bundle_is_shown_as_its_report_was(intake, pharmacist):
    assert intake.take(adaptor()) is True

    shown = opened(pharmacist)
    assert (shown["source"], shown["pathway"], shown["version"]) == ("nhs111", "urgent-medicines", 1)
    assert (shown["case_reference"], shown["case_id"]) == ("REF-5", "CASE-5")
    assert shown["created"] == "2026-04-02T08:30:00.000+00:00"
    assert shown["disposition"] == {"code": "Dx86", "text": "Repeat prescription"}
    assert shown["sender"] == {"ods": "RYE99", "name": "Invented 111"}
    assert shown["practice"] == {"ods": "B86999", "name": "Sedge Surgery"}
    patient = shown["patient"]
    assert (patient["name"], patient["birth_date"], patient["gender"]) == (
        "Ms Maeve Ann Whitlow",
        "1984-02-29",
        "female",
    )
    assert (patient["nhs_number"], patient["nhs_number_verified"]) == ("9990000018", True)
    assert shown["sections"] == [{"title": "Patient's Reported Condition", "text": "Cough <dry>\na week"}]


def test_the_number_to_call_back_is_known_again_and_is_no_emergency_contacts(intake, pharmacist):
    intake.take(adaptor())

    shown = opened(pharmacist)
    assert shown["callback_number"] == "07700900123"
    assert shown["patient"]["telephones"] == [
        {"use": "home", "number": "01632960444"},
        {"use": "callback", "number": "07700900123"},
    ]
    assert shown["informant"] == {
        "relationship": "Spouse",
        "name": "Finn Whitlow",
        "telephones": [{"use": "callback", "number": "07700900456"}],
    }


def test_a_number_that_only_an_emergency_contact_has_is_shown_too(intake, pharmacist):
    telecom = [{"system": "phone", "value": "tel:07700900999"}]
    intake.take(adaptor(callback={"resourceType": "RelatedPerson", "telecom": telecom}))

    assert {"use": "callback", "number": "07700900999"} in opened(pharmacist)["patient"]["telephones"]


def test_a_bundle_that_comes_again_is_one_referral(intake, pharmacist):
    for _ in range(2):
        assert intake.take(adaptor()) is True

    assert len(rows(pharmacist)) == 1
    assert [entry["event"] for entry in pharmacist.see("read_audit")["entries"]] == ["received", "duplicate"]


def test_a_newer_version_replaces_and_an_older_one_does_not(intake, pharmacist):
    for version, text in (("1", "one"), ("3", "three"), ("2", "two")):
        intake.take(adaptor(version=version, text=text))

    shown = opened(pharmacist)
    assert (shown["version"], shown["sections"][0]["text"]) == (3, "three")
    assert {document["version"]: document["status"] for document in shown["history"]} == {
        1: "superseded",
        2: "superseded",
    }


def test_the_same_version_with_other_words_is_told(intake, pharmacist):
    intake.take(adaptor())
    intake.take(adaptor(text="Something else"))

    assert "conflict" in [notice["kind"] for notice in opened(pharmacist)["notices"]]


def test_a_copy_is_no_work(intake, pharmacist):
    assert intake.take(adaptor(event="discharge-details-1")) is True

    assert rows(pharmacist) == []


@pytest.mark.parametrize(
    ("destination", "ods"),
    [
        ("urn:nhs-uk:addressing:ods:FB202", "FB202"),
        ("urn:nhs-uk:addressing:DOSServiceID:2000038407", "FDH68"),
        ("urn:nhs-uk:addressing:ods:FZZ99:DOSServiceID:2000090202", "FB202"),
    ],
)
def test_a_bundle_is_listed_where_it_is_addressed_to(intake, service, at, destination, ods):
    intake.take(adaptor(destination=destination))

    pharmacies = ("FA101", "FB202", "FDH68")
    assert [row for row in pharmacies if rows(at(service, row))] == [ods]


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"",
        b"\xff",
        b"[]",
        json.dumps({"resourceType": "Patient"}).encode(),
        json.dumps(bundle({})).encode(),
        json.dumps(fhir()).encode()[:-10],
        adaptor(patient=None),
        adaptor(procedure=None),
        adaptor(report=None),
        adaptor(set_id=""),
        adaptor(text=""),
        adaptor(destination="urn:nhs-uk:addressing:ods:FZZ99"),
        b" " * 10_500_000,
    ],
    ids=range(14),
)
def test_what_makes_no_referral_is_dropped(intake, pharmacist, body):
    assert intake.take(body) is False
    assert rows(pharmacist) == []


def test_what_is_dropped_is_noted_at_the_pharmacy_addressed(intake, pharmacist):
    intake.take(adaptor(patient=None))

    (noted,) = pharmacist.see("read_audit")["entries"]
    assert (noted["channel"], noted["event"]) == ("adaptor", "refused")


class Channel:
    """A channel that remembers what became of each message."""

    def __init__(self):
        self.said = []

    def basic_ack(self, tag):
        self.said.append(("ack", tag))

    def basic_nack(self, tag, requeue):
        self.said.append(("again" if requeue else "dropped", tag))


def deal(service, body, channel, tag):
    service.adaptor_queue.deal_with(channel, tag, body)


def test_a_message_is_acknowledged_when_it_is_stored_and_dropped_when_it_cannot_be_read(service):
    channel = Channel()
    deal(service, adaptor(), channel, 1)
    deal(service, b"{", channel, 2)

    assert channel.said == [("ack", 1), ("dropped", 2)]


def test_a_message_goes_back_while_nothing_can_be_stored(service, monkeypatch):
    def fail(*_args, **_kwargs):
        raise OperationalError("insert", {}, Exception("disk full"))

    channel = Channel()
    monkeypatch.setattr(service.referrals, "take", fail)

    with pytest.raises(OperationalError):
        deal(service, adaptor(), channel, 1)
    assert channel.said == [("again", 1)]


def test_a_message_that_breaks_the_reader_is_dropped(service, monkeypatch):
    channel = Channel()
    monkeypatch.setattr(service.adaptor_queue.intake, "take", lambda _body: 1 / 0)

    deal(service, adaptor(), channel, 1)

    assert channel.said == [("dropped", 1)]


def test_a_configuration_without_adaptor_has_none(settings, make_service):
    del settings["adaptor"]

    assert make_service().config.adaptor == AdaptorSettings("", "encounter-report")


def test_without_an_address_nothing_is_consumed(service):
    service.adaptor_queue.start()

    assert "adaptor-queue" not in [thread.name for thread in threading.enumerate()]


def test_an_address_that_cannot_be_read_is_told_without_its_password(service):
    queue = AdaptorQueue(
        AdaptorSettings("amqp://u:hush@h:port/x"), service.adaptor_queue.intake, service.stopping
    )

    with pytest.raises(StartupProblem, match="cannot be read") as told:
        queue.start()
    assert "hush" not in str(told.value)
