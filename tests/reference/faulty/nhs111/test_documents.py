"""The faults in reading documents: beside the sound service, each gets wrong what it says."""

import base64
import re
from collections.abc import Callable

import pytest
from lxml import etree

from reference_faults import Scene, keeper
from reference_messages import report
from reference_sets import NS, together, written

RIGHT: dict[str, Callable[[Scene], bool]] = {}
right = keeper(RIGHT)


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


@right("drops_nested_sections")
def _(scene: Scene) -> bool:
    inner = b"<component><section><title>Inner</title><text>within</text></section></component></section>"
    scene.send(report().replace(b"</text></section>", b"</text>" + inner))
    return "within" in scene.text()


@right("drops_table_cells")
def _(scene: Scene) -> bool:
    scene.send(text="<table><tbody><tr><td>Pulse</td><td>88</td></tr></tbody></table>")
    return "88" in scene.text()


@right("shows_the_first_document_of_a_set")
def _(scene: Scene) -> bool:
    earlier = written(report(case="1", text="earlier"), "20260331120000+0100")
    scene.send(together(earlier, report(case="2", text="newest")))
    return "newest" in scene.text()


@pytest.mark.parametrize("name", RIGHT)
def test_the_fault_gets_wrong_what_the_sound_service_gets_right(scene, name):
    assert RIGHT[name](scene(None))
    assert not RIGHT[name](scene(name))
