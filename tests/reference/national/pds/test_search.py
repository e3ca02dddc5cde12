"""How patients are searched for on PDS, and what is made of one match, several, too many and none."""

from urllib.parse import parse_qs, urlsplit

import pytest

from reference_nation import PATIENT
from reference_pds import bundle, outcome, planned

WANTED = {"family": "Whitlow", "given": "Maeve", "birth_date": "1984-02-29", "gender": "female"}
OTHER = {
    **PATIENT,
    "id": "9990000026",
    "address": [{"use": "home", "line": ["9 Elm Row"], "postalCode": "LS3 1AA"}],
}
RESTRICTED = {
    **{
        name: value
        for name, value in PATIENT.items()
        if name not in {"address", "telecom", "generalPractitioner"}
    },
    "id": "9990000034",
    "meta": {"security": [{"code": "R"}]},
}


@pytest.fixture
def answers(nation, monkeypatch):
    """Has PDS answer in turn, and plainly afterwards."""
    return lambda *given: monkeypatch.setattr(nation, "planned", planned(*given))


@pytest.fixture
def referral(pharmacy, make_report):
    pharmacy.service.intake.receive(make_report())
    return pharmacy.see("worklist")["referrals"][0]["referral"]


@pytest.fixture
def known(pharmacy, monkeypatch):
    """PDS knows who asks."""
    monkeypatch.setattr(pharmacy.service.pds.access, "is_personal", lambda _asker: True)


def query_of(nation):
    return urlsplit(nation.asked("/pds/Patient")[-1][1]).query


def parameters(nation):
    return {name: values[0] for name, values in parse_qs(query_of(nation)).items()}


def test_a_search_is_plain_and_asks_for_no_gender(pharmacy, nation, referral):
    pharmacy.see("find_patient", referral, **WANTED)

    assert parameters(nation) == {
        "family": "Whitlow",
        "given": "Mae*",
        "birthdate": "eq1984-02-29",
        "_history": "true",
        "_max-results": "1",
    }


@pytest.mark.parametrize(
    ("given", "asked"), [("Jo", "Jo"), ("Zoë", "Zoë*"), ("Maeve Ann", "Mae*"), ("", None)]
)
def test_a_first_name_is_asked_for_by_its_beginning(pharmacy, nation, referral, given, asked):
    pharmacy.see("find_patient", referral, **{**WANTED, "given": given})

    assert parameters(nation).get("given") == asked


def test_names_are_encoded_as_utf_8(pharmacy, nation, referral):
    pharmacy.see("find_patient", referral, **{**WANTED, "family": "O'Ñeill de la Cruz&Co", "given": "Zoë"})

    assert "family=O%27%C3%91eill%20de%20la%20Cruz%26Co&" in query_of(nation)
    assert "given=Zo%C3%AB%2A" in query_of(nation)
    assert "*" not in query_of(nation)


def test_similar_names_are_searched_for_after_a_miss_and_when_asked(pharmacy, nation, answers, referral):
    before = pharmacy.do("find_patient", referral, **WANTED, fuzzy=True)
    answers(bundle())
    missed = pharmacy.see("find_patient", referral, **WANTED)
    pharmacy.see("find_patient", referral, **WANTED, fuzzy=True)

    assert before["status"] == "refused"
    assert missed["outcome"] == "not_found"
    assert "refine" in {notice["kind"] for notice in missed["notices"]}
    assert len(nation.asked("/pds/")) == 2
    assert parameters(nation) == {
        "family": "Whitlow",
        "given": "Maeve",
        "birthdate": "eq1984-02-29",
        "_fuzzy-match": "true",
        "_max-results": "1",
    }


@pytest.mark.parametrize(
    ("changes", "status"), [({"postcode": "LS2 9AA"}, "done"), ({}, "refused"), ({"gender": ""}, "refused")]
)
def test_similar_names_without_a_first_name_need_gender_and_postcode(
    pharmacy, nation, answers, referral, changes, status
):
    answers(bundle())
    asked = {**WANTED, "given": "", **changes}
    pharmacy.see("find_patient", referral, **asked)

    assert pharmacy.do("find_patient", referral, **asked, fuzzy=True)["status"] == status
    assert status == "refused" or parameters(nation)["gender"] == "female"


@pytest.mark.parametrize("issue", ["multiple-matches", "informational", "not-found"])
def test_too_many_is_known_by_its_code(pharmacy, answers, referral, issue):
    answers(outcome(200, "TOO_MANY_MATCHES", issue=issue))

    seen = pharmacy.see("find_patient", referral, **WANTED)

    assert (seen["outcome"], seen["matches"]) == ("too_many", [])
    assert [notice["kind"] for notice in seen["notices"]] == ["refine"]
    assert pharmacy.see("open_referral", referral)["adopted_patient"] is None


def test_one_match_is_not_adopted_before_it_is_chosen(pharmacy, referral):
    assert pharmacy.see("find_patient", referral, **WANTED)["outcome"] == "found"

    assert pharmacy.see("open_referral", referral)["adopted_patient"] is None


def test_a_former_name_is_told(pharmacy, referral):
    seen = pharmacy.see("find_patient", referral, **{**WANTED, "family": "Fenn"})

    assert seen["matches"][0]["family"] == "Whitlow"
    assert "historic" in {notice["kind"] for notice in seen["notices"]}


def test_several_matches_are_listed_in_their_order_and_each_once(pharmacy, nation, answers, referral, known):
    answers(bundle(OTHER, PATIENT, RESTRICTED, OTHER))

    seen = pharmacy.see("find_patient", referral, **WANTED)

    assert parameters(nation)["_max-results"] == "20"
    assert [match["nhs_number"] for match in seen["matches"]] == ["9990000026", "9990000018", "9990000034"]
    assert [match["address"]["postcode"] for match in seen["matches"]] == ["LS3 1AA", "LS2 9AA", ""]
    assert [match["restricted"] for match in seen["matches"]] == [False, False, True]
    assert "0.95" not in str(seen)
    assert "score" not in str(seen)


def test_of_several_matches_nothing_is_said_at_the_referral(pharmacy, answers, referral, known):
    answers(bundle(OTHER, RESTRICTED))
    pharmacy.see("find_patient", referral, **WANTED)

    opened = pharmacy.see("open_referral", referral)

    assert opened["adopted_patient"] is None
    assert "restricted" not in {notice["kind"] for notice in opened["notices"]}


def test_who_is_chosen_from_a_list_is_read_before_use(pharmacy, nation, answers, referral, known):
    answers(bundle(OTHER, PATIENT))
    pharmacy.see("find_patient", referral, **WANTED)

    adopted = pharmacy.see("choose_patient", referral, nhs_number="9990000018")["patient"]

    assert nation.asked("/pds/")[-1][1] == "/pds/Patient/9990000018"
    assert adopted["nhs_number"] == "9990000018"


@pytest.mark.parametrize("entry", ["x", [None], [{"resource": "x"}], {"resource": {}}, [[]]])
def test_entries_that_are_none_are_no_patients(pharmacy, nation, referral, entry):
    nation.pds_answers = [(200, {"resourceType": "Bundle", "entry": entry})]

    assert pharmacy.see("find_patient", referral, **WANTED)["outcome"] == "not_found"


@pytest.mark.parametrize("number", ["1111111111", "9999999999", "999 000 001", "ABC123DEF4"])
def test_what_is_no_nhs_number_is_not_asked_for(pharmacy, nation, referral, number):
    assert pharmacy.do("find_patient", referral, nhs_number=number)["status"] == "refused"
    assert nation.asked("/pds/") == []
