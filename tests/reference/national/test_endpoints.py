"""The secure address of a practice or pharmacy by DoS, beside what the local directory has."""

import pytest

ROWS = [
    ("Copy", "itk", 1, "ODS:B86999", ""),
    ("Copy", "email", "2", " Second@nhs.net ", ""),
    ("Copy", "email", 1, "first@nhs.net", "Ring should it come back"),
    ("Copy", "email", 0, "b86999.nhs.net@gmail.com", ""),
    ("Primary", "email", 3, "primary@nhs.net", ""),
]


def service(ods="B86999", rows=ROWS):
    names = ("businessScenario", "transport", "endpointOrder", "address", "comment")
    return {"odsCode": ods, "endpoints": [dict(zip(names, row, strict=True)) for row in rows]}


def ask(ods="B86999", kind="gp-practice", purpose="notification"):
    return {"ods": ods, "kind": kind, "purpose": purpose, "postcode": "LS1 4AB"}


def test_the_lowest_order_of_the_use_is_shown_and_what_is_tried_next(pharmacy, nation):
    nation.services = [service("B86111", []), service()]

    seen = pharmacy.see("lookup_secure_email", **ask())

    assert nation.asked("/dos/")[0][1] == "/dos/services/byServiceType/0/LS1%204AB/0/0/0/0/0/100/0"
    assert (seen["email"], seen["further"]) == ("first@nhs.net", ["Second@nhs.net"])
    assert (seen["instruction"], seen["differs"]) == ("Ring should it come back", False)
    assert pharmacy.see("lookup_secure_email", **ask(purpose="onward-referral"))["email"] == "primary@nhs.net"


def test_a_suffix_after_a_pharmacys_code_is_left_out(pharmacy, nation):
    nation.services = [service("FQ402RPX")]

    seen = pharmacy.see("lookup_secure_email", **ask("FQ402", "cpcs-provider", "onward-referral"))

    assert nation.asked("/dos/")[0][1].endswith("/131/0")
    assert seen["email"] == "primary@nhs.net"


@pytest.mark.parametrize("rows", [[], ROWS[:1], ROWS[3:4]])
def test_where_dos_has_no_secure_address_none_is_shown(pharmacy, nation, rows):
    nation.services = [service(rows=rows)]

    answer = pharmacy.do("lookup_secure_email", **ask())

    assert (answer["status"], "ring them" in answer["shown"]) == ("refused", True)


def test_another_address_in_the_local_directory_is_told_and_left_as_it_is(pharmacy, nation):
    nation.services = [service()]
    entry = {"ods": "B86999", "name": "Sedge", "email": "former@nhs.net", "kind": "gp-practice"}
    pharmacy.see("load_directory", entries=[entry])

    seen = pharmacy.see("lookup_secure_email", **ask())

    assert (seen["differs"], seen["directory_email"]) == (True, "former@nhs.net")
    assert pharmacy.see("lookup_practice_email", ods="B86999")["email"] == "former@nhs.net"
