"""The faults in keeping reports apart and together: beside the sound service, each gets wrong what it says."""

from collections.abc import Callable

import pytest

from reference_faults import Scene, keeper
from reference_messages import report

SET, OTHER_SET = "5C8F4F1E-0000-4000-8000-000000000001", "5C8F4F1E-0000-4000-8000-000000000002"
NULLIFICATION = {
    "code": "285091000000108",
    "profile": "urn:nhs-en:profile:nullificationDocument-v5-0",
    "interaction": "nullifyNHS111CDADocument-v1-0",
}

RIGHT: dict[str, Callable[[Scene], bool]] = {}
right = keeper(RIGHT)


@right("lists_repeated_reports_as_new")
def _(scene: Scene) -> bool:
    body = report()
    return (scene.status(body), scene.status(body), len(scene.rows())) == (200, 200, 1)


@right("keeps_the_first_version")
def _(scene: Scene) -> bool:
    scene.send(set_id=SET)
    scene.send(set_id=SET, version="2", text="newer")
    return "newer" in scene.text()


@right("measures_versions_by_the_first")
def _(scene: Scene) -> bool:
    for version, words in (("1", "first"), ("3", "third"), ("2", "second")):
        scene.send(set_id=SET, version=version, text=words)
    return "third" in scene.text()


@right("takes_reports_for_repeats_of_their_copies")
def _(scene: Scene) -> bool:
    scene.send(set_id=SET, document=OTHER_SET, interaction="copyRecipientNHS111CDADocument-v2-0")
    scene.send(set_id=SET, document=OTHER_SET)
    return len(scene.rows()) == 1


@right("replaces_referrals_silently")
def _(scene: Scene) -> bool:
    scene.send(set_id=SET)
    scene.see("record_contact_attempt", scene.rows()[0]["referral"], outcome="none")
    scene.send(set_id=SET, version="2", text="newer")
    return "replaced-after-start" in str(scene.opened()["notices"]) and len(scene.alerts()) == 2


@right("shows_the_version_that_came_last")
def _(scene: Scene) -> bool:
    scene.send(set_id=SET, version="2", text="newer")
    scene.send(set_id=SET, text="older")
    return "newer" in scene.text()


@right("keeps_withdrawn_referrals")
def _(scene: Scene) -> bool:
    scene.send(set_id=SET)
    scene.send(set_id=SET, **NULLIFICATION)
    return scene.rows()[0]["status"] == "withdrawn"


@right("refuses_nullifications_of_unknown_documents")
def _(scene: Scene) -> bool:
    return scene.status(set_id=SET, **NULLIFICATION) == 200


@right("treats_documents_of_one_case_as_versions")
def _(scene: Scene) -> bool:
    scene.send(set_id=SET)
    scene.send(set_id=OTHER_SET)
    return len(scene.rows()) == 2


@right("lists_copies_for_information")
def _(scene: Scene) -> bool:
    return scene.status(interaction="copyRecipientNHS111CDADocument-v2-0") == 200 and scene.rows() == []


@right("ignores_cases_handled_by_email")
def _(scene: Scene) -> bool:
    patient = {"given": "Maeve", "family": "Whitlow"}
    scene.see("key_referral", source="nhs111", service="minor-illness", reference="CASE-7", patient=patient)
    scene.send()
    return "already-handled" in str(scene.see("open_referral", scene.rows()[0]["referral"])["notices"])


@right("raises_no_alert_for_new_referrals")
def _(scene: Scene) -> bool:
    scene.send()
    return len(scene.alerts()) == 1


@right("names_patients_in_alerts")
def _(scene: Scene) -> bool:
    scene.send()
    return "Whitlow" not in str(scene.alerts())


@pytest.mark.parametrize("name", RIGHT)
def test_the_fault_gets_wrong_what_the_sound_service_gets_right(scene, name):
    assert RIGHT[name](scene(None))
    assert not RIGHT[name](scene(name))
