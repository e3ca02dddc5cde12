"""What is shown of PDS records in every state."""

import pytest

from reference_people import (
    INVALIDATED,
    NOW,
    OLD,
    PAST,
    UNKNOWN,
    death,
    record,
    restricted,
    very_restricted,
)

NOWHERE = {"address": {"lines": [], "postcode": ""}, "telephone": "", "practice": {"ods": "", "name": ""}}


@pytest.fixture
def referral(pharmacy, make_report):
    pharmacy.service.intake.receive(make_report())
    return pharmacy.see("worklist")["referrals"][0]["referral"]


@pytest.fixture
def trace(pharmacy, nation, referral):
    """Traces the referral's patient by number, with this record at PDS; gives what is seen of the one match."""

    def trace_it(patient):
        nation.patient = patient
        seen = pharmacy.see("find_patient", referral, nhs_number=OLD)
        assert seen["outcome"] == "found"
        return seen["matches"][0]

    return trace_it


def kinds(shown):
    return [notice["kind"] for notice in shown["notices"]]


def name(use, family, *given, **period):
    return {"use": use, "family": family, "given": list(given), "period": period or {"start": "2001-01-01"}}


def test_a_plain_record_calls_for_nothing(trace, pharmacy, referral):
    assert kinds(trace(record())) == []
    assert kinds(pharmacy.see("choose_patient", referral, nhs_number=OLD)["patient"]) == []
    assert pharmacy.see("open_referral", referral)["notices"] == []


def test_a_restricted_record_is_marked_and_shows_no_place(trace):
    seen = trace(restricted())

    assert seen["restricted"] and kinds(seen) == ["restricted"]
    assert {name: seen[name] for name in NOWHERE} == NOWHERE
    assert (seen["family"], seen["birth_date"]) == ("Whitlow", "1984-02-29")


def test_a_restricted_record_shows_no_place_even_where_pds_sends_it(trace):
    seen = trace({**record(), "meta": {"security": [{"code": "R"}]}})

    assert {name: seen[name] for name in NOWHERE} == NOWHERE


def test_a_copy_from_before_a_restriction_loses_the_place(trace, pharmacy, referral):
    trace(record())
    assert pharmacy.see("choose_patient", referral, nhs_number=OLD)["patient"]["telephone"]

    trace(restricted())

    opened = pharmacy.see("open_referral", referral)
    assert {name: opened["adopted_patient"][name] for name in NOWHERE} == NOWHERE
    assert "restricted" in kinds(opened)


def test_a_copy_at_another_referral_loses_the_place_too(trace, pharmacy, nation, referral, make_report):
    trace(record())
    pharmacy.see("choose_patient", referral, nhs_number=OLD)
    assert pharmacy.service.intake.receive(make_report(case="77")).status == 200
    other = next(row["referral"] for row in pharmacy.see("worklist")["referrals"] if row["status"] == "new")

    nation.patient = restricted()
    pharmacy.see("find_patient", other, nhs_number=OLD)

    first = pharmacy.see("open_referral", referral)["adopted_patient"]
    assert {name: first[name] for name in NOWHERE} == NOWHERE


@pytest.mark.parametrize("adopts", [True, False], ids=["adopted there", "only found there"])
def test_what_was_found_at_another_referral_is_not_to_be_chosen_any_more(
    trace, pharmacy, nation, referral, make_report, adopts
):
    trace(record())
    if adopts:
        pharmacy.see("choose_patient", referral, nhs_number=OLD)
    pharmacy.service.intake.receive(make_report(case="second"))
    (second,) = {row["referral"] for row in pharmacy.see("worklist")["referrals"]} - {referral}
    nation.patient = restricted()
    pharmacy.see("find_patient", second, nhs_number=OLD)

    answer = pharmacy.do("choose_patient", referral, nhs_number=OLD)

    assert (answer["status"], answer["shown"]) == (
        "refused",
        "Find the patient on PDS first, then choose one of those found",
    )


def test_a_very_restricted_record_is_told_and_not_adopted(trace, pharmacy, referral):
    seen = trace(very_restricted())

    assert seen["restricted"] and kinds(seen) == ["very-restricted"]
    assert (seen["name"], seen["birth_date"]) == ("", "")
    assert pharmacy.do("choose_patient", referral, nhs_number=OLD)["status"] == "refused"
    assert kinds(pharmacy.see("open_referral", referral)) == ["very-restricted"]


def test_a_copy_from_before_a_record_became_very_restricted_goes(trace, pharmacy, referral):
    trace(record())
    pharmacy.see("choose_patient", referral, nhs_number=OLD)

    trace(very_restricted())

    assert pharmacy.see("open_referral", referral)["adopted_patient"] is None


def test_a_minimal_record_is_shown_as_far_as_it_goes(trace, pharmacy, referral):
    seen = trace({"resourceType": "Patient", "id": OLD, "meta": {"security": [{"code": "U"}]}})

    assert (seen["nhs_number"], seen["name"], seen["birth_date"], seen["gender"]) == (OLD, "", "", "unknown")
    assert kinds(seen) == ["no-practice"]
    assert pharmacy.see("choose_patient", referral, nhs_number=OLD)["patient"]["nhs_number"] == OLD


@pytest.mark.parametrize(
    ("code", "day", "dead", "words"),
    [
        ("2", "2026-03-01T00:00:00+00:00", True, "on 2026-03-01, by formal notice"),
        ("1", None, True, "by informal notice"),
        (None, "2026-03", True, "on 2026-03"),
        (None, "2026", True, "on 2026"),
        ("2", "2026-06-30T23:30:00+00:00", True, "on 2026-06-30"),
        ("U", None, False, ""),
    ],
    ids=["formal", "informal", "month", "year", "late in the day", "withdrawn"],
)
def test_a_death_is_told_with_how_it_is_known_and_the_day_as_it_stands(trace, code, day, dead, words):
    seen = trace(record(deceasedDateTime=day, extension=[death(code)] if code else None))

    assert seen["deceased"] is dead
    assert kinds(seen) == (["deceased"] if dead else [])
    assert words in " ".join(notice["text"] for notice in seen["notices"])
    assert seen["deceased_on"] == (day or "")[:10]


@pytest.mark.parametrize("born", ["1984", "1984-02", "1984-02-29"])
def test_a_birth_date_is_shown_as_far_as_it_is_known(trace, born):
    seen = trace(record(birthDate=born))

    assert seen["birth_date"] == born
    assert "differs" not in kinds(seen)


@pytest.mark.parametrize(
    ("names", "given", "family"),
    [
        ([name("maiden", "Reed", "Maeve"), name("usual", "Whitlow", "Maeve")], "Maeve", "Whitlow"),
        ([name("old", "Reed", "Maeve", **PAST), name("usual", "Whitlow", "Maeve")], "Maeve", "Whitlow"),
        (
            [name("usual", "Reed", "Maeve", **PAST), name("usual", "Whitlow", "Maeve", **NOW)],
            "Maeve",
            "Whitlow",
        ),
        ([name("nickname", "Whitlow", "Mae"), name("usual", "Whitlow", "Maeve")], "Maeve", "Whitlow"),
        (
            [name("usual", "O\u2019Brien-Nu\u00f1ez", "Anne Marie", "Zo\u00eb")],
            "Anne Marie Zo\u00eb",
            "O\u2019Brien-Nu\u00f1ez",
        ),
        ([name("maiden", "Reed", "Maeve")], "", ""),
    ],
    ids=["maiden", "old", "usual before", "nickname", "compound", "maiden alone"],
)
def test_the_usual_name_is_shown_whole(trace, names, given, family):
    seen = trace(record(name=names))

    assert (seen["given"], seen["family"]) == (given, family)


def test_what_has_ended_is_not_shown(trace):
    place = {"line": ["1 Old Road"], "postalCode": "LS9 9ZZ"}
    seen = trace(
        record(
            address=[{"use": "home", "period": PAST, **place}],
            telecom=[{"system": "phone", "value": "01632 960999", "period": PAST}],
            generalPractitioner=[{"identifier": {"value": "B86111", "period": PAST}}],
            managingOrganization={"identifier": {"value": "Q99"}},
        )
    )

    assert {name: seen[name] for name in NOWHERE} == NOWHERE
    assert kinds(seen) == ["no-practice"]
    assert "ended on 2019-03-31" in seen["notices"][0]["text"]


@pytest.mark.parametrize("end", ["2999", "2999-01", "2999-01-01"])
def test_what_ends_in_a_year_or_month_to_come_is_shown(trace, end):
    period = {"start": "2001", "end": end}

    assert trace(record(generalPractitioner=[{"identifier": {"value": "B86999", "period": period}}]))[
        "practice"
    ]["ods"]


def test_the_home_is_shown_and_no_other_address(trace):
    places = [
        {"use": use, "line": [f"1 {use}"], "postalCode": "LS1 1AA", "period": NOW}
        for use in ("billing", "temp", "home")
    ]

    assert trace(record(address=places))["address"]["lines"] == ["1 home"]


def test_a_textphone_is_no_number_to_ring(trace):
    assert (
        trace(record(telecom=[{"system": "other", "value": "01632 960555", "period": NOW}]))["telephone"]
        == ""
    )


def test_what_is_strange_and_lawful_is_passed_over(trace):
    seen = trace(
        record(
            extension=[{"url": "https://example.test/new", "valueString": "?"}],
            address=[
                {
                    "use": "home",
                    "line": [None, "7 Sedge Lane", None, "Leeds", None],
                    "_line": [{"extension": [{"url": "x", "valueCode": "masked"}]}, None, None, None, None],
                    "postalCode": "LS2 9AA",
                }
            ],
        )
    )

    assert seen["address"] == {"lines": ["7 Sedge Lane", "Leeds"], "postcode": "LS2 9AA"}


@pytest.mark.parametrize("gender", ["other", "unknown", "male", "female"])
def test_a_gender_is_shown_as_it_is_held(trace, gender):
    assert trace(record(gender=gender))["gender"] == gender


def test_what_differs_from_the_referral_is_told_and_nothing_is_overwritten(trace, pharmacy, referral):
    trace(record(name=[name("usual", "Fenn", "Maeve")]))
    seen = pharmacy.see("choose_patient", referral, nhs_number=OLD)["patient"]

    told = [notice["text"] for notice in seen["notices"] if notice["kind"] == "differs"]
    assert told == ["The family name differs: Whitlow in the referral, Fenn here."]
    opened = pharmacy.see("open_referral", referral)
    assert (opened["patient"]["family"], opened["adopted_patient"]["family"]) == ("Whitlow", "Fenn")
    assert "differs" in kinds(opened)


@pytest.mark.parametrize(
    "held",
    [
        {"name": [name("usual", "WHITLOW", "MAEVE", "Ann")]},
        {"name": [name("usual", "Whit-low", "Maéve")]},
        {"gender": "other"},
        {"birthDate": "1984"},
    ],
    ids=["case and further names", "hyphen and accent", "gender", "partial date"],
)
def test_what_says_the_same_is_not_called_different(trace, held):
    assert kinds(trace(record(**held))) == []


def test_a_number_of_another_patient_is_told_and_not_adopted(trace, pharmacy, referral):
    seen = trace(record(name=[name("usual", "Fenn", "Rory")], birthDate="1950-01-01"))

    assert "differs" in kinds(seen)
    answer = pharmacy.do("choose_patient", referral, nhs_number=OLD)
    assert answer["status"] == "refused" and "another patient" in answer["shown"]
    assert pharmacy.see("open_referral", referral)["adopted_patient"] is None


@pytest.mark.parametrize(
    ("answer", "due", "kind"),
    [(INVALIDATED, "invalidated", "invalidated"), (UNKNOWN, "not_found", "not-found")],
    ids=["invalidated", "unknown"],
)
def test_a_number_that_leads_nowhere_is_told_each_time(pharmacy, nation, referral, answer, due, kind):
    nation.pds_answers = [answer]

    seen = pharmacy.see("find_patient", referral, nhs_number=OLD)

    assert (seen["outcome"], seen["matches"]) == (due, [])
    assert kinds(seen) == [kind, "refine"]
    for _ in range(2):
        assert kinds(pharmacy.see("open_referral", referral)) == [kind]


def test_an_invalid_number_stays_invalid_when_the_patient_is_found_by_another(pharmacy, nation, referral):
    nation.pds_answers = [INVALIDATED]
    pharmacy.see("find_patient", referral, nhs_number=OLD)
    nation.patient = record(id="9990000026")

    pharmacy.see("find_patient", referral, family="Whitlow", birth_date="1984-02-29")
    pharmacy.see("choose_patient", referral, nhs_number="9990000026")

    assert kinds(pharmacy.see("open_referral", referral)) == ["invalidated"]
    alerts = [notice["kind"] for notice in pharmacy.see("list_alerts")["alerts"]]
    assert alerts.count("back-office") == 1


def test_a_copy_is_let_go_when_its_number_is_made_invalid(trace, pharmacy, nation, referral):
    trace(record())
    pharmacy.see("choose_patient", referral, nhs_number=OLD)
    nation.pds_answers = [INVALIDATED]

    pharmacy.see("find_patient", referral, nhs_number=OLD)

    assert pharmacy.see("open_referral", referral)["adopted_patient"] is None


def test_a_copy_follows_the_record(trace, pharmacy, referral):
    trace(record())
    pharmacy.see("choose_patient", referral, nhs_number=OLD)

    trace(record(address=[{"use": "home", "line": ["2 New Road"], "postalCode": "LS3 3AA"}]))

    assert pharmacy.see("open_referral", referral)["adopted_patient"]["address"]["postcode"] == "LS3 3AA"


def test_a_withdrawn_notice_of_death_is_told_no_more(trace, pharmacy, referral):
    trace(record(extension=[death("1")]))
    assert kinds(pharmacy.see("open_referral", referral)) == ["deceased"]

    trace(record(extension=[death("U")]))

    assert kinds(pharmacy.see("open_referral", referral)) == []
