"""The faults in showing a referral: beside the sound service, each gets wrong what it says."""

from collections.abc import Callable

import pytest

from reference_faults import Scene, keeper
from reference_messages import report

CARER = (
    "<informant><relatedEntity><code displayName='Carer'/><telecom value='tel:07700900999' use='EC'/>"
    "<relatedPerson><name>Jo</name></relatedPerson></relatedEntity></informant>"
)
UNTRACED = '<id extension="9990000018" root="2.16.840.1.113883.2.1.3.2.4.18.23"/>'
INNER = b"<component><section><title>Patient's"

RIGHT: dict[str, Callable[[Scene], bool]] = {}
right = keeper(RIGHT)


@right("shows_birth_date_a_day_early")
def _(scene: Scene) -> bool:
    scene.send()
    return scene.opened()["birth_date"] == "1984-02-29"


@right("keeps_the_first_callback_number")
def _(scene: Scene) -> bool:
    scene.send()
    first = scene.opened()["callback_number"]
    scene.send(ods="FB202", telecoms='<telecom value="tel:07700900321" use="EC"/>')
    return first == "07700900123" and scene.opened("FB202")["callback_number"] == "07700900321"


@right("drops_disposition_text")
def _(scene: Scene) -> bool:
    scene.send()
    return scene.opened()["disposition"]["text"] == "Repeat prescription within 12 hours"


@right("shows_the_sender_as_the_practice")
def _(scene: Scene) -> bool:
    scene.send()
    return scene.opened()["practice"]["ods"] == "B86999"


@right("truncates_long_text")
def _(scene: Scene) -> bool:
    scene.send(text="x" * 2_001)
    return "x" * 2_001 in scene.text()


@right("lists_a_referral_twice_after_opening")
def _(scene: Scene) -> bool:
    scene.send()
    scene.opened()
    return len(scene.rows()) == 1


@right("shows_its_own_case_numbers")
def _(scene: Scene) -> bool:
    scene.send()
    return scene.opened()["case_reference"] == "REF-7"


@right("drops_second_given_names")
def _(scene: Scene) -> bool:
    scene.send(name="<given>Maeve</given><given>Ann</given><family>Whitlow</family>")
    return scene.opened()["patient"]["given"] == "Maeve Ann"


@right("shows_every_pharmacy_all_referrals")
def _(scene: Scene) -> bool:
    return scene.status() == 200 and scene.rows("FB202") == []


@right("drops_time_zone_offsets")
def _(scene: Scene) -> bool:
    scene.send()
    return scene.rows()[0]["created"].endswith("+01:00")


@right("shows_arrival_time_as_time_of_writing")
def _(scene: Scene) -> bool:
    scene.send()
    return scene.rows()[0]["created"] == "2026-04-01T12:15:00+01:00"


@right("shows_every_nhs_number_as_verified")
def _(scene: Scene) -> bool:
    scene.send(ids=UNTRACED)
    return scene.opened()["patient"]["nhs_number_verified"] is False


@right("hides_the_caller")
def _(scene: Scene) -> bool:
    scene.send(informant=CARER)
    return "07700900999" in str(scene.opened()["informant"])


@right("completes_partial_birth_dates")
def _(scene: Scene) -> bool:
    scene.send(report().replace(b'birthTime value="19840229"', b'birthTime value="1984"'))
    return scene.opened()["birth_date"] == "1984"


@right("hides_special_patient_notes")
def _(scene: Scene) -> bool:
    special = b"<component><section><title>Special Patient Notes</title><text>Lives alone</text></section></component>"
    scene.send(report().replace(INNER, special + INNER))
    return "Lives alone" in scene.text()


@pytest.mark.parametrize("name", RIGHT)
def test_the_fault_gets_wrong_what_the_sound_service_gets_right(scene, name):
    assert RIGHT[name](scene(None))
    assert not RIGHT[name](scene(name))
