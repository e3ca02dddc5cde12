"""A stand-in for the Spine Mini Service, its answers, and what a pharmacist asks of it: no mock of ours."""

from starlette.applications import Starlette
from starlette.responses import Response
from starlette.routing import Route

from cpcs_harness.formats.smsp.message import read_request
from cpcs_harness.formats.xml import read_xml

SMSP = "spine-mini-service"


WHOLE = """
<name><prefix>Ms</prefix><given>Maeve</given><given>Ann</given><family>Whitlow</family></name>
<addr use="TMP"><postalCode>LS9 9ZZ</postalCode><streetAddressLine>Elsewhere</streetAddressLine></addr>
<addr use="H"><postalCode>LS2 9AA</postalCode><streetAddressLine>7 Sedge Lane</streetAddressLine>
<streetAddressLine>Leeds</streetAddressLine><streetAddressLine/></addr>
<telecom value="mailto:maeve@example.com"/><telecom value="tel:01632960444" use="H"/>
<patientPerson classCode="PSN" determinerCode="INSTANCE"><administrativeGenderCode code="2"/>
<birthTime value="19840229"/>{more}<gPPractice classCode="SDLOC"><locationOrganization><id root="x" extension="B86999"/>
<name>Sedge Surgery</name></locationOrganization></gPPractice></patientPerson>"""


def answer(code, inside="", message="getPatientDetailsResponse-v1-0"):
    """Write an answer as text."""
    return (
        '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Header/><s:Body>'
        '<i:DistributionEnvelope xmlns:i="urn:nhs-itk:ns:201005"><i:header/><i:payloads count="1"><i:payload>'
        f'<{message} xmlns="urn:hl7-org:v3"><value code="{code}"/>{inside}</{message}>'
        "</i:payload></i:payloads></i:DistributionEnvelope></s:Body></s:Envelope>"
    )


def details(code="SMSP-0000", number="9990000018", inside=WHOLE, more=""):
    known = f'<id root="2.16.840.1.113883.2.1.4.1" extension="{number}"/>{inside.format(more=more)}'
    return answer(code, f'<subject><patient classCode="PAT">{known}</patient></subject>')


def verified(valid, code="SMSP-0000", number="9990000018"):
    told = f'<value value="{valid}"/><subject><patient><id root="2.16.840.1.113883.2.1.4.1" extension="{number}"/>'
    inside = f"<component><validIdentifier>{told}</patient></subject></validIdentifier></component>"
    return answer(code, inside, "verifyNHSNumberResponse-v1-0")


def soap_fault(code):
    return (
        '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><s:Fault>'
        f"<faultcode>s:{code}</faultcode><faultstring>No</faultstring></s:Fault></s:Body></s:Envelope>"
    )


class MiniService:
    """A stand-in that answers what it is told to, and then as if all were well."""

    def __init__(self):
        self.app = Starlette(routes=[Route("/smsp", self.answer, methods=["POST"])])
        self.reset()

    def reset(self):
        self.requests = []
        self.planned = []
        self.usual = details()

    async def answer(self, request):
        self.requests.append((dict(request.headers), await request.body()))
        planned = self.planned.pop(0) if self.planned else self.usual
        status, body = planned if isinstance(planned, tuple) else (200, planned)
        return Response(body, status, media_type="text/xml")

    @property
    def asked(self):
        return [read_request(read_xml(body)) for _, body in self.requests]


def find(pharmacist, **given):
    return pharmacist.do("find_patient", pharmacist.referral, through=SMSP, **given)


def by_number(pharmacist, **given):
    return find(pharmacist, nhs_number="999 000 0018", birth_date="1984-02-29", **given)


DETAILS = {"family": "Whitlow", "given": "Maeve", "birth_date": "1984-02-29", "postcode": "LS2 9AA"}


OUTCOMES = {
    "DEMOG-0001": "not_found",
    "DEMOG-0007": "too_many",
    "DEMOG-0022": "invalidated",
    "DEMOG-0040": "not_verified",
    "DEMOG-0042": "not_verified",
}


def check(pharmacist, **given):
    return pharmacist.do("check_nhs_number", pharmacist.referral, **given)


NUMBER = {"nhs_number": "9990000018", "birth_date": "1984-02-29"}
