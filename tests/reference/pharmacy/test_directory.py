"""The local directory: loaded all or none, by code and kind, without addresses that anybody may have."""

import pytest

PRACTICE = {"ods": "B86999", "name": "Sedge", "email": "sedge@nhs.net", "kind": "gp-practice"}
PROVIDER = {
    "ods": "FQ402",
    "name": "Viaduct",
    "email": "nhspharmacy.leeds.viaductfq402@nhs.net",
    "kind": "cpcs-provider",
}


def test_practices_and_pharmacies_are_kept_apart_and_listed_together(pharmacy):
    pharmacy.see("load_directory", entries=[PRACTICE, PROVIDER])

    assert pharmacy.see("lookup_provider_email", ods="FQ402")["email"] == PROVIDER["email"]
    assert pharmacy.do("lookup_practice_email", ods="FQ402")["status"] == "refused"
    assert pharmacy.see("list_directory")["entries"] == [PRACTICE, PROVIDER]


@pytest.mark.parametrize("email", ["sedge@gmail.com", "sedge.nhs.net@Outlook.com"])
def test_a_public_address_is_refused_with_all_that_came_with_it(pharmacy, email):
    answer = pharmacy.do("load_directory", entries=[PROVIDER, {**PRACTICE, "email": email}])

    assert (answer["status"], email in answer["shown"]) == ("refused", True)
    assert pharmacy.see("list_directory")["entries"] == []
