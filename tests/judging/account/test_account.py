"""Whom a message is about, whatever its encoding, and whom it is not about though it looks so."""

import base64
import gzip
import itertools
import zlib
from types import SimpleNamespace

import pytest

from cpcs_harness.judging.account import Account, Subject

NUMBERS = itertools.count(1)


def issued(number, given, family, **person):
    known = {
        "nhs_number": number,
        "given": given,
        "family": family,
        "home_telephone": "",
        "callback": "",
        "postcode": "",
    }
    report = {
        "case_reference": f"CASE-{number}",
        "case_id": "",
        "document_id": "",
        "set_id": "",
        "tracking_id": "",
        "message_id": "",
    }
    referral = {"reference": "", "message_id": "", "document_id": "", "bundle_id": ""}
    return {"person": known | person, "report": report, "gp_referral": referral}


ANN = issued("9991410546", "Ann", "Lee", callback="07700 900123", postcode="LS1 4AB")
BEN = issued("9991410554", "Ben", "Marsh", callback="07700 900124", postcode="LS1 4AB")


def account(ann=ANN, ben=BEN, held=None, environment=None):
    run = SimpleNamespace(
        issued={"first": ann, "second": ben}, also={}, held=held or {}, environment=environment or {}
    )
    return Account(run)


def call(body="", *, target="/", headers=()):
    content = body if isinstance(body, bytes) else body.encode()
    request = SimpleNamespace(
        start={"method": "POST", "target": target},
        headers=headers,
        body=content,
        header=lambda name: dict(headers).get(name),
    )
    return SimpleNamespace(id=f"e{next(NUMBERS)}", request=request)


def named(told):
    return {subject.journey for subject in told.people}


@pytest.mark.parametrize(
    "text",
    [
        "9991410546",
        "999 141 0546",
        "999-141-0546",
        "NHS9991410546.pdf",
        "999\n141\n0546",
        "Dear Ann Lee",
        "LEE, ANN",
        "call 07700900123",
        "case-9991410546",
        base64.b64encode(b"about 9991410546").decode(),
    ],
)
def test_whoever_is_named_is_found(text):
    assert named(account().told(call(text))) == {"first"}


@pytest.mark.parametrize(
    "text",
    ["19991410546", "99914105460", "Joann Leeds", "LS1 4AB", "case 999141054", "Ann", "Lee", ""],
)
def test_who_is_not_named_is_not_found(text):
    assert named(account().told(call(text))) == set()


def test_it_is_said_where_somebody_stands_and_by_what():
    told = account().told(call(gzip.compress(b"9991410546"), target="/Patient/9991410554"))

    said = {str(sign) for signs in told.people.values() for sign in signs}
    assert said == {
        "NHS number 9991410554 in the address",
        "NHS number 9991410546 in the body, by way of gzip",
    }
    assert [str(subject) for subject in told.people] == [
        "Ben Marsh (journey second)",
        "Ann Lee (journey first)",
    ]


def test_headers_are_read_but_for_who_signs_in():
    told = account().told(call(headers=(("X-Trace", "9991410546"), ("Authorization", "9991410554"))))

    assert named(told) == {"first"}


def test_a_header_that_comes_again_names_whom_it_names_each_time():
    found = account()
    headers = (("User-Agent", "its own"), ("X-Trace", "9991410546"))

    assert [named(found.told(call(headers=headers))) for _ in range(2)] == [{"first"}, {"first"}]
    assert [named(found.told(call(headers=headers[:1]))) for _ in range(2)] == [set(), set()]
    assert named(found.told(call(headers=headers))) == {"first"}


def test_what_two_share_names_neither():
    shared = {"callback": "07700 900200"}
    twins = account(
        issued("9991410546", "Ann", "Lee", **shared), issued("9991410554", "Ben", "Lee", **shared)
    )

    assert named(twins.told(call("07700 900200"))) == set()


def test_what_stands_in_the_settings_names_nobody():
    told = account(environment={"premises": [{"telephone": "07700 900123"}]}).told(call("07700 900123"))

    assert named(told) == set()


def test_a_number_that_replaces_anothers_is_theirs_as_well_and_names_nobody():
    record = {"nhs_number": "9991410546", "replaced_by": "9991410554"}
    found = account(held={("first", "demographics"): {"": record}})

    assert named(found.told(call("9991410554"))) == set()
    assert named(found.told(call("9991410546"))) == {"first"}


def test_who_is_only_held_by_a_service_is_somebody():
    record = {"nhs_number": "9991410562", "replaced_by": ""}
    found = account(held={("first", "demographics"): {"a namesake": record}})

    told = found.told(call("9991410562"))
    assert list(told.people) == [Subject("first", "a namesake, as PDS holds them")]


def test_what_cannot_be_read_is_said():
    assert account().told(call(gzip.compress(b"9991410546 and more")[:-4])).unread


@pytest.mark.parametrize(
    "text",
    [
        "Rest, and 5 glasses of water a day; see the practice on Monday by 14:05",
        "REST AND 5 GLASSES\n of water a day; see the \npractice on Monday\tby 14:05.",
        'Advised: "Rest and 5 glasses of water a day" - see the practice on Monday by 14:05',
    ],
)
def test_who_is_told_of_in_somebody_elses_message_is_found_by_what_was_written_down(text):
    written = {"advice": "Rest and 5 glasses of water a day; see the practice on Monday by 14:05"}

    assert named(account(ann=ANN | {"words": written}).told(call(text))) == {"first"}


def test_what_was_written_down_of_two_alike_names_neither():
    written = {"words": {"advice": "Rest and 5 glasses of water a day"}}
    both = account(ann=ANN | written, ben=BEN | written)

    assert named(both.told(call("Rest and 5 glasses of water a day"))) == set()


def test_what_is_said_again_names_the_same_in_every_call_and_is_told_of_its_own_place():
    known, said = account(), "/about/9991410546"
    first, again = known.told(call(target=said)), known.told(call(target=said))
    elsewhere = known.told(call(said, headers=[("x-about", "9991410546")]))

    assert first.people == again.people
    assert named(first) == {"first"}
    assert {sign.place for signs in elsewhere.people.values() for sign in signs} == {"headers", "body"}


def test_the_same_body_says_more_where_its_media_says_how_to_read_it():
    known, body = account(), zlib.compress(b"about 9991410546")[2:-4]
    plain, packed = call(body), call(body, headers=[("content-encoding", "deflate")])

    assert named(known.told(plain)) == set()
    assert named(known.told(packed)) == {"first"}


def test_a_mark_that_two_people_share_is_nobodys_whoever_else_has_it_again():
    ann, ben = ANN["person"], BEN["person"]
    known = account(
        ann={**ANN, "person": ann | {"home_telephone": "0113 496 0001"}},
        ben={**BEN, "person": ben | {"home_telephone": "01134960001", "callback": "0113 4960001"}},
    )

    assert named(known.told(call("ring 0113 496 0001"))) == set()
    assert named(known.told(call("ring 07700 900123"))) == {"first"}
