"""Evidence of a journey in which practices are told of patients, made up message by message."""

from email.message import EmailMessage
from types import SimpleNamespace

from cpcs_harness.judging.views import JourneyView
from made_up import SeenCall, observed, seen_message
from nhs111_evidence import issued

BOX = "/messageexchange/FA101OT001/outbox"
MESSAGE = """<Bundle xmlns="http://hl7.org/fhir"><entry><resource><MessageHeader><id value="{header}"/></MessageHeader>
</resource></entry><entry><resource><Bundle><type value="document"/><entry><resource><Composition>
<identifier><value value="{document}"/></identifier>{replaces}<section><text><div xmlns="http://www.w3.org/1999/xhtml">
{section}</div></text></section></Composition></resource></entry>
<entry><resource><Patient><identifier>
<system value="https://fhir.nhs.uk/Id/nhs-number"/><value value="{number}"/></identifier></Patient></resource></entry>
</Bundle></resource></entry></Bundle><!-- {text} -->"""
ANSWER = """<Bundle xmlns="http://hl7.org/fhir"><entry><resource><MessageHeader><response><identifier value="{header}"/>
</response></MessageHeader></resource></entry><entry><resource><OperationOutcome><issue><details><coding>
<code value="{code}"/></coding></details></issue></OperationOutcome></resource></entry></Bundle>"""
REPLACES = '<relatesTo><code value="{}"/><targetIdentifier><value value="{}"/></targetIdentifier></relatesTo>'


def person(label):
    """Give the patient that is issued under a label."""
    return issued(label)["person"]


def send(
    seq,
    label,
    *,
    document="d1",
    header="h1",
    replaces="",
    relates="replaces",
    section="",
    text="",
    status=202,
    to=None,
    chunks="",
    fault="",
):
    """Send a document about a patient over MESH."""
    patient = person(label)
    body = MESSAGE.format(
        header=header,
        document=document,
        number=patient["nhs_number"],
        text=text,
        section=section,
        replaces=REPLACES.format(relates, replaces) if replaces else "",
    )
    headers = [
        ("Mex-To", to or patient["practice"]["mailbox"]),
        ("Mex-WorkflowID", "DIGMED_MINOR_ILLNESS_PEM"),
    ]
    headers += [("Mex-Chunk-Range", chunks)] if chunks else []
    return call(seq, "mesh", "send_message", BOX, status, body.encode(), headers=headers, fault=fault)


def collect(seq):
    """Collect an answer."""
    return call(seq, "mesh", "collect_message", f"/messageexchange/FA101OT001/inbox/A{seq}", 200)


def answer(seq, code, header="h1"):
    """Collect a practice's answer to a message."""
    found = collect(seq)
    found.response = seen_message({"status": 200}, ANSWER.format(header=header, code=code).encode())
    return found


def mail(seq, label, *, code=250, message_id="<1@nhs.net>", to=None, subject="", text="", fault=""):
    """Submit an e-mail to a patient's practice, or to somebody else; without a code the answer was lost."""
    address = to or person(label)["practice"]["email"]
    account = issued(label)["premises"]["email"]
    message = EmailMessage()
    message["From"], message["To"], message["Subject"], message["Message-ID"] = (
        account,
        address,
        subject,
        message_id,
    )
    message.set_content(f"{text or person(label)['nhs_number']}\n")
    return SeenCall(
        id=f"e{seq}",
        seq=seq,
        journey="one",
        service="nhsmail",
        operation="submit",
        direction="from-candidate",
        where=f"exchange e{seq}",
        fault=fault,
        facts={"account": account},
        request=seen_message({"rcpt_to": [address]}, message.as_bytes()),
        response=seen_message({"code": code} if code else {"dropped": True}),
    )


def call(seq, service, operation, target, status, body=b"", headers=(), fault=""):
    """Give an exchange of the candidate with a service."""
    return SeenCall(
        id=f"e{seq}",
        seq=seq,
        journey="one",
        service=service,
        operation=operation,
        direction="from-candidate",
        where=f"exchange e{seq}",
        fault=fault,
        facts={},
        request=seen_message({"method": "POST", "target": target}, body, headers),
        response=seen_message({"status": status}),
    )


def notified(seq, label, *notes, status="done", action="notify_gp", notices=()):
    """Have a practice told; notes are channel and state of what the screen then shows."""
    shown = {"notifications": [{"channel": channel, "status": state} for channel, state in notes]}
    shown["notices"] = list(notices)
    return observed(seq, action, shown, about=issued(label)["report"]["document_id"], status=status)


def recorded(seq, label, action="record_consultation", **given):
    """Have something recorded of a patient's consultation, or corrected."""
    return observed(seq, action, {}, about=issued(label)["report"]["document_id"], given=given)


def outbox(seq, *rows, as_of=""):
    """Look at the outbox; rows are states, of whose referral the tests do not say."""
    shown = {"outbox": [{"kind": "gp-notification", "referral": None, "state": state} for state in rows]}
    return observed(seq, "view_outbox", shown, given={"as_of": as_of} if as_of else {})


def evidence(labels, calls, seen, pathway="minor-illness", drawn=None):
    """Give the evidence of one journey with some patients; of some it was drawn what is answered."""
    also = {label: {**issued(label), "drawn": (drawn or {}).get(label, {})} for label in labels}
    journey = JourneyView("one", pathway, issued(labels[0]), {}, calls, seen, also)
    return SimpleNamespace(each=lambda: [journey], of_run=lambda *_, **__: [])


def referred_by_email(seq, referral, damage=""):
    """Give a practice's e-mail that refers a patient, as it was sent."""
    return SeenCall(
        id=f"e{seq}",
        seq=seq,
        service="gp_email",
        operation="send_referral",
        where="a mail",
        direction="to-candidate",
        facts={"referral": referral, "damage": damage, "variant": ""},
        request=seen_message({}, b""),
        response=seen_message({}, b""),
    )
