"""Whatever comes to the endpoints, the answer is of the agreed form, and the service goes on."""

import random
import string

import httpx
import pytest
from lxml import etree

from explore import times

NS = {"s": "http://schemas.xmlsoap.org/soap/envelope/", "i": "urn:nhs-itk:ns:201005"}
TOKEN = {"Authorization": "Bearer control-token"}
ROUNDS = 80 * times()


def mutated(rng, body):
    """A report of which something was changed, cut, doubled or put elsewhere."""
    text = bytearray(body)
    for _ in range(rng.randint(1, 4)):
        at = rng.randrange(len(text))
        size = rng.randint(1, 60)
        change = rng.choice(("cut", "double", "noise", "markup", "end"))
        if change == "cut":
            del text[at : at + size]
        elif change == "double":
            text[at:at] = text[at : at + size]
        elif change == "noise":
            text[at : at + size] = rng.randbytes(size)
        elif change == "markup":
            text[at:at] = rng.choice((b"<", b">", b"&", b"]]>", b"<!DOCTYPE a>", b"&#0;", b"\0", b"<a>"))
        else:
            del text[at:]
        if not text:
            text += b"x"
    return bytes(text)


def attribute_changed(rng, body):
    """A report that is well-formed, with some attribute or text replaced by odd words."""
    root = etree.fromstring(body)
    odd = ("", "-1", "9" * 400, "\u202e\u0301", "<&>\"'", "null", "2026-99-99", "\N{PILE OF POO}", " ")
    for element in rng.sample(list(root.iter()), 3):
        if element.attrib and rng.random() < 0.7:
            element.set(rng.choice(list(element.attrib)), rng.choice(odd))
        else:
            element.text = rng.choice(odd)
    return etree.tostring(root)


@pytest.mark.parametrize("damage", [mutated, attribute_changed], ids=["bytes", "values"])
def test_no_report_gets_an_answer_without_a_fault_or_stops_the_service(client, make_report, damage):
    rng = random.Random(damage.__name__)

    for number in range(ROUNDS):
        body = damage(rng, make_report())
        answer = client.post("/itk", content=body, headers={"Content-Type": "text/xml"})
        assert answer.status_code in (200, 500), (number, body)
        root = etree.fromstring(answer.content)
        name = "i:SimpleMessageResponse" if answer.status_code == 200 else "s:Fault/detail/i:ToolkitErrorInfo"
        assert root.find(f"s:Body/{name}", NS) is not None, (number, body)

    assert client.post("/itk", content=make_report()).status_code == 200
    body = {"actor": {"name": "Jo", "role": "pharmacist", "ods": "FA101", "gphc": "2071234"}}
    for action in ("worklist", "list_alerts", "read_audit"):
        assert client.post(f"/control/v1/actions/{action}", headers=TOKEN, json=body).status_code == 200


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "PATCH"])
def test_only_post_is_taken(client, method):
    assert client.request(method, "/itk").status_code == 405


def test_whatever_is_taken_can_be_opened(client, make_report):
    rng = random.Random(5)
    actor = {"name": "Jo", "role": "pharmacist", "ods": "FA101", "gphc": "2071234"}
    for _ in range(50 * times()):
        client.post("/itk", content=attribute_changed(rng, make_report()))

    seen = client.post("/control/v1/actions/worklist", headers=TOKEN, json={"actor": actor}).json()
    assert seen["observation"]["referrals"]
    for row in seen["observation"]["referrals"]:
        body = {"actor": actor, "referral": row["referral"]}
        opened = client.post("/control/v1/actions/open_referral", headers=TOKEN, json=body)
        assert opened.json()["status"] == "done", row


def test_no_input_of_an_action_gets_an_answer_without_words_or_stops_the_service(client):
    rng = random.Random(7)
    actions = client.get("/control/v1/about", headers=TOKEN).json()["actions"]
    odd = (None, True, -1, 1e308, "", "x" * 5000, [], [[]], {}, {"a": {}}, "\ud7ff\N{PILE OF POO}")
    names = [
        "family",
        "nhs_number",
        "referral",
        "source",
        "service",
        "patient",
        "reference",
        "entries",
        "code",
    ]
    names += ["quantity", "products", "postcode", "reason", "outcome", *string.ascii_lowercase[:3]]
    for action in sorted(set(actions) - {"restart"}):
        for _ in range(6):
            given = {name: rng.choice(odd) for name in rng.sample(names, 5)}
            actor = {"name": "Jo", "role": "pharmacist", "ods": rng.choice(("FA101", "", None, 7))}
            body = {"actor": actor, "referral": rng.choice((None, "x", 7, "")), "input": given}
            answer = client.post(f"/control/v1/actions/{action}", headers=TOKEN, json=body)
            assert answer.status_code in (200, 422), (action, body)
            assert answer.json().get("reason") is not None or answer.json()["status"] == "done", (
                action,
                body,
            )
    assert httpx.get(f"{client.base_url}/health").status_code == 200
