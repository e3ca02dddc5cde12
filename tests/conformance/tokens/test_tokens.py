"""Tokens are judged by what they say, in any lawful layout; and by who has to sign on the day, around each birthday."""

import json
from contextlib import nullcontext
from dataclasses import replace
from datetime import date
from types import SimpleNamespace

import pytest

from cpcs_harness._content.conformance.tokens import test_content as content
from cpcs_harness._content.conformance.tokens import test_when_due as due
from cpcs_harness.errors import NotApplicable, NotMet, NotShown
from cpcs_harness.people.age import Age
from cpcs_harness.profiles import Profiles
from made_up import MOMENT, observed
from nhs111_evidence import evidence, issued

DAY = date.fromisoformat(MOMENT[:10])
GIVEN = issued("tokens", "urgent-medicines")
OTHER = issued("another", "urgent-medicines")
DOCUMENT, PERSON = GIVEN["report"]["document_id"], GIVEN["person"]
INHALER = {"display": "Ventolin 100micrograms/dose Evohaler", "quantity": 2}
TABLETS = {"display": "Paracetamol 500mg tablets", "quantity": 2.5}
PAID, MEDICAL = "none-charge-paid", "medical"
LAWFUL = {
    "ours": (
        "{given} {family}\n{address}\nDate of birth: 3 February 1981\nNHS number: {nhs}\n{items}\n"
        "Date of supply: 25 November 2026\nReferral {case}\nGP practice: {practice}\nPharmacy {pharmacy}\n{boxes}"
    ),
    "in capitals, by columns": (
        "NHS NO {spaced}\nSURNAME, FORENAME  {FAMILY}, {given}\nDOB 03/02/1981   25/11/2026\n{ADDRESS}\n"
        "{items}\nREF: {case}\n{practice}\n{pharmacy}\n{boxes}"
    ),
}


def paper(form="ours", person=PERSON, items=(INHALER,), boxes="[ ] A x\n[X] Charge paid"):
    number = person["nhs_number"]
    lines = [*person["address"], person["postcode"]]
    return LAWFUL[form].format(
        given=person["given"],
        family=person["family"],
        FAMILY=person["family"].upper(),
        address="\n".join(lines),
        ADDRESS=", ".join(lines).upper(),
        nhs=number,
        spaced=f"{number[:3]} {number[3:6]} {number[6:]}",
        items="\n".join(f"{item['display']}\nQuantity: {item['quantity']:g}" for item in items),
        case=GIVEN["report"]["case_reference"],
        practice=person["practice"]["name"],
        pharmacy=GIVEN["report"]["premises"]["ods"],
        boxes=boxes,
    )


def held_as(family):
    """Give PDS's record of a patient who has moved, and is called otherwise there."""
    return {
        "names": [{"use": "usual", "given": [PERSON["given"], "Maud"], "family": family}],
        "addresses": [{"lines": ["14 Tannery Row"], "postcode": "LS4 9ZX"}],
        "practice": "B99999",
    }


def born(when):
    """Give what was issued for a patient who was born on a day."""
    person = {**PERSON, "birth_date": when.isoformat()}
    return {**GIVEN, "person": person, "report": {**GIVEN["report"], "person": person}}


USUAL = born(date(1981, 2, 3))


def answered(given, answer, gone=False):
    request = SimpleNamespace(body=json.dumps({"nhsNumber": given["person"]["nhs_number"]}).encode())
    response = SimpleNamespace(status=200, json=answer)
    return SimpleNamespace(id="e3", service="rtec", request=request, response=response, gone=gone, fault="")


def judged(
    check,
    *texts,
    given=USUAL,
    items=(INHALER,),
    declared=PAID,
    before="",
    rtec="",
    type="9005",
    gone=False,
    status="done",
    **shown,
):
    """Judge one print of these texts; RTEC's answer has a type, and more of what was shown is given by name."""
    kinds = [(1, before), (4, declared)]
    seen = [observed(2, "supply_medicine", {"items": list(items)}, about=DOCUMENT)]
    if rtec:
        seen.append(observed(3, "check_exemption", {"outcome": rtec}, about=DOCUMENT))
    for at, kind in kinds:
        seen += [observed(at, "declare_exemption", {}, about=DOCUMENT, given={"kind": kind})] if kind else []
    seen.sort(key=lambda act: act.seq)
    usual = {"tokens": [{}] * len(texts), "needed": True, "signature": "needed"}
    seen.append(observed(5, "print_token", usual | shown, about=DOCUMENT, status=status, reason="no"))
    view = evidence(given, seen=seen, also={"other": OTHER})
    printed = [
        SimpleNamespace(id=f"a{6 + place}", observation="o5", text=text, where="a token")
        for place, text in enumerate(texts)
    ]
    view.views.profiles = Profiles()
    asked = [answered(given, {"type": type}, gone)] if rtec else []
    journeys = [replace(journey, artefacts=printed, calls=asked) for journey in view.journeys]
    view.__dict__["journeys"] = journeys
    check(view)


CONTENT = (
    content.test_a_token_says_who_the_patient_is,
    content.test_a_token_says_what_was_supplied_and_no_more,
    content.test_a_token_says_when_and_where_it_was_supplied,
    content.test_a_token_ticks_what_was_declared,
    content.test_a_token_has_nobody_else_on_it,
)


@pytest.mark.parametrize("form", LAWFUL)
@pytest.mark.parametrize("check", CONTENT)
def test_every_layout_that_says_it_is_lawful(check, form):
    judged(check, paper(form, items=(INHALER, TABLETS)), items=(INHALER, TABLETS))


@pytest.mark.parametrize("check", CONTENT)
def test_a_token_for_each_item_is_lawful(check):
    judged(check, paper(items=(INHALER,)), paper(items=(TABLETS,)), items=(INHALER, TABLETS))


@pytest.mark.parametrize(
    ("check", "text", "words"),
    [
        (0, paper().replace(PERSON["postcode"], ""), "address on the token"),
        (0, paper().replace(PERSON["address"][0], ""), "address on the token"),
        (0, paper().replace(PERSON["given"], "?"), "name on the token"),
        (0, paper().replace("1981", "1982"), "birth-date on the token"),
        (0, paper().replace(PERSON["nhs_number"][-2:], ""), "nhs-number on the token"),
        (1, paper().replace("micrograms", "mg"), "medicine on the token"),
        (1, paper().replace("Quantity: 2", "Quantity: 20"), "the quantity 2 beside"),
        (1, paper(items=(INHALER, TABLETS)), "no medicine that was not supplied"),
        (2, paper().replace("25 November", "24 November"), "date-of-supply on the token"),
        (2, paper().replace("25 November 2026", "11/25/2026"), "date-of-supply on the token"),
        (2, paper().replace(PERSON["practice"]["name"], "?"), "practice on the token"),
        (2, paper().replace(GIVEN["report"]["premises"]["ods"], ""), "pharmacy on the token"),
        (2, paper().replace(GIVEN["report"]["case_reference"], "?"), "referral on the token"),
        (3, paper(boxes="[X] A is under 16\n[X] Charge paid"), "the boxes ticked"),
        (3, paper(boxes="[ ] A is under 16\n[ ] Charge paid"), "the boxes ticked"),
        (3, paper(boxes="☑ E has a certificate"), "the boxes ticked"),
        (4, paper() + OTHER["person"]["nhs_number"], "no details of another patient"),
        (4, paper() + "\nNHS no. 999 000 0018", "no details of another patient"),
        (4, f"{OTHER['person']['given']} {OTHER['person']['family']}\n" + paper(), "no details of another"),
    ],
)
def test_what_is_missing_or_too_much_is_told(check, text, words):
    with pytest.raises(NotMet, match=words):
        judged(CONTENT[check], text)


@pytest.mark.parametrize(
    ("chosen", "name", "home", "practice", "right"),
    [
        (True, "WIŚNIEWSKA", "14 Tannery Row", OTHER, True),
        (True, PERSON["family"], "14 Tannery Row", OTHER, False),
        (True, "Wi?niewska", "14 Tannery Row", OTHER, False),
        (True, "Wiśniewska", PERSON["address"][0], OTHER, False),
        (True, "Wiśniewska", "14 Tannery Row", GIVEN, False),
        (False, PERSON["family"], PERSON["address"][0], GIVEN, True),
        (False, "Wiśniewska", "14 Tannery Row", OTHER, True),
    ],
    ids=[
        "PDS's",
        "the referral's name",
        "a letter that no font has",
        "the referral's home",
        "the referral's practice",
        "not adopted",
        "found, and not adopted",
    ],
)
def test_name_home_and_practice_are_those_of_the_record_that_was_adopted(chosen, name, home, practice, right):
    other = {**OTHER["person"]["practice"], "ods": "B99999", "name": "Another Surgery"}
    neighbour = {**OTHER, "person": {**OTHER["person"], "practice": other}}
    named = other if practice is OTHER else PERSON["practice"]
    text = paper().replace("\n".join([*PERSON["address"], PERSON["postcode"]]), f"{home}, LS4 9ZX")
    text = text.replace(PERSON["practice"]["name"], named["name"])
    held = held_as("Wiśniewska")
    text = text.replace(PERSON["family"], name)
    seen = [observed(1, "choose_patient", {}, about=DOCUMENT)] if chosen else []
    seen.append(observed(2, "supply_medicine", {"item": INHALER}, about=DOCUMENT))
    seen.append(observed(5, "print_token", {}, about=DOCUMENT))
    view = evidence(GIVEN, seen=seen, also={"moved": USUAL, "neighbour": neighbour})
    printed = [SimpleNamespace(id="a6", observation="o5", text=text, where="a token")]
    journeys = [
        replace(one, issued=neighbour, also={"moved": USUAL}, held={"moved": held}, artefacts=printed)
        for one in view.journeys
    ]
    view.views.profiles = Profiles()
    view.__dict__["journeys"] = journeys

    wrong = nullcontext() if right else pytest.raises(NotMet, match=r"(name|address|practice) on the token")
    with wrong:
        for check in CONTENT[0], CONTENT[2]:
            check(view)


def test_an_address_is_due_of_the_referrals_practice_alone_for_pds_has_none():
    other = {**PERSON["practice"], "ods": "B99999", "postcode": "LS1 1AA"}
    neighbour = {**OTHER, "person": {**OTHER["person"], "practice": other}}

    def due_of(held):
        journey = SimpleNamespace(issued=neighbour, also={"moved": GIVEN})
        known = {"held": held, "is_known_in_two_ways": False, "days": [DAY]}
        seen = SimpleNamespace(referral="r1")
        return content._supply(
            SimpleNamespace(issued=GIVEN, person=PERSON, journey=journey, seen=seen, **known)
        )

    assert due_of(None)["practice-address"] == [[PERSON["practice"]["postcode"]]]
    moved = due_of({"practice": "B99999"})
    assert (moved["practice"], moved["practice-address"]) == ([[other["name"], "B99999"]], [])


def test_a_token_for_the_second_supply_alone_is_lawful():
    def judge(second):
        seen = [
            observed(2, "supply_medicine", {"item": INHALER}, about=DOCUMENT),
            observed(3, "print_token", {}, about=DOCUMENT),
            observed(4, "supply_medicine", {"item": TABLETS}, about=DOCUMENT),
            observed(5, "print_token", {}, about=DOCUMENT),
        ]
        texts = {"o3": paper(), "o5": second}
        printed = [
            SimpleNamespace(id=f"a{id}", observation=id, text=text, where="a token")
            for id, text in texts.items()
        ]
        view = evidence(USUAL, seen=seen)
        view.__dict__["journeys"] = [replace(journey, artefacts=printed) for journey in view.journeys]
        content.test_a_token_says_what_was_supplied_and_no_more(view)

    judge(paper(items=(TABLETS,)))
    judge(paper(items=(INHALER, TABLETS)))
    with pytest.raises(NotMet, match="medicine on the token: Paracetamol"):
        judge(paper())


def test_nothing_has_to_be_ticked_that_nobody_declared_yet():
    check = content.test_a_token_ticks_what_was_declared

    judged(check, paper(boxes="[ ] A\n[ ] Charge paid"), declared="")
    with pytest.raises(NotMet, match="no box ticked that nobody declared"):
        judged(check, paper(boxes="[X] E"), declared="")


def test_what_was_declared_for_an_earlier_supply_may_be_ticked_or_not():
    """Who refuses a reason, as contraceptives for what is none, is left with what was declared before."""
    check = content.test_a_token_ticks_what_was_declared

    for boxes in ("[X] E", "[ ] E"):
        judged(check, paper(boxes=boxes), before="medical", declared="")
    with pytest.raises(NotMet, match="no box ticked that nobody declared"):
        judged(check, paper(boxes="[X] A"), before="medical", declared="")
    with pytest.raises(NotMet, match="the boxes ticked, where medical was declared"):
        judged(check, paper(boxes="[ ] E"), before="prepayment", declared="medical")


def test_where_nothing_came_nothing_is_shown():
    with pytest.raises(NotShown, match="no token was printed"):
        judged(CONTENT[0])


@pytest.mark.parametrize(
    ("age", "signs"),
    [
        (Age(16, -1), False),
        (Age(16), True),
        (Age(19, -1), True),
        (Age(19), True),
        (Age(60, -1), True),
        (Age(60), False),
    ],
    ids=str,
)
def test_who_signs_is_told_by_the_birthday(age, signs):
    given = born(age.born(DAY))
    right = {"needed": signs, "signature": "needed" if signs else "not-needed"}
    wrong = {"needed": not signs, "signature": "not-needed" if signs else "needed"}
    check = (
        due.test_whoever_is_not_exempt_by_age_signs if signs else due.test_who_is_exempt_by_age_does_not_sign
    )

    judged(check, paper(), given=given, **right)
    with pytest.raises(NotMet, match="the signature of a patient of"):
        judged(check, paper(), given=given, **wrong)


@pytest.mark.parametrize(
    ("birth", "signs"),
    [
        (date(2008, 2, 29), True),
        (date(2012, 2, 29), False),
        (date(1964, 2, 29), False),
        (date(1968, 2, 29), True),
    ],
)
def test_who_was_born_on_a_29_february_is_judged_as_everybody(birth, signs):
    check = (
        due.test_whoever_is_not_exempt_by_age_signs if signs else due.test_who_is_exempt_by_age_does_not_sign
    )

    judged(check, paper(), given=born(birth), signature="needed" if signs else "not-needed")


def test_a_token_that_is_due_has_to_come():
    check = due.test_a_token_that_is_due_is_printed

    judged(check, paper())
    for shown in ({"needed": False}, {"status": "failed"}):
        with pytest.raises(NotMet):
            judged(check, paper(), **shown)
    with pytest.raises(NotMet, match="expected a token"):
        judged(check)


def test_a_token_that_was_not_needed_never_fails():
    for given, rtec in ((born(Age(16, -1).born(DAY)), ""), (born(Age(60).born(DAY)), ""), (USUAL, "found")):
        with pytest.raises(NotShown, match="no token was due"):
            judged(due.test_a_token_that_is_due_is_printed, paper(), given=given, rtec=rtec)


def test_whom_rtec_found_is_asked_for_nothing():
    check = due.test_whom_rtec_has_found_needs_no_token

    judged(check, paper(), rtec="found", needed=False, signature="not-needed", declared="")
    judged(check, rtec="found", needed=False, signature="not-needed", declared="")
    with pytest.raises(NotMet, match="no token is needed where RTEC found"):
        judged(check, paper(), rtec="found")
    with pytest.raises(NotShown, match="RTEC found nobody"):
        judged(check, paper(), rtec="not-found")
    with pytest.raises(NotApplicable):
        judged(check, paper())


def test_who_says_that_rtec_found_somebody_has_to_have_heard_it_of_rtec():
    with pytest.raises(NotMet, match="a token for"):
        judged(due.test_a_token_that_is_due_is_printed, rtec="found", type=None, declared="")
    with pytest.raises(NotShown, match="RTEC found nobody"):
        judged(due.test_whom_rtec_has_found_needs_no_token, rtec="found", type=None, needed=False)


@pytest.mark.parametrize(("gone", "blame"), [(True, "environment"), (False, "candidate")])
def test_an_answer_that_came_when_nobody_waited_is_nobodys_fault(gone, blame):
    with pytest.raises(NotShown, match="RTEC found nobody") as raised:
        judged(due.test_whom_rtec_has_found_needs_no_token, paper(), rtec="unavailable", type=None, gone=gone)

    assert raised.value.blame == blame
