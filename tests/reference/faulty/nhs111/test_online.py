"""The faults in what is special to NHS 111 online: beside the sound service, each gets wrong what it says."""

from collections.abc import Callable

import pytest

from reference_faults import Scene, keeper
from reference_messages import report

SET, OTHER_SET = "5C8F4F1E-0000-4000-8000-000000000001", "5C8F4F1E-0000-4000-8000-000000000002"
CARER = (
    "<informant><relatedEntity><code displayName='Carer'/><telecom value='tel:07700900999' use='EC'/>"
    "<relatedPerson><name>Jo</name></relatedPerson></relatedEntity></informant>"
)
INNER = b"<component><section><title>Patient's"

RIGHT: dict[str, Callable[[Scene], bool]] = {}
right = keeper(RIGHT)


@right("refuses_reports_without_nhs_number")
def _(scene: Scene) -> bool:
    return scene.status(ids="") == 200


@right("shows_local_ids_as_nhs_numbers")
def _(scene: Scene) -> bool:
    scene.send(ids="")
    return scene.opened()["patient"]["nhs_number"] == ""


@right("hides_the_callers_callback_number")
def _(scene: Scene) -> bool:
    scene.send(informant=CARER)
    return "07700900999" in str(scene.opened()["informant"])


@right("merges_cases_with_the_same_short_id")
def _(scene: Scene) -> bool:
    scene.send(set_id=SET)
    scene.send(report(set_id=OTHER_SET).replace(b"REF-7", b"REF-8"))
    return len(scene.rows()) == 2


@right("drops_changed_resubmissions")
def _(scene: Scene) -> bool:
    scene.send(set_id=SET)
    scene.send(set_id=OTHER_SET, text="changed")
    return len(scene.rows()) == 2


@right("shows_two_sections_of_online_reports")
def _(scene: Scene) -> bool:
    more = b"".join(
        b"<component><section><title>%d</title><text>t%d</text></section></component>" % (n, n)
        for n in range(3)
    )
    scene.send(report().replace(INNER, more + INNER).replace(b"CASE-7", b"111-ONLINE-ABCDE"))
    return "Headache" in scene.text()


@pytest.mark.parametrize("name", RIGHT)
def test_the_fault_gets_wrong_what_the_sound_service_gets_right(scene, name):
    assert RIGHT[name](scene(None))
    assert not RIGHT[name](scene(name))
