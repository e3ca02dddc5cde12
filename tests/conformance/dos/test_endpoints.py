"""A secure address is judged by the endpoints that DoS gave in the same step: use, transport, order, and no other's."""

import json

import pytest

from cis2_evidence import call
from cpcs_harness._content.conformance.dos import test_endpoints
from cpcs_harness.errors import NotApplicable, NotMet, NotShown
from made_up import observed
from nhs111_evidence import evidence, issued

PRACTICE = test_endpoints.test_a_practices_secure_email_is_the_one_of_its_endpoints
PROVIDER = test_endpoints.test_a_providers_secure_email_is_the_one_of_its_endpoints
GIVEN_BY_DOS = test_endpoints.test_an_address_is_one_that_dos_gave_for_the_service_just_then
NOT_PUBLIC = test_endpoints.test_no_address_at_a_public_provider_is_shown_as_secure
NEXT = test_endpoints.test_what_is_tried_next_is_shown_in_order_with_its_instruction
SECURE = test_endpoints.test_an_address_that_is_not_of_nhsmail_is_not_shown_as_secure
LOADED = test_endpoints.test_what_the_local_directory_has_is_shown_as_it_was_loaded
TROUBLE = test_endpoints.test_an_error_of_dos_is_not_told_as_no_address
DIFFERS = test_endpoints.test_that_the_local_directory_has_another_address_is_told

GIVEN = issued("endpoints")
ROWS = [
    ("Copy", "itk", 1, "ODS:Y01234", ""),
    ("Copy", "email", 2, "second@nhs.net", "Ring 1"),
    ("Copy", "email", 1, "copies@nhs.net", "PEM SENT"),
    ("Primary", "email", 1, "primary@nhs.net", ""),
]
PUBLIC = [("Copy", "email", 1, "y.nhs.net@gmail.com", ""), ("Copy", "email", 2, "copies@nhs.net", "")]


def answer(rows, ods="Y01234", seq=1):
    names = ("businessScenario", "transport", "endpointOrder", "address", "comment")
    other = {
        "odsCode": "Y09999",
        "endpoints": [dict(zip(names, ("Copy", "email", 1, "near@nhs.net", ""), strict=True))],
    }
    service = {"odsCode": ods, "endpoints": [dict(zip(names, row, strict=True)) for row in rows]}
    return call(
        seq,
        "dos",
        "by_service_type",
        "/",
        answer=json.dumps({"success": {"services": [other, service]}}).encode(),
    )


def looked_up(
    email, *, purpose="notification", kind="gp-practice", ods="Y01234", step="s", told=None, **more
):
    given = {"ods": ods, "kind": kind, "postcode": "LS1 4AB", "purpose": purpose}
    status = "done" if email else "refused"
    return observed(
        9, "lookup_secure_email", {"email": email, **more}, status=status, reason=told, given=given, step=step
    )


def judged(check, seen, rows=ROWS, ods="Y01234", before=()):
    check(evidence(GIVEN, [answer(rows, ods)], [*before, seen]))


def test_a_look_up_by_code_is_asking_dos():
    asked = answer(ROWS, "F1234")
    asked.request.start["target"] = "/app/controllers/api/v1.0/services/byOdsCode/F1234"
    seen = looked_up("primary@nhs.net", purpose="onward-referral", kind="cpcs-provider", ods="F1234")
    for check in (PROVIDER, GIVEN_BY_DOS):
        check(evidence(GIVEN, [asked], [seen]))


def test_what_is_no_answer_of_dos_has_no_service():
    broken = call(1, "dos", "by_service_type", "/", answer=b'["not", "an answer"]')
    with pytest.raises(NotMet, match="none with it"):
        PRACTICE(evidence(GIVEN, [broken], [looked_up("copies@nhs.net")]))


def test_scenario_then_transport_then_order():
    judged(PRACTICE, looked_up("Copies@nhs.net"))
    judged(PRACTICE, looked_up("primary@nhs.net", purpose="onward-referral"))
    for wrong in ("second@nhs.net", "primary@nhs.net", "near@nhs.net", ""):
        with pytest.raises(NotMet, match="lowest order"):
            judged(PRACTICE, looked_up(wrong))


def test_a_suffix_after_a_providers_code_is_no_other_provider():
    seen = looked_up("primary@nhs.net", purpose="onward-referral", kind="cpcs-provider", ods="F1234")
    judged(PROVIDER, seen, ods=" F1234RPX")
    with pytest.raises(NotMet, match="holds F1234"):
        judged(PROVIDER, looked_up("", purpose="onward-referral", kind="cpcs-provider", ods="F1234"))
    with pytest.raises(NotShown, match="no address of a gp-practice"):
        judged(PRACTICE, seen)


def test_an_address_is_dos_s_own_for_the_code_in_that_step():
    judged(GIVEN_BY_DOS, looked_up("second@nhs.net"))
    with pytest.raises(NotShown, match="no address was shown"):
        judged(GIVEN_BY_DOS, looked_up(""), rows=[])
    for seen, rows in (
        (looked_up("near@nhs.net"), ROWS),
        (looked_up("guess@nhs.net"), []),
        (looked_up("copies@nhs.net", step="later"), ROWS),
    ):
        with pytest.raises(NotMet):
            judged(GIVEN_BY_DOS, seen, rows)


def test_a_public_address_is_shown_nowhere_and_none_may_be_shown_in_its_place():
    for right in ("copies@nhs.net", ""):
        judged(NOT_PUBLIC, looked_up(right), PUBLIC)
    judged(PRACTICE, looked_up("copies@nhs.net"), PUBLIC)
    with pytest.raises(NotShown, match="no address was shown"):
        judged(PRACTICE, looked_up(""), PUBLIC)
    with pytest.raises(NotShown, match="no address at a public provider"):
        judged(NOT_PUBLIC, looked_up("copies@nhs.net"))
    for seen in (
        looked_up("y.nhs.net@gmail.com"),
        looked_up("copies@nhs.net", further=["y.nhs.net@GMAIL.com"]),
    ):
        with pytest.raises(NotMet, match="public provider"):
            judged(NOT_PUBLIC, seen, PUBLIC)


def test_what_is_tried_next_is_all_of_the_same_use():
    judged(NEXT, looked_up("copies@nhs.net", further=["second@nhs.net"], instruction="PEM SENT; Ring 1"))
    for further, said in (
        ([], "PEM SENT Ring 1"),
        (["second@nhs.net"], "PEM SENT"),
        (["second@nhs.net", "primary@nhs.net"], "PEM SENT Ring 1"),
    ):
        with pytest.raises(NotMet):
            judged(NEXT, looked_up("copies@nhs.net", further=further, instruction=said))


def test_an_instruction_of_another_use_is_none_of_this_one():
    def judge(primary, said):
        rows = [*ROWS[:3], ("Primary", "email", 1, "primary@nhs.net", primary)]
        judged(NEXT, looked_up("copies@nhs.net", further=["second@nhs.net"], instruction=said), rows)

    judge("Ring 2", "PEM SENT Ring 1")
    judge("Ring 1", "PEM SENT Ring 1")
    with pytest.raises(NotMet, match="no instruction for another use"):
        judge("Ring 2", "PEM SENT Ring 1 Ring 2")


def loaded(email):
    entry = {"ods": "Y01234", "name": "", "email": email, "kind": "gp-practice"}
    return observed(1, "load_directory", {"loaded": 1}, given={"entries": [entry]})


@pytest.mark.parametrize("check", [NEXT, SECURE, DIFFERS, LOADED])
def test_where_no_address_was_shown_nothing_is_passed(check):
    with pytest.raises(NotShown):
        judged(check, looked_up(""), before=[loaded("former@nhs.net")])


def test_what_the_directory_has_is_what_was_loaded_or_nothing():
    def both(here, there):
        """Look up one code that was loaded, and one that was not."""
        first = looked_up("copies@nhs.net", directory_email=here)
        other = looked_up("near@nhs.net", ods="Y09999", directory_email=there)
        LOADED(evidence(GIVEN, [answer(ROWS)], [loaded("former@nhs.net"), first, other]))

    both("Former@nhs.net", "")
    for wrong in (("copies@nhs.net", ""), ("", ""), ("former@nhs.net", "near@nhs.net")):
        with pytest.raises(NotMet, match="what the local directory has"):
            both(*wrong)
    with pytest.raises(NotApplicable):
        judged(LOADED, looked_up("copies@nhs.net"))
    with pytest.raises(NotShown, match="had every code"):
        judged(LOADED, looked_up("copies@nhs.net", directory_email="a@nhs.net"), before=[loaded("a@nhs.net")])


def test_trouble_of_dos_is_told_apart_from_no_address():
    def both(told, email="", none="DoS has no address of Y01234"):
        failed = answer(ROWS, seq=2)
        failed.fault, failed.step = "server-error", "later"
        nothing, trouble = looked_up("", told=none), looked_up(email, step="later", told=told)
        TROUBLE(evidence(GIVEN, [answer([]), failed], [nothing, trouble]))

    both("DoS failed")
    for told, email in (("dos has no address of y01234!", ""), ("", ""), ("", "copies@nhs.net")):
        with pytest.raises(NotMet):
            both(told, email)
    with pytest.raises(NotShown, match="in trouble"):
        judged(TROUBLE, looked_up(""), rows=[])


def test_a_difference_is_told_where_there_is_one_and_not_elsewhere():
    for email, differs in (("COPIES@nhs.net", False), ("former@nhs.net", True)):
        judged(DIFFERS, looked_up("copies@nhs.net", differs=differs), before=[loaded(email)])
        with pytest.raises(NotMet, match="differs"):
            judged(DIFFERS, looked_up("copies@nhs.net", differs=not differs), before=[loaded(email)])
