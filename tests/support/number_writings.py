"""The ways in which an NHS number is written, and ten digits that are none."""

import base64
import gzip
import json
import random
import uuid
from email.message import EmailMessage

from cpcs_harness.people import nhs_number

REAL = "4010232137"
"""Valid, in the range that is issued to people; published as a vector of the check digit, and nobody's."""
BY_BLANKS = "401 023 2137"
SYSTEM = "https://fhir.nhs.uk/Id/nhs-number"
OID = "2.16.840.1.113883.2.1.4.1"
_VERIFIED = {"url": "https://example.org/status", "valueCodeableConcept": {"coding": [{"code": "01"}]}}
_IDENTIFIER = {"system": SYSTEM, "value": REAL}
_PATIENT = {"resourceType": "Patient", "identifier": [_IDENTIFIER]}
_FHIR = '<Patient xmlns="http://hl7.org/fhir"><identifier>{}</identifier></Patient>'
_QUOTED = b"MIME-Version: 1.0\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"


def _unpadded(content):
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def _token():
    claims = {"iss": "pharmacy", "nhs_number": REAL, "exp": 1795919043}
    parts = (json.dumps(part).encode() for part in ({"alg": "RS512"}, claims, "signed"))
    return ".".join(map(_unpadded, parts))


def _mail(encoding, text):
    message = EmailMessage()
    message["From"], message["Subject"] = "surgery@example.org", "A referral"
    message.set_content(text, cte=encoding)
    return message.as_bytes()


def _headed(subject):
    return (
        f"From: surgery@example.org\r\nSubject: {subject}\r\nMIME-Version: 1.0\r\n\r\nSee above.\r\n".encode()
    )


JSON = {
    "an identifier": json.dumps(_PATIENT, separators=(",", ":")),
    "an indented identifier": json.dumps(_PATIENT, indent=4),
    "an extension between": json.dumps(
        {"identifier": [{"system": SYSTEM, "extension": [_VERIFIED], "value": REAL}]}
    ),
    "the value first": json.dumps({"identifier": [{"value": REAL, "system": SYSTEM}]}),
    "a patient's id": json.dumps({"resourceType": "Patient", "id": REAL}),
    "a relative reference": json.dumps({"subject": {"reference": f"Patient/{REAL}"}}),
    "a full reference": json.dumps({"subject": {"reference": f"https://example.org/R4/Patient/{REAL}"}}),
    "a contained patient": json.dumps({"resourceType": "Task", "contained": [_PATIENT]}),
    "a number": json.dumps({"nhsNumber": int(REAL)}),
}
XML = {
    "FHIR": _FHIR.format(f'<system value="{SYSTEM}"/><value value="{REAL}"/>'),
    "an extension before": _FHIR.format(
        f'<extension url="x"/><system value="{SYSTEM}"/><value value="{REAL}"/>'
    ),
    "a CDA id": f'<a><id root="{OID}" extension="{REAL}"/></a>',
    "an attribute between": f'<a><id root="{OID}" assigningAuthorityName="NHS" extension="{REAL}"/></a>',
    "single quotes": f"<a><id extension='{REAL}' root='{OID}'/></a>",
    "an element": f"<a><NHSNumber>{REAL}</NHSNumber></a>",
    "a value with root": f'<a><value root="{OID}" extension="{REAL}"/></a>',
    "a cell of HTML": f"<!DOCTYPE html><body>Dear all,<br><table><tr><td><b>NHS Number</b><td>{BY_BLANKS}</table>",
    "a cell of HTML in a mail": f"Subject: x\r\n\r\n<p>Dear all<br><table><tr><td>NHS no<td>{BY_BLANKS}</table>",
    "a cell after its label": f"<table><tr><td>NHS Number</td><td>{BY_BLANKS}</td></tr></table>",
}
TEXT = {
    "NHS Number:": f"NHS Number: {REAL}",
    "NHS no.": f"NHS no. {REAL}",
    "NHS No:": f"NHS No: {REAL}",
    "NHS #": f"NHS # {REAL}",
    "words between": f"NHS number (as the surgery holds it): {REAL}",
    "a CSV column": f"name,nhs_number,born\nMaeve Whitlow,{REAL},1984-02-29\n",
    "blanks": f"NHS number {BY_BLANKS}",
    "no-break blanks": f"NHS number {BY_BLANKS}".replace("1 0", "1\u00a00").replace("3 2", "3\u00a02"),
    "dots": "NHS number 401.023.2137",
    "hyphens": "NHS number 401-023-2137",
    "two lines": "NHS number 401 023\r\n2137",
    "two blanks": "NHS number 401  023  2137",
    "each digit by itself": f"NHS number {' '.join(REAL)}",
} | {
    f"between groups {name}": f"NHS number 401{sign}023{sign}2137"
    for name, sign in (
        ("soft hyphens", "\u00ad"),
        ("what has no width", "\u200b"),
        ("what joins words", "\u2060"),
        ("blanks as wide as a digit", "\u2007"),
        ("wide blanks", "\u3000"),
        ("minus signs", "\u2212"),
        ("hyphens that do not break", "\u2011"),
        ("tabs", "\t"),
        ("ends of lines with blanks around them", " \r\n "),
    )
}
IN_TEXT = {
    "a sentence": f"I saw the patient {REAL} yesterday at the counter",
    "a sentence over two lines": "I saw the patient 401 023\n2137 yesterday at the counter",
}
"""That nothing calls an NHS number."""
PACKED = {
    "a soft break": _QUOTED + b"NHS number 40102=\r\n32137\r\n",
    "base64": _mail("base64", f"Dear pharmacist,\nNHS number: {REAL}\n" * 3),
    "an encoded subject": _headed(f"=?utf-8?b?{base64.b64encode(f'NHS number {REAL}'.encode()).decode()}?="),
    "a subject in quoted-printable": _headed("=?utf-8?q?NHS_number_=34010232137?="),
    "UTF-16": f"NHS number {REAL}, she says".encode("utf-16"),
    "gzip": gzip.compress(json.dumps(_PATIENT).encode()),
    "the claims of a token": f"client_assertion={_token()}".encode(),
}
TARGETS = {
    "a path": f"/FHIR/R4/Patient/{REAL}",
    "identifier=": f"/Patient?identifier={SYSTEM}|{REAL}",
    "nhsNumber=": f"/patients?nhsNumber={REAL}&at=1",
    "nhs_no=": f"/patients?at=1&nhs_no={REAL}",
    "encoded twice": f"/Patient?identifier=https%253A%252F%252Ffhir.nhs.uk%252FId%252Fnhs-number%257C{REAL}",
    "encoded digits": "/Patient/" + "".join(f"%3{digit}" for digit in REAL),
}
HEADERS = {
    "a MESH address": ("Mex-To", f"GPPROVIDER_{REAL}_19840229_Whitlow"),
    "a labelled subject": ("Mex-Subject", f"NHS number {REAL}"),
    "a bearer token": ("Authorization", f"Bearer {_token()}"),
}
BARE_HEADERS = {"a MESH subject": ("Mex-Subject", f"Referral of {REAL}"), "any header": ("X-Who", REAL)}
CALLED_SO = {
    name: writing.encode() if isinstance(writing, str) else writing
    for name, writing in (JSON | XML | TEXT | PACKED).items()
}
"""Bodies in which a number is called one, or lives where numbers live."""


def innocent(count, seed=1):
    """Give ten-digit numbers that pass as issued NHS numbers by their check digit."""
    rng, found = random.Random(seed), []
    while len(found) < count:
        number = f"{rng.randrange(10**9, 9 * 10**9)}"
        if nhs_number.is_valid(number) and number != REAL:
            found.append(number)
    return found


def innocent_uses(number):
    """Give what has such a number in it, and no NHS number, each in JSON, XML, text, an address or a header."""
    id = str(uuid.UUID(int=int(number))).replace("0000-0000", "0000-a000")
    return [
        json.dumps({"exp": int(number), "iat": int(number), "telephone": number, "code": number}),
        json.dumps({"telecom": [{"system": "phone", "value": number}], "id": number, "size": int(number)}),
        json.dumps({"nhsNumber": "9990000018", "order": number, "total": int(number)}),
        json.dumps({"coding": [{"system": "http://snomed.info/sct", "code": number}]}),
        f'<a><code code="{number}"/><id root="2.16.840.1.113883.2.1.3.2.4.18.34" extension="{number}"/></a>',
        f'<a><telecom value="tel:{number}"/><trackingid>{number}</trackingid><b id="i-{number}-7"/></a>',
        f"<table><tr><td>NHS number</td><td>not known</td></tr><tr><td>Order no</td><td>{number}</td></tr></table>",
        f"<!DOCTYPE html><body><br><td>NHS number<td>not known<td>Telephone<td>{number}<td>Order<td>{number}",
        f"NHS number: not known. Telephone: {number}",
        f"The order no. {number} came, ring {number} or call 0{number}, see ab-{number}, {id}",
        f"Content-Length: {number}\nX-Request-Id: {number}\nTimestamp={number}",
        f"/items/{number}?nhsNumber=9990000018&id={number}&_={number}",
    ]
