"""The known-bad variants of what arrives: beside the sound service, each gets wrong what it says, and only then."""

import base64
import html
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from lxml import etree

from reference import faulty
from reference_messages import report
from reference_sets import NS, together, written

FIRST, SECOND = "11111111-0000-4000-8000-000000000001", "22222222-0000-4000-8000-000000000002"
SET, OTHER_SET = "5C8F4F1E-0000-4000-8000-000000000001", "5C8F4F1E-0000-4000-8000-000000000002"
WSA, UTILITY = "http://www.w3.org/2005/08/addressing", "oasis-200401-wss-wssecurity-utility-1.0.xsd"
SECURITY = "oasis-200401-wss-wssecurity-secext-1.0.xsd"
OASIS = "http://docs.oasis-open.org/wss/2004/01/"
OVER = (
    f'<w:Security xmlns:w="{OASIS}{SECURITY}" xmlns:u="{OASIS}{UTILITY}"><u:Timestamp><u:Created>'
    "2020-01-01T00:00:00Z</u:Created><u:Expires>2020-01-01T00:05:00Z</u:Expires></u:Timestamp></w:Security>"
)
NULLIFICATION = {
    "code": "285091000000108",
    "profile": "urn:nhs-en:profile:nullificationDocument-v5-0",
    "interaction": "nullifyNHS111CDADocument-v1-0",
}
CARER = (
    "<informant><relatedEntity><code displayName='Carer'/><telecom value='tel:07700900999' use='EC'/>"
    "<relatedPerson><name>Jo</name></relatedPerson></relatedEntity></informant>"
)
UNTRACED = '<id extension="9990000018" root="2.16.840.1.113883.2.1.3.2.4.18.23"/>'
INNER = b"<component><section><title>Patient's"


@dataclass
class Scene:
    """A service of four pharmacies, and what comes to it and shows there."""

    service: Any
    at: Any

    def send(self, body: bytes = b"", **changes: Any) -> Any:
        return self.service.intake.receive(body or report(**changes))

    def status(self, body: bytes = b"", **changes: Any) -> int:
        return int(self.send(body, **changes).status)

    def see(self, action: str, *given: Any, ods: str = "FA101", **more: Any) -> dict[str, Any]:
        return dict(self.at(self.service, ods).see(action, *given, **more))

    def rows(self, ods: str = "FA101") -> list[dict[str, Any]]:
        return list(self.see("worklist", ods=ods)["referrals"])

    def opened(self) -> dict[str, Any]:
        (row,) = self.rows()
        return self.see("open_referral", row["referral"])

    def text(self) -> str:
        return str(self.opened()["sections"])

    def results(self) -> list[str]:
        return [entry["result"] for entry in self.see("read_audit")["entries"]]

    def alerts(self) -> list[dict[str, Any]]:
        return list(self.see("list_alerts")["alerts"])


RIGHT: dict[str, Callable[[Scene], bool]] = {}


def right(name: str) -> Callable[[Callable[[Scene], bool]], Callable[[Scene], bool]]:
    """What a sound service does, and the fault of this name does not."""

    def kept(what: Callable[[Scene], bool]) -> Callable[[Scene], bool]:
        RIGHT[name] = what
        return what

    return kept


@right("demands_security_header")
def _(scene: Scene) -> bool:
    return scene.status() == 200


@right("demands_the_address_order")
def _(scene: Scene) -> bool:
    return scene.status(ods="", dos="2000090101") == 200


@right("writes_faults_unescaped")
def _(scene: Scene) -> bool:
    reply = scene.send(profile=html.escape("<x> & \" '", quote=True))
    try:
        return etree.fromstring(reply.body).find(".//faultcode") is not None
    except etree.XMLSyntaxError:
        return False


@right("answers_400")
def _(scene: Scene) -> bool:
    return scene.service.intake.receive(report(), media="application/json").status == 500


@right("shrugs_at_what_it_cannot_read")
def _(scene: Scene) -> bool:
    return scene.status(manifest_count="2") == 500


@right("takes_other_encodings")
def _(scene: Scene) -> bool:
    return scene.status(report().decode().encode("utf-16")) == 500


@right("ignores_the_action")
def _(scene: Scene) -> bool:
    return scene.status(action="urn:nhs-itk:services:201005:SendCDADocument-v2-0") == 500


@right("takes_unknown_profiles")
def _(scene: Scene) -> bool:
    return scene.status(profile="urn:nhs-en:profile:nhs111CDADocument-v9-0") == 500


@right("takes_what_is_for_others")
def _(scene: Scene) -> bool:
    return scene.status(ods="FZ999") == 500 and scene.rows() == []


@right("names_its_pharmacies")
def _(scene: Scene) -> bool:
    return b"FB202" not in scene.send(ods="FZ999").body


@right("expands_entities")
def _(scene: Scene) -> bool:
    return scene.status(b"<!DOCTYPE a [<!ENTITY e 'x'>]>" + report(text="&e;")) == 500


@right("ignores_must_understand")
def _(scene: Scene) -> bool:
    return scene.status(security='<x:P xmlns:x="urn:x" e:mustUnderstand="1"/>') == 500


@right("shows_base64_as_text")
def _(scene: Scene) -> bool:
    root = etree.fromstring(report())
    payload = root.find(".//i:payload", NS)
    content = etree.tostring(payload[0])
    payload.remove(payload[0])
    payload.text = base64.b64encode(content).decode()
    root.find(".//i:manifestitem", NS).set("base64", "true")
    return scene.status(etree.tostring(root)) == 200 and "Headache" in scene.text()


@right("lists_blank_referrals")
def _(scene: Scene) -> bool:
    body = re.sub(rb"<recordTarget>.*</recordTarget>", b"", report(), flags=re.DOTALL)
    return scene.status(body) == 500 and scene.rows() == []


@right("lists_repeats")
def _(scene: Scene) -> bool:
    body = report()
    return (scene.status(body), scene.status(body), len(scene.rows())) == (200, 200, 1)


@right("takes_expired_messages")
def _(scene: Scene) -> bool:
    return scene.status(security=OVER) == 500


@right("shows_every_pharmacy_everything")
def _(scene: Scene) -> bool:
    return scene.status() == 200 and scene.rows("FB202") == []


@right("ignores_dos_ids")
def _(scene: Scene) -> bool:
    return scene.status(ods="", dos="2000090101") == 200 and len(scene.rows()) == 1


@right("keeps_the_first_version")
def _(scene: Scene) -> bool:
    scene.send(set_id=SET)
    scene.send(set_id=SET, version="2", text="newer")
    return "newer" in scene.text()


@right("replaces_silently")
def _(scene: Scene) -> bool:
    scene.send(set_id=SET)
    scene.see("record_contact_attempt", scene.rows()[0]["referral"], outcome="none")
    scene.send(set_id=SET, version="2", text="newer")
    return "replaced-after-start" in str(scene.opened()["notices"]) and len(scene.alerts()) == 2


@right("shows_what_came_last")
def _(scene: Scene) -> bool:
    scene.send(set_id=SET, version="2", text="newer")
    scene.send(set_id=SET, text="older")
    return "newer" in scene.text()


@right("refuses_unknown_nullification")
def _(scene: Scene) -> bool:
    return scene.status(set_id=SET, **NULLIFICATION) == 200


@right("keeps_withdrawn_referrals")
def _(scene: Scene) -> bool:
    scene.send(set_id=SET)
    scene.send(set_id=SET, **NULLIFICATION)
    return scene.rows()[0]["status"] == "withdrawn"


@right("overwrites_by_case")
def _(scene: Scene) -> bool:
    scene.send(set_id=SET)
    scene.send(set_id=OTHER_SET)
    return len(scene.rows()) == 2


@right("lists_copies")
def _(scene: Scene) -> bool:
    return scene.status(interaction="copyRecipientNHS111CDADocument-v2-0") == 200 and scene.rows() == []


@right("takes_the_first_of_a_set")
def _(scene: Scene) -> bool:
    earlier = written(report(case="1", text="earlier"), "20260331120000+0100")
    scene.send(together(earlier, report(case="2", text="newest")))
    return "newest" in scene.text()


@right("shows_arrival_for_writing")
def _(scene: Scene) -> bool:
    scene.send()
    return scene.rows()[0]["created"] == "2026-04-01T12:15:00+01:00"


@right("drops_offsets")
def _(scene: Scene) -> bool:
    scene.send()
    return scene.rows()[0]["created"].endswith("+01:00")


@right("forgets_emailed_cases")
def _(scene: Scene) -> bool:
    patient = {"given": "Maeve", "family": "Whitlow"}
    scene.see("key_referral", source="nhs111", service="minor-illness", reference="CASE-7", patient=patient)
    scene.send()
    return "already-handled" in str(scene.see("open_referral", scene.rows()[0]["referral"])["notices"])


@right("calls_every_number_verified")
def _(scene: Scene) -> bool:
    scene.send(ids=UNTRACED)
    return scene.opened()["patient"]["nhs_number_verified"] is False


@right("drops_the_callers_number")
def _(scene: Scene) -> bool:
    scene.send(informant=CARER)
    return "07700900999" in str(scene.opened()["informant"])


@right("shows_one_callback")
def _(scene: Scene) -> bool:
    scene.send(informant=CARER)
    return "07700900999" in str(scene.opened()["informant"])


@right("completes_birth_dates")
def _(scene: Scene) -> bool:
    scene.send(report().replace(b'birthTime value="19840229"', b'birthTime value="1984"'))
    return scene.opened()["birth_date"] == "1984"


@right("drops_nested_sections")
def _(scene: Scene) -> bool:
    inner = b"<component><section><title>Inner</title><text>within</text></section></component></section>"
    scene.send(report().replace(b"</text></section>", b"</text>" + inner))
    return "within" in scene.text()


@right("drops_table_cells")
def _(scene: Scene) -> bool:
    scene.send(text="<table><tbody><tr><td>Pulse</td><td>88</td></tr></tbody></table>")
    return "88" in scene.text()


@right("hides_special_notes")
def _(scene: Scene) -> bool:
    special = b"<component><section><title>Special Patient Notes</title><text>Lives alone</text></section></component>"
    scene.send(report().replace(INNER, special + INNER))
    return "Lives alone" in scene.text()


@right("alerts_nobody")
def _(scene: Scene) -> bool:
    scene.send()
    return len(scene.alerts()) == 1


@right("names_patients_in_alerts")
def _(scene: Scene) -> bool:
    scene.send()
    return "Whitlow" not in str(scene.alerts())


@right("forgets_refusals")
def _(scene: Scene) -> bool:
    scene.send(manifest_count="2")
    return len(scene.results()) == 1


@right("misorders_error_info")
def _(scene: Scene) -> bool:
    info = etree.fromstring(scene.send(b"<a/>").body).find(".//i:ToolkitErrorInfo", NS)
    names = [etree.QName(part).localname for part in info]
    return names == ["ErrorID", "ErrorCode", "ErrorText", "ErrorDiagnosticText"]


@right("refuses_without_number")
def _(scene: Scene) -> bool:
    return scene.status(ids="") == 200


@right("takes_local_ids_for_numbers")
def _(scene: Scene) -> bool:
    scene.send(ids="")
    return scene.opened()["patient"]["nhs_number"] == ""


@right("keys_on_short_case_ids")
def _(scene: Scene) -> bool:
    scene.send(set_id=SET)
    scene.send(report(set_id=OTHER_SET).replace(b"REF-7", b"REF-8"))
    return len(scene.rows()) == 2


@right("merges_resubmissions")
def _(scene: Scene) -> bool:
    scene.send(set_id=SET)
    scene.send(set_id=OTHER_SET, text="changed")
    return len(scene.rows()) == 2


@right("hides_what_was_asked_online")
def _(scene: Scene) -> bool:
    more = b"".join(
        b"<component><section><title>%d</title><text>t%d</text></section></component>" % (n, n)
        for n in range(3)
    )
    scene.send(report().replace(INNER, more + INNER).replace(b"CASE-7", b"111-ONLINE-ABCDE"))
    return "Headache" in scene.text()


@pytest.fixture
def scene(make_service, settings, tmp_path, at):
    """Makes a scene with a fault in its service, or without, on a database of its own."""

    def made(name: str | None) -> Scene:
        settings["database"] = str(tmp_path / f"{name}.sqlite")
        service = make_service()
        if name:
            faulty.installer(name)(service)
        return Scene(service, at)

    return made


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


def test_every_fault_of_what_arrives_is_shown_here():
    due = {
        fault.name
        for fault in faulty.all_faults()
        if any(re.match(r"N111-(1[2-9]|[2-4]\d)|N111O", one) for one in fault.catches)
    }

    assert due - {"fetches_external_entities", "loses_second_names"} == set(RIGHT)
