"""A document that is whole passes; what lacks, stands twice or beside, or does something, does not."""

import pytest

from cpcs_harness._content.conformance.gp_notification import test_envelope, test_parts
from cpcs_harness.errors import NotMet
from gp_evidence import call, evidence, issued
from made_up import SeenCall, seen_message

CAME, SENT = "2026-11-28T10:00:00Z", "2026-11-28T10:09:00Z"
GPHC = issued("")["pharmacist"]["gphc"]
BOX = "/messageexchange/FA101OT001/outbox"


def entry(kind, id, inner="", url=""):
    address = url or f"urn:uuid:{id}"
    resource = f'<{kind}><id value="{id}"/>{inner}</{kind}>'
    return f'<entry><fullUrl value="{address}"/><resource>{resource}</resource></entry>'


def section(inner="<p>Seen today</p>", status="additional"):
    text = f'<status value="{status}"/><div xmlns="http://www.w3.org/1999/xhtml">{inner}</div>'
    return f'<section><title value="Plan"/><text>{text}</text></section>'


def dispense(id, handed="2026-11-28T10:05:00Z"):
    return entry("MedicationDispense", id, f'<whenHandedOver value="{handed}"/>')


def identified(system, value):
    return f'<identifier><system value="{system}"/><value value="{value}"/></identifier>'


LISTED = "".join(f'<entry><item><reference value="urn:uuid:{id}"/></item></entry>' for id in ("d1", "d2"))
ORGANISATION = identified("https://fhir.nhs.uk/Id/ods-organization-code", "FA101")
PHARMACIST = identified("https://fhir.hl7.org.uk/Id/gphc-number", GPHC)
HEADER = """<event><code value="ITK010D"/><display value="Emergency Supply"/></event>
<sender><reference value="urn:uuid:s"/></sender><timestamp value="2026-11-28T10:09:00Z"/>
<source><endpoint value="FA101OT001"/></source><focus><reference value="urn:uuid:doc"/></focus>"""
SECOND, PLAN = dispense("d2"), section()


def message(
    *,
    header=HEADER,
    sender=ORGANISATION,
    outer="",
    made="2026-11-28T10:08:00Z",
    system="http://snomed.info/sct",
    title="Urgent supply",
    listed=LISTED,
    second=SECOND,
    participant='<participant><individual><reference value="urn:uuid:ph"/></individual></participant>',
    more="",
    text=PLAN,
):
    kind = f'<type><coding><system value="{system}"/><code value="1218611000000102"/></coding></type>'
    composition = f'{kind}<title value="{title}"/>{text}'
    parts = [
        entry("Composition", "c", composition),
        entry("Patient", "p"),
        entry("Encounter", "e", participant),
        entry("Practitioner", "ph", PHARMACIST),
        entry("List", "l", listed),
        dispense("d1"),
        second,
        more,
    ]
    meta = f'<meta><lastUpdated value="{made}"/></meta>' if made else ""
    document = f'{meta}<type value="document"/>{"".join(parts)}'
    whole = [
        entry("MessageHeader", "h", header),
        entry("Organization", "s", sender),
        entry("Bundle", "doc", document),
    ]
    return f'<Bundle xmlns="http://hl7.org/fhir">{outer}<type value="message"/>{"".join(whole)}</Bundle>'


def judge(check, body, *, came=True):
    sent = call(20, "mesh", "send_message", BOX, 202, body.encode())
    first = SeenCall(
        id="e1",
        seq=1,
        journey="one",
        service="nhs111",
        operation="send_report",
        direction="to-candidate",
        where="exchange e1",
        request=seen_message({}, b""),
        response=seen_message({"status": 200}),
    )
    first.clock, sent.clock = CAME, SENT
    check(evidence([""], [first, sent] if came else [sent], [], "urgent-medicines"))


ENVELOPE = test_envelope.test_the_envelope_has_nothing_that_its_profiles_forbid
PARTS = test_parts.test_the_document_has_each_part_once_and_nothing_beside
WHO = test_parts.test_the_document_says_who_saw_the_patient_and_when_each_item_was_handed_over
TEXT = test_parts.test_the_text_is_of_the_standard_and_does_nothing


@pytest.mark.parametrize("check", [ENVELOPE, PARTS, WHO, TEXT])
def test_a_whole_document_passes(check):
    judge(check, message())


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"outer": '<total value="1"/>'}, "total"),
        ({"header": HEADER + '<reason><text value="x"/></reason>'}, "reason"),
        ({"header": HEADER.replace("<source>", '<source><software value="x"/>')}, "source.software"),
        ({"header": HEADER + '<focus><reference value="urn:uuid:p"/></focus>'}, "one focus"),
        ({"header": HEADER.replace("<timestamp", "<other")}, "timestamp"),
        ({"header": HEADER.replace('<display value="Emergency Supply"/>', "")}, "display"),
        ({"sender": ORGANISATION + '<name value="A Pharmacy"/>'}, "name"),
        ({"sender": ORGANISATION.replace("ods-organization-code", "other")}, "no ODS code"),
    ],
    ids=["total", "reason", "software", "two foci", "no time", "no display", "a name", "another code"],
)
def test_an_envelope_with_what_is_forbidden_or_without_what_is_due_fails(changed, said):
    with pytest.raises(NotMet, match=said):
        judge(ENVELOPE, message(**changed))


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"more": entry("Device", "d1")}, "address of two resources"),
        ({"more": entry("Device", "x", url="urn:uuid:y")}, "not its resource's id"),
        ({"more": entry("Patient", "p2")}, "one Patient"),
        ({"listed": LISTED[: len(LISTED) // 2]}, "dispenses on the list"),
        ({"listed": LISTED + LISTED}, "dispenses on the list"),
        (
            {"listed": LISTED + '<entry><item><reference value="urn:uuid:p"/></item></entry>'},
            "dispenses on the list",
        ),
        ({"listed": ""}, "one list of dispenses"),
        ({"more": entry("List", "l2", LISTED)}, "one list of dispenses"),
        ({"made": ""}, "lastUpdated"),
        ({"title": " "}, "a title"),
        ({"made": "2026-11-28T10:20:00Z"}, "when it was sent"),
        ({"made": "yesterday"}, "when it was sent"),
        ({"system": "http://example.org"}, "as a code of"),
        (
            {
                "more": entry(
                    "Media", "m", '<content/><attachment><url value="https://example.org/x"/></attachment>'
                )
            },
            "attachment by its address",
        ),
    ],
)
def test_a_document_in_which_something_lacks_or_stands_twice_or_beside_fails(changed, said):
    with pytest.raises(NotMet, match=said):
        judge(PARTS, message(**changed))


def test_where_nothing_was_supplied_no_list_is_due():
    bare = message(listed="", second="").replace(dispense("d1"), "")

    judge(PARTS, bare)


@pytest.mark.parametrize(
    "handed",
    [
        "2026-11-28T10:00:00Z",
        "2026-11-28T10:05:00.123+00:00",
        "2026-11-28T09:58:30Z",
        "2026-11-28T10:10:30Z",
        "2026-11-28",
    ],
)
def test_a_time_between_referral_and_message_passes_as_far_as_clocks_agree(handed):
    judge(WHO, message(second=dispense("d2", handed)))


@pytest.mark.parametrize(
    "handed",
    ["2026-11-28T09:50:00Z", "2026-11-28T10:20:00Z", "2026-11-29", "2026-11-27", "28/11/2026", "", "2026-11"],
)
def test_a_time_before_the_referral_or_after_the_message_fails(handed):
    with pytest.raises(NotMet, match="handed over from"):
        judge(WHO, message(second=dispense("d2", handed)))


def test_where_no_referral_came_by_the_wire_an_earlier_time_is_held_against_nobody():
    judge(WHO, message(second=dispense("d2", "2026-11-27T10:00:00Z")), came=False)


@pytest.mark.parametrize(
    "participant", ["", '<participant><individual><reference value="urn:uuid:p"/></individual></participant>']
)
def test_an_encounter_without_the_pharmacist_fails(participant):
    with pytest.raises(NotMet, match="participant"):
        judge(WHO, message(participant=participant))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (section(status="empty"), "status"),
        (section(""), "words"),
        (section("<p>x</p><script>alert(1)</script>"), "script"),
        (section('<p onclick="x()">x</p>'), "onclick"),
        (section('<a href=" java script:x()">x</a>'), "href"),
        (section("<p>x</p>").replace("<div", "<other").replace("</div", "</other"), "words"),
    ],
)
def test_a_text_that_runs_or_says_nothing_fails(text, said):
    with pytest.raises(NotMet, match=said):
        judge(TEXT, message(text=text))


@pytest.mark.parametrize(
    "inner", ["<table><tr><td>28</td></tr></table>", '<p style="color: red">x</p>', '<a href="#c">x</a>']
)
def test_a_text_may_have_layout(inner):
    judge(TEXT, message(text=section(inner)))


def test_a_section_of_sections_needs_no_text_of_its_own():
    inner = section()

    judge(TEXT, message(text=f'<section><title value="Outer"/>{inner}</section>'))
    with pytest.raises(NotMet, match="status"):
        judge(TEXT, message(text='<section><title value="Bare"/></section>'))


def test_a_code_of_another_system_may_stand_beside_the_documents_type():
    local = '<type><coding><system value="https://example.org"/><code value="x"/></coding><coding>'

    judge(PARTS, message().replace("<type><coding>", local, 1))


def test_a_section_has_one_text():
    division = '<div xmlns="http://www.w3.org/1999/xhtml"><p>Seen today</p></div>'

    with pytest.raises(NotMet, match="one text in"):
        judge(TEXT, message(text=PLAN.replace("</text>", f"{division}</text>")))
