"""Evidence of one journey in which NHS 111 sends reports, made up message by message."""

from functools import cache
from types import SimpleNamespace

from cpcs_harness.evidence import events
from cpcs_harness.evidence.certainty import Certainty
from cpcs_harness.judging.views import EvidenceView, ExchangeView, JourneyView
from cpcs_harness.people.environment import make_environment
from cpcs_harness.people.issue import Issuer
from cpcs_harness.people.plain import plain
from cpcs_harness.profiles import Profiles
from made_up import MOMENT, Bodies, at, message, observed

SOAP = (
    '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" xmlns:i="urn:nhs-itk:ns:201005">'
    '<s:Header><a:Action xmlns:a="http://www.w3.org/2005/08/addressing">{}</a:Action></s:Header>'
    "<s:Body>{}</s:Body></s:Envelope>"
)
TAKEN = SOAP.format("", "<i:SimpleMessageResponse>OK</i:SimpleMessageResponse>").encode()
FAULT = SOAP.format(
    "http://www.w3.org/2005/08/addressing/soap/fault",
    "<s:Fault><faultcode>s:Client</faultcode><faultstring>no</faultstring><detail><i:ToolkitErrorInfo>"
    "<i:ErrorID>00000000-0000-4000-8000-000000000001</i:ErrorID><i:ErrorCode>1000</i:ErrorCode>"
    "<i:ErrorText>no</i:ErrorText></i:ToolkitErrorInfo></detail></s:Fault>",
).encode()
ITK = ("nhs111", "send_report")


@cache
def issuer():
    return Issuer(1, make_environment(1))


def issued(name, pathway="minor-illness"):
    """Give what a journey is issued, in plain data."""
    return plain(issuer().issue(name, pathway))


def sent(seq, report, *, damage="", variant="", status=200, answer=None, clock=MOMENT, by=ITK):
    """Give a report that was sent, by ITK or otherwise, and its answer."""
    facts = {"damage": damage, "variant": variant, "report": report, "message_id": report["message_id"]}
    exchange = events.Exchange(
        service=by[0],
        operation=by[1],
        protocol="http",
        direction="to-candidate",
        request=message({"method": "POST", "target": "/"}, b"<x/>"),
        response=message(
            {"status": status}, (TAKEN if status == 200 else FAULT) if answer is None else answer
        ),
        certainty=Certainty.PUBLISHED,
        source="",
        rule="",
        fault="",
        facts=facts,
        elapsed_ms=1,
    )
    return ExchangeView(Bodies(), at(seq, exchange, clock=clock))


def row(report, **more):
    """Give a report's row on a worklist."""
    patient = report["person"]
    names = {"case_reference": report["case_reference"], "case_id": report["case_id"]}
    return {**names, "nhs_number": patient["nhs_number"], "ods": report["premises"]["ods"], **more}


def worklist(seq, *rows, ods="", clock=MOMENT):
    """Give a look at a pharmacy's worklist."""
    return observed(seq, "worklist", {"referrals": list(rows)}, actor={"ods": ods}, clock=clock)


def screen(report, **more):
    """Show a report as it was sent."""
    person = report["person"]
    telephones = [
        {"use": "callback", "number": person["callback"]},
        {"use": "home", "number": person["home_telephone"]},
    ]
    patient = {name: person[name] for name in ("given", "family", "birth_date", "gender", "nhs_number")}
    shown = {
        **{name: report[name] for name in ("case_reference", "case_id", "created")},
        "patient": {**patient, "nhs_number_verified": True, "telephones": telephones},
        "callback_number": person["callback"],
        "disposition": {"code": report["disposition_code"], "text": report["disposition_text"]},
        "practice": {"ods": person["practice"]["ods"], "name": person["practice"]["name"]},
        "sections": [{"title": part["title"], "text": part["text"]} for part in report["sections"]],
    }
    return shown | more


def opened(seq, report, clock=MOMENT, **more):
    """Give a look at a report's referral."""
    shown = screen(report, **more)
    return observed(seq, "open_referral", shown, about=report["document_id"], clock=clock)


def evidence(given, calls=(), seen=(), also=(), ended=None):
    """Give the evidence of one journey that was issued `given`."""
    journey = JourneyView("one", given["pathway"], given, ended or {}, list(calls), list(seen), dict(also))
    view = EvidenceView(SimpleNamespace(calls=list(calls), profiles=Profiles()), given["pathway"], ["one"])
    view.__dict__["journeys"] = [journey]
    return view
