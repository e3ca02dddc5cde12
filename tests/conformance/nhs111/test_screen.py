"""What NHS 111 sent may be shown in the ways of NHS screens; what is another's may not."""

import pytest

from cpcs_harness._content.conformance.nhs111 import test_screen
from cpcs_harness.errors import NotMet
from nhs111_evidence import evidence, issued, opened

GIVEN = issued("on screen")
REPORT = GIVEN["report"]
PERSON = REPORT["person"]
NUMBER = PERSON["nhs_number"]
CHECKS = (
    test_screen.test_the_patients_identity_is_shown_as_sent,
    test_screen.test_the_callback_number_is_this_patients,
    test_screen.test_the_disposition_is_shown_with_its_words,
    test_screen.test_the_registered_practice_is_shown,
    test_screen.test_every_section_is_shown_whole_and_in_order,
    test_screen.test_the_case_reference_is_the_one_sent,
)


def patient(**changes):
    names = ("given", "family", "birth_date", "gender", "nhs_number")
    return {"patient": {name: PERSON[name] for name in names} | changes}


def sections(write):
    return {"sections": [write(part["title"], part["text"]) for part in REPORT["sections"]]}


LAWFUL = {
    "family name in capitals": patient(family=PERSON["family"].upper()),
    "names with blanks around them": patient(given=f" {PERSON['given']} "),
    "number with blanks": patient(nhs_number=f"{NUMBER[:3]} {NUMBER[3:6]} {NUMBER[6:]}"),
    "number with hyphens": patient(nhs_number=f"{NUMBER[:3]}-{NUMBER[3:6]}-{NUMBER[6:]}"),
    "telephone from abroad": {"callback_number": f"+44 {PERSON['callback'].removeprefix('0')}"},
    "title with a blank after it": sections(lambda title, text: {"title": f"{title} ", "text": text}),
    "title in capitals and with a colon": sections(
        lambda title, text: {"title": f"{title.upper()}:", "text": text}
    ),
    "text that wraps": sections(lambda title, text: {"title": title, "text": text.replace(" ", "\n")}),
    "code in other letters": {
        "disposition": {"code": REPORT["disposition_code"].upper(), "text": REPORT["disposition_text"]}
    },
    "practice in capitals": {
        "practice": {"ods": PERSON["practice"]["ods"], "name": PERSON["practice"]["name"].upper()}
    },
    "case reference in groups": {
        "case_reference": " ".join(REPORT["case_reference"].lower().partition("-")),
        "case_id": f"{REPORT['case_id']} ",
    },
    "a section of the system's own besides": {
        "sections": [
            {"title": "Received", "text": "today"},
            *sections(lambda a, b: {"title": a, "text": b})["sections"],
        ]
    },
}
WRONG = {
    "another family name": patient(family="Nobody"),
    "a letter short": patient(family=PERSON["family"][:-1]),
    "without a name": patient(given=None),
    "another number": patient(nhs_number="9990000018" if NUMBER != "9990000018" else "9990000026"),
    "another telephone": {"callback_number": "01632 960999"},
    "another code": {"disposition": {"code": "Dx999", "text": REPORT["disposition_text"]}},
    "other words": {"disposition": {"code": REPORT["disposition_code"], "text": "Ring"}},
    "another practice": {"practice": {"ods": PERSON["practice"]["ods"], "name": "The Surgery"}},
    "sections in another order": {
        "sections": sections(lambda a, b: {"title": a, "text": b})["sections"][::-1]
    },
    "text cut off": sections(lambda title, text: {"title": title, "text": text[:-1]}),
    "no sections": {"sections": []},
    "another case reference": {"case_reference": f"{REPORT['case_reference']}9"},
    "no case at all": {"case_reference": None, "case_id": ""},
}


def judged(shown):
    for check in CHECKS:
        check(evidence(GIVEN, seen=[opened(1, REPORT, **shown)]))


@pytest.mark.parametrize("shown", LAWFUL)
def test_what_is_written_otherwise_is_right(shown):
    judged(LAWFUL[shown])


@pytest.mark.parametrize("shown", WRONG)
def test_what_is_something_else_is_wrong(shown):
    with pytest.raises(NotMet):
        judged(WRONG[shown])
