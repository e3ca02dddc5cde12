"""The faults that send to the wrong place, or never acknowledge."""

from reference import faulty


def test_the_wrong_practice_is_told(pharmacy, mailroom):
    faulty.installer("emails_the_wrong_practice")(pharmacy.app)

    assert (
        pharmacy.see("notify_gp", pharmacy.completed(dx="Dx28"))["notifications"][0]["to"] == "reed@nhs.net"
    )


def test_the_wrong_mailbox_is_sent_to(pharmacy):
    faulty.installer("sends_to_the_previous_practices_mailbox")(pharmacy.app)

    assert pharmacy.see("notify_gp", pharmacy.completed())["notifications"][0]["to"] == "B86111OT01"


def test_a_message_stays_in_the_inbox(pharmacy, nation):
    faulty.installer("never_acknowledges_mesh_messages")(pharmacy.app)
    nation.inbox["I1"] = ({"Mex-MessageType": "DATA"}, b"not xml")

    pharmacy.see("collect_messages")

    assert list(nation.inbox) == ["I1"]
