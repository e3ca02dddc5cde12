"""What was recorded is what goes out: each item once, in its quantity, and no other."""

import pytest

from cpcs_harness._content.conformance.supply import _sent, test_not_supplied, test_sent
from cpcs_harness.errors import NotMet, NotShown
from gp_evidence import mail
from made_up import observed
from nhs111_evidence import issued
from supply_evidence import (
    INHALER,
    NAMES,
    TABLETS,
    claim,
    document_of,
    done,
    evidence,
    line,
    refer,
    supplied,
    told,
)

LABEL = "several items"
TWO = (line(INHALER, 1, 30, "Two puffs"), line(TABLETS, 2.5, 5, "Half a tablet"))
RECORDED = [supplied(1, LABEL, *TWO), done(2, LABEL)]


def practice(*calls, seen=RECORDED):
    test_sent.test_the_practice_is_told_what_was_recorded(evidence([LABEL], calls, seen))


def test_a_document_with_each_item_is_right():
    practice(told(5, LABEL, *TWO))


def test_the_order_of_items_is_free():
    practice(told(5, LABEL, *reversed(TWO)))


@pytest.mark.parametrize("written", ["2.50", "2.5E0", "2.5"])
def test_a_quantity_is_compared_as_a_number(written):
    practice(told(5, LABEL, TWO[0], {**TWO[1], "quantity": written}))


@pytest.mark.parametrize(
    "sent",
    [
        (TWO[0],),
        (*TWO, line(TABLETS, 4)),
        (*TWO, TWO[1]),
        (TWO[0], {**TWO[1], "quantity": 2}),
        (TWO[0], {**TWO[1], "dosage": "Two puffs"}),
        (TWO[0], {**TWO[1], "days_supply": 30}),
        (TWO[0], {**TWO[1], "code": INHALER}),
    ],
    ids=[
        "one is missing",
        "one too many",
        "one twice",
        "rounded",
        "other directions",
        "other days",
        "other medicine",
    ],
)
def test_anything_else_than_what_was_recorded_fails(sent):
    with pytest.raises(NotMet):
        practice(told(5, LABEL, *sent))


def test_what_is_shown_as_recorded_is_what_was_given():
    shown = [{**item, "display": NAMES[item["code"]]} for item in TWO]
    shown[1]["quantity"] = 3
    with pytest.raises(NotMet, match="quantity"):
        practice(told(5, LABEL, *TWO), seen=[supplied(1, LABEL, *TWO, shown=shown), done(2, LABEL)])


def test_an_item_that_was_neither_recorded_nor_refused_fails():
    shown = [{**TWO[0], "display": NAMES[INHALER]}]
    with pytest.raises(NotMet, match="number of items"):
        practice(told(5, LABEL, TWO[0]), seen=[supplied(1, LABEL, *TWO, shown=shown), done(2, LABEL)])


def test_an_item_that_was_refused_goes_nowhere():
    seen = [supplied(1, LABEL, *TWO, refused=[{"code": TABLETS, "why": "not here"}]), done(2, LABEL)]
    with pytest.raises(NotMet, match="not recorded"):
        practice(told(5, LABEL, *TWO), seen=seen)


def test_one_medicine_at_a_time_will_do():
    seen = [supplied(1, LABEL, TWO[0]), supplied(2, LABEL, TWO[1]), done(3, LABEL)]
    practice(told(5, LABEL, *TWO), seen=seen)


@pytest.mark.parametrize("quantity", ["2.5", "2.50", "2½"])
def test_an_email_in_its_place_says_the_same(quantity):
    text = f"{NAMES[INHALER]}, 1, two puffs; {NAMES[TABLETS]}, {quantity} tablets, half a tablet"
    practice(mail(5, LABEL, text=_about(text)))


@pytest.mark.parametrize(
    "text",
    [
        f"{NAMES[INHALER]}, 1, two puffs",
        f"{NAMES[INHALER]}, 1, two puffs; {NAMES[TABLETS]}, 2, half a tablet",
    ],
)
def test_an_email_that_says_less_fails(text):
    with pytest.raises(NotMet):
        practice(mail(5, LABEL, text=_about(text)))


def _about(text):
    from gp_evidence import person

    return f"{person(LABEL)['nhs_number']}: {text}"


def test_nothing_is_shown_where_no_practice_was_told_of_several():
    with pytest.raises(NotShown):
        practice()


def claims(*calls, seen=RECORDED):
    test_sent.test_what_is_claimed_is_what_was_recorded(evidence([LABEL], calls, seen))


def test_a_claim_has_each_item():
    claims(claim(5, LABEL, *TWO))


@pytest.mark.parametrize("sent", [TWO[:1], (*TWO, TWO[1]), (TWO[0], line(TABLETS, 3))])
def test_another_claim_fails(sent):
    with pytest.raises(NotMet):
        claims(claim(5, LABEL, *sent))


@pytest.mark.parametrize(("quantity", "right"), [(14, True), (32, True), (18, False)])
def test_of_an_owing_what_was_handed_out_or_all_of_it_is_claimed(quantity, right):
    seen = [supplied(1, LABEL, TWO[0], line(TABLETS, 14, owing=18)), done(2, LABEL)]
    if right:
        claims(claim(5, LABEL, TWO[0], line(TABLETS, quantity)), seen=seen)
        return
    with pytest.raises(NotMet):
        claims(claim(5, LABEL, TWO[0], line(TABLETS, quantity)), seen=seen)


def onward(text):
    calls = [refer(5, LABEL, text)]
    test_sent.test_the_next_pharmacy_is_told_what_was_supplied_already(evidence([LABEL], calls, RECORDED))


def test_the_next_pharmacy_learns_of_what_was_supplied():
    onward(f"{NAMES[INHALER]}, 1 inhaler, Two puffs; {NAMES[TABLETS]}, 2.5 tablets, Half a tablet")
    with pytest.raises(NotMet, match="Ventolin"):
        onward("nothing was supplied")


@pytest.mark.parametrize(
    ("text", "quantity", "there"),
    [
        ("28 tablets", 28.0, True),
        ("28.0 tablets", 28.0, True),
        ("1000 ml", 1e3, True),
        ("0.5 tablet", 0.5, True),
        ("½ tablet", 0.5, True),
        ("0.50", 0.5, True),
        ("10.5 tablets", 0.5, False),
        ("280 tablets", 28.0, False),
        ("at 10:28", 28.0, False),
        ("2.55", 2.5, False),
    ],
)
def test_a_quantity_stands_in_a_text_by_itself(text, quantity, there):
    assert _sent.holds_quantity(text, quantity) is there


DECLINED = "declined"


def nothing(check, *calls):
    seen = [done(1, DECLINED, "record_no_supply", why="declined"), done(2, DECLINED)]
    check(evidence([DECLINED], calls, seen))


def test_no_supply_means_no_medicine_in_the_document():
    nothing(test_not_supplied.test_nobody_is_told_of_a_supply_that_was_not_made, told(5, DECLINED))
    with pytest.raises(NotMet):
        nothing(
            test_not_supplied.test_nobody_is_told_of_a_supply_that_was_not_made, told(5, DECLINED, TWO[0])
        )


def test_no_supply_means_no_medicine_onward():
    check = test_not_supplied.test_nobody_is_told_of_a_supply_that_was_not_made
    nothing(check, refer(5, DECLINED, "no stock"))
    with pytest.raises(NotMet):
        nothing(check, refer(5, DECLINED, "no stock", {"resourceType": "MedicationDispense"}))


@pytest.mark.parametrize(
    "wrong", [{"items": (TWO[0],)}, {"contained": [{"resourceType": "MedicationDispense"}]}]
)
def test_no_supply_means_no_item_in_the_claim(wrong):
    check = test_not_supplied.test_nothing_is_claimed_that_was_not_supplied
    nothing(check, claim(5, DECLINED))
    with pytest.raises(NotMet):
        nothing(check, claim(5, DECLINED, *wrong.get("items", ()), contained=wrong.get("contained", ())))


def told_by_mail(text, why="declined", words="Has found an inhaler at home"):
    to = issued(DECLINED)["person"]["practice"]["email"]
    given = {"why": why, "text": words}
    seen = [done(1, DECLINED, "record_no_supply", **given), done(2, DECLINED)]
    about = issued(DECLINED)["person"]["nhs_number"]
    calls = [mail(5, DECLINED, to=to, text=f"{about}: {text}")]
    test_not_supplied.test_the_practice_is_told_why_nothing_was_supplied(evidence([DECLINED], calls, seen))


def test_where_there_were_no_words_the_reason_is_what_is_due():
    told_by_mail("The patient did not come", why="not-attended", words="  ")
    with pytest.raises(NotMet, match="not attended"):
        told_by_mail("No medicine", why="not-attended", words="  ")


@pytest.mark.parametrize("text", ["The patient declined.", "No medicine: has found  an inhaler at home"])
def test_why_nothing_was_supplied_is_told_by_its_reason_or_in_the_words_recorded(text):
    told_by_mail(text)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("The patient didn't want it", "declined"),
        ("Failed to attend", "not-attended"),
        ("Not clinically appropriate", "not-appropriate"),
        ("None left in stock", "not-in-stock"),
        ("No stock", "not-in-stock"),
    ],
)
def test_a_reason_may_be_told_in_other_words(text, why):
    told_by_mail(text, why)


@pytest.mark.parametrize(
    ("text", "why"), [("No medicine was supplied ()", "declined"), ("Declined", "not-in-stock")]
)
def test_no_reason_and_another_one_are_none(text, why):
    with pytest.raises(NotMet, match="why nothing was supplied"):
        told_by_mail(text, why)


@pytest.mark.parametrize(("status", "judged"), [("cannot", True), ("refused", True), ("unanswered", False)])
def test_who_cannot_say_that_nothing_was_supplied_supplies_nothing_all_the_same(status, judged):
    check = test_not_supplied.test_nobody_is_told_of_a_supply_that_was_not_made
    action = "record_no_supply" if status == "cannot" else "supply_medicine"
    seen = [observed(1, action, {}, about=document_of(DECLINED), status=status), done(2, DECLINED)]
    with pytest.raises(NotMet if judged else NotShown):
        check(evidence([DECLINED], [told(5, DECLINED, TWO[0])], seen))


def test_a_note_to_ones_own_mailbox_is_no_onward_referral():
    own = issued(LABEL)["premises"]["email"]
    calls = [mail(5, LABEL, to=own, text=_about("nothing of medicines"))]
    with pytest.raises(NotShown):
        test_sent.test_the_next_pharmacy_is_told_what_was_supplied_already(evidence([LABEL], calls, RECORDED))


def test_a_supply_that_failed_is_not_shown_once_the_others_were_judged():
    other = "half a tablet"
    seen = [
        supplied(1, LABEL, *TWO),
        done(2, LABEL),
        supplied(3, other, TWO[1], status="failed"),
        done(4, other),
    ]
    labels = [LABEL, other]
    with pytest.raises(NotShown, match="failed for"):
        test_sent.test_the_practice_is_told_what_was_recorded(evidence(labels, [told(5, LABEL, *TWO)], seen))
    with pytest.raises(NotMet):
        test_sent.test_the_practice_is_told_what_was_recorded(
            evidence(labels, [told(5, LABEL, TWO[0])], seen)
        )
