"""The faults in taking in ITK messages: beside the sound service, each gets wrong what it says."""

import html
from collections.abc import Callable

import pytest
from lxml import etree

from reference import faulty
from reference_faults import Scene, keeper
from reference_messages import report
from reference_sets import NS

UTILITY = "oasis-200401-wss-wssecurity-utility-1.0.xsd"
SECURITY = "oasis-200401-wss-wssecurity-secext-1.0.xsd"
OASIS = "http://docs.oasis-open.org/wss/2004/01/"
OVER = (
    f'<w:Security xmlns:w="{OASIS}{SECURITY}" xmlns:u="{OASIS}{UTILITY}"><u:Timestamp><u:Created>'
    "2020-01-01T00:00:00Z</u:Created><u:Expires>2020-01-01T00:05:00Z</u:Expires></u:Timestamp></w:Security>"
)

RIGHT: dict[str, Callable[[Scene], bool]] = {}
right = keeper(RIGHT)


@right("answers_with_the_request_action")
def _(scene: Scene) -> bool:
    return b"SendNHS111Report-v2-0Response" in scene.send().body


@right("accepts_a_wrong_manifest")
def _(scene: Scene) -> bool:
    return scene.status(manifest_count="2") == 500


@right("demands_security_header")
def _(scene: Scene) -> bool:
    return scene.status() == 200


@right("expects_the_organisation_address_first")
def _(scene: Scene) -> bool:
    return scene.status(ods="", dos="2000090101") == 200


@right("answers_refusals_with_400")
def _(scene: Scene) -> bool:
    return scene.service.intake.receive(report(), media="application/json").status == 500


@right("answers_refusals_with_202")
def _(scene: Scene) -> bool:
    return scene.status(manifest_count="2") == 500


@right("writes_faults_unescaped")
def _(scene: Scene) -> bool:
    reply = scene.send(profile=html.escape("<x> & \" '", quote=True))
    try:
        return etree.fromstring(reply.body).find(".//faultcode") is not None
    except etree.XMLSyntaxError:
        return False


@right("accepts_other_encodings")
def _(scene: Scene) -> bool:
    return scene.status(report().decode().encode("utf-16")) == 500


@right("ignores_the_action")
def _(scene: Scene) -> bool:
    return scene.status(action="urn:nhs-itk:services:201005:SendCDADocument-v2-0") == 500


@right("accepts_unknown_profiles")
def _(scene: Scene) -> bool:
    return scene.status(profile="urn:nhs-en:profile:nhs111CDADocument-v9-0") == 500


@right("accepts_reports_for_other_pharmacies")
def _(scene: Scene) -> bool:
    return scene.status(ods="FZ999") == 500 and scene.rows() == []


@right("names_its_pharmacies_in_faults")
def _(scene: Scene) -> bool:
    return b"FB202" not in scene.send(ods="FZ999").body


@right("ignores_dos_service_ids")
def _(scene: Scene) -> bool:
    return scene.status(ods="", dos="2000090101") == 200 and len(scene.rows()) == 1


@right("expands_xml_entities")
def _(scene: Scene) -> bool:
    return scene.status(b"<!DOCTYPE a [<!ENTITY e 'x'>]>" + report(text="&e;")) == 500


@right("ignores_must_understand")
def _(scene: Scene) -> bool:
    return scene.status(security='<x:P xmlns:x="urn:x" e:mustUnderstand="1"/>') == 500


@right("accepts_expired_messages")
def _(scene: Scene) -> bool:
    return scene.status(security=OVER) == 500


@right("misorders_error_info")
def _(scene: Scene) -> bool:
    info = etree.fromstring(scene.send(b"<a/>").body).find(".//i:ToolkitErrorInfo", NS)
    names = [etree.QName(part).localname for part in info]
    return names == ["ErrorID", "ErrorCode", "ErrorText", "ErrorDiagnosticText"]


@right("audits_no_refusals")
def _(scene: Scene) -> bool:
    scene.send(manifest_count="2")
    return len(scene.results()) == 1


@pytest.mark.parametrize("name", RIGHT)
def test_the_fault_gets_wrong_what_the_sound_service_gets_right(scene, name):
    assert RIGHT[name](scene(None))
    assert not RIGHT[name](scene(name))


def test_entities_that_lie_elsewhere_are_fetched_by_the_fault_alone(scene, played_nation):
    nation, base = played_nation
    body = f'<!DOCTYPE a [<!ENTITY e SYSTEM "{base}/pds/Patient/canary">]>'.encode() + report()
    asked = {}
    for name in (None, "fetches_external_entities"):
        nation.reset()
        assert scene(name).status(body) == 500
        asked[name] = len(nation.asked("canary"))

    assert asked == {None: 0, "fetches_external_entities": 1}


def test_a_referral_is_stored_after_its_answer(service, make_report, at):
    faulty.installer("acknowledges_before_storing")(service)

    assert service.intake.receive(make_report()).status == 200
    assert at(service).see("worklist")["referrals"] == []
