"""The faults that mix pharmacies up: the second one's work must be in its own name."""

import json

import pytest

from reference import faulty

pytestmark = pytest.mark.usefixtures("in_april")


@pytest.mark.parametrize("name", [None, "claims_for_the_first_pharmacy", "emails_from_the_first_pharmacy"])
def test_the_second_pharmacys_work_is_its_own(make_service, nation, mailroom, at, name):
    second = at(make_service(), "FB202")
    if name:
        faulty.installer(name)(second.app)
    referral = second.completed(dx="Dx28", ods="FB202")
    second.see("notify_gp", referral)
    second.see("submit_claims", referral)

    claim = json.loads(nation.asked("/mys/Claim")[0][3])
    claims, mails = name != "claims_for_the_first_pharmacy", name != "emails_from_the_first_pharmacy"
    assert claim["provider"]["identifier"]["value"] == ("FB202" if claims else "FA101")
    assert mailroom.logins == ["pharmacy.fb202@nhs.net" if mails else "pharmacy.fa101@nhs.net"]
