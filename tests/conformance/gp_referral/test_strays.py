"""What a screen shows of a practice's referral beside its message; labels and other writings are none."""

import pytest

from conformance.gp_referral._strays import stray_words
from made_up import SeenCall, seen_message

PERSON = {
    "given": "Amélie", "family": "Quinton", "birth_date": "1956-10-02", "nhs_number": "9990777039",
    "callback": "07700 900077", "address": ["33 Chapel Fold", "Goole"], "postcode": "DN14 0PL",
}  # fmt: skip
REFERRAL = {
    "person": PERSON,
    "complaint": "A sore throat",
    "notes": "Hard of hearing",
    "created": "2026-11-29",
}
MAIL = (
    b"Subject: CPCS referral\r\n\r\nDate of birth: 02 Oct 1956\r\nTelephone: 07700 900077\r\n"
    b"Presenting complaint: A sore throat"
)
XML = b'<Bundle><text value="A sore throat &amp; cough"/><div>Hard of hearing</div></Bundle>'
CALLS = {
    service: SeenCall(
        service=service,
        operation="send_referral",
        request=seen_message({}, body),
        facts={"referral": REFERRAL},
    )
    for service, body in (("gp_email", MAIL), ("gp_itk3", XML))
}


@pytest.mark.parametrize("service", CALLS)
@pytest.mark.parametrize(
    "shown",
    [
        {},
        {"sections": [{"title": "Complaint", "text": "Presenting complaint: a SORE throat"}]},
        {
            "sections": [
                {"title": "Who", "text": "Patient: Amélie Quinton, born 02/10/1956, NHS number 999 077 7039"}
            ]
        },
        {"patient": {"telephones": [{"use": "callback", "number": "07700900077"}]}},
        {"patient": {"addresses": [{"lines": ["33, Chapel Fold", "GOOLE"], "postcode": "DN140PL"}]}},
        {"informant": None, "other_informants": []},
    ],
)
def test_what_was_written_is_no_stray_in_whatever_writing(service, shown):
    assert stray_words(CALLS[service], shown) == []


@pytest.mark.parametrize("service", CALLS)
@pytest.mark.parametrize(
    ("shown", "fault"),
    [
        ({"sections": [{"title": "T", "text": "A sore throat. Allergic to latex."}]}, "“allergic”, “latex”"),
        ({"patient": {"telephones": [{"number": "07700 900078"}]}}, "telephones with “900078”"),
        ({"patient": {"addresses": [{"lines": ["34 Mill Lane"], "postcode": ""}]}}, "“mill”, “lane”"),
        ({"informant": {"name": "Kit Holloway"}}, "“kit”, “holloway”"),
    ],
)
def test_what_was_not_is_named(service, shown, fault):
    (said,) = stray_words(CALLS[service], shown)

    assert fault in said
