"""PDS: a patient's related persons (sheet sections 2.3, 4.1 and 4.4)."""

from dataclasses import replace

import pytest

from cpcs_harness.people.demographics import Demographics, HeldAddress, HeldRelation
from pds_records import code, extensions


def test_2_3_one_without_related_persons_has_an_empty_bundle_without_entries(pds, issued):
    bundle = pds.get(f"/Patient/{issued.person.nhs_number}/RelatedPerson").json()

    assert bundle["total"] == 0
    assert "entry" not in bundle


def test_2_3_related_persons_have_role_type_and_next_of_kin(hold, pds, issued):
    mother = HeldRelation(
        "MTH",
        family="Jones",
        given="Mair",
        telephone="01632 960001",
        next_of_kin=True,
        rank=1,
        copied=True,
        address=HeldAddress(("2 High Street", "Leeds"), "LS1 1AB"),
    )
    guardian = HeldRelation("Guardian", nhs_number="9990000026", role="Guardian")
    hold(replace(Demographics.of(issued.person), relations=(mother, guardian), version=3))

    answer = pds.get(f"/Patient/{issued.person.nhs_number}/RelatedPerson")

    first, second = [entry["resource"] for entry in answer.json()["entry"]]
    assert (answer.json()["total"], answer.headers["etag"]) == (2, 'W/"3"')
    assert [one["code"] for one in first["relationship"][0]["coding"]] == ["Personal", "MTH", "N"]
    assert set(extensions(first)) == {"CopyCorrespondenceIndicator", "ContactRank"}
    assert first["name"][0]["family"] == "Jones"
    assert first["patient"] == {}
    assert second["patient"]["identifier"]["value"] == "9990000026"
    assert [one["code"] for one in second["relationship"][0]["coding"]] == ["Guardian"]
    assert not {"name", "address"} & set(second)
    assert answer.json()["entry"][0]["fullUrl"].endswith(f"/RelatedPerson/{first['id']}")


@pytest.mark.parametrize("security", ["R", "V"])
def test_4_1_a_restricted_patient_has_no_related_persons(hold, pds, issued, security):
    kin = (HeldRelation("SPS", family="Jones"),)
    hold(replace(Demographics.of(issued.person), relations=kin, security=security))

    bundle = pds.get(f"/Patient/{issued.person.nhs_number}/RelatedPerson").json()

    assert (bundle["total"], "entry" in bundle) == (0, False)


def test_2_3_nobody_is_related_to_one_who_is_unknown(pds):
    answer = pds.get("/Patient/9111231130/RelatedPerson")

    assert (answer.status_code, code(answer)) == (404, "RESOURCE_NOT_FOUND")


def test_what_is_nowhere_written_of_related_persons_is_inferred(hold, pds, issued, seen):
    def certainty(**changes):
        hold(replace(Demographics.of(issued.person), **changes))
        pds.get(f"/Patient/{issued.person.nhs_number}/RelatedPerson")
        return seen.last("pds", "related_person")["data"]["certainty"]

    hold(Demographics("9990000018"))

    assert certainty(security="R") == "published"
    assert certainty(security="V") == certainty(replaced_by="9990000018") == "inferred"
