"""What an e-mail leaves out of the patient may be left open, or come from elsewhere; nothing is invented."""

import pytest

from conformance.gp_referral._referrals import expect_mail, expect_own_row
from cpcs_harness.errors import NotMet
from made_up import observed
from nhs111_evidence import issued

REFERRAL = issued("mailbox")["gp_referral"]
PERSON = REFERRAL["person"]
FIELD = {"family name": "family", "birth date": "birth_date", "gender": "gender"}
OTHER = "male" if PERSON["gender"] == "female" else "female"
FULL = f"{PERSON['given']} {PERSON['family']}"


def leaving_out(what):
    return {**REFERRAL, "form": {**REFERRAL["form"], "left_out": what}}


def opened(**patient):
    said = [PERSON["given"], PERSON["family"], PERSON["birth_date"], PERSON["callback"], PERSON["nhs_number"]]
    wrote = [REFERRAL[name] for name in ("complaint", "history", "notes", "referrer_role")]
    texts = [*said, *wrote, *REFERRAL["referrer"]]
    held = {key: PERSON[key] for key in ("given", "family", "birth_date", "gender", "nhs_number")}
    practice = {"ods": PERSON["practice"]["ods"]}
    shown = {"patient": held | patient, "practice": practice, "sections": [{"text": "\n".join(texts)}]}
    return observed(6, "open_referral", shown)


@pytest.mark.parametrize(
    ("what", "shown"),
    [
        *((what, left) for what in FIELD for left in (None, "", "(not given)", "-")),
        ("gender", "unknown"),
        *((what, PERSON[field]) for what, field in FIELD.items()),  # as PDS has it
    ],
)
def test_what_is_left_out_may_be_left_open_or_known_from_elsewhere(what, shown):
    expect_mail(leaving_out(what), opened(**{FIELD[what]: shown}))


@pytest.mark.parametrize(
    ("what", "shown"),
    [("family name", "Unknown"), ("birth date", "2026-11-29"), ("gender", OTHER)],
)
def test_what_is_left_out_is_not_invented(what, shown):
    with pytest.raises(NotMet, match="to be"):
        expect_mail(leaving_out(what), opened(**{FIELD[what]: shown}))


def row(name, birth_date):
    return {"patient_name": name, "birth_date": birth_date, "nhs_number": PERSON["nhs_number"]}


@pytest.mark.parametrize("name", [PERSON["given"], f"(not given), {PERSON['given']}", FULL])
def test_a_row_may_leave_the_family_name_open(name):
    expect_own_row(leaving_out("family name"), row(name, PERSON["birth_date"]), observed(7, "worklist", {}))


@pytest.mark.parametrize("born", [None, "", "(not given)", PERSON["birth_date"]])
def test_a_row_may_leave_the_birth_date_open(born):
    expect_own_row(leaving_out("birth date"), row(FULL, born), observed(7, "worklist", {}))


@pytest.mark.parametrize(
    ("what", "told"),
    [
        ("family name", row(f"{PERSON['given']} Unknown", PERSON["birth_date"])),
        ("birth date", row(FULL, "2026-11-29")),
        ("nothing", row(PERSON["given"], PERSON["birth_date"])),
        ("nothing", row(FULL, None)),
    ],
)
def test_a_row_invents_nothing_and_leaves_out_nothing_that_was_sent(what, told):
    with pytest.raises(NotMet):
        expect_own_row(leaving_out(what), told, observed(7, "worklist", {}))
