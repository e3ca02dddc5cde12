"""Requests to a mini service as text, each part of which a test can change; none of it is code of ours."""

import uuid
from datetime import UTC, datetime, timedelta
from xml.sax.saxutils import quoteattr

SERVICE = "urn:nhs-itk:services:201005:{name}-v1-0"
OIDS = "2.16.840.1.113883.2.1.3.2.4"
_OASIS = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity"
ORDER = ("DateOfBirth", "Gender", "LocalIdentifier", "NHSNumber", "Name", "Postcode")


def action(name):
    return SERVICE.format(name=name)


def part(name, value):
    """Write one parameter of a query."""
    written = {
        "DateOfBirth": lambda: f"<value value={quoteattr(value)}/>",
        "Gender": lambda: f'<value code={quoteattr(value)} codeSystem="{OIDS}.16.25"/>',
        "LocalIdentifier": lambda: f'<value root="{OIDS}.18.24" extension={quoteattr(value)}/>',
        "NHSNumber": lambda: f'<value root="2.16.840.1.113883.2.1.4.1" extension={quoteattr(value)}/>',
        "Name": lambda: f"<value>{value}</value>",
        "Postcode": lambda: f"<value><postalCode>{value}</postalCode></value>",
    }[name]()
    return f"<Person.{name}>{written}<semanticsText>Person.{name}</semanticsText></Person.{name}>"


def named(family, given=""):
    """Write a name as a query holds it."""
    return (f"<given>{given}</given>" if given else "") + f"<family>{family}</family>"


def request(name, parameters, **changes):
    """Write a whole request; changes are of its single parts, by their names below."""
    now = datetime.now(UTC)
    id = str(uuid.uuid4()).upper()
    parts = {
        "action": action(name),
        "service": action(name),
        "message_id": str(uuid.uuid4()).upper(),
        "tracking_id": str(uuid.uuid4()).upper(),
        "to": "http://127.0.0.1/smsp/pds",
        "created": now.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "expires": (now + timedelta(minutes=5)).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "audit": '<itk:id uri="urn:nhs-uk:identity:ods:FA101:USER:2450017"/>',
        "count": "1",
        "item": f"uuid_{id}",
        "payload": f"uuid_{id}",
        "profile": f"urn:nhs-en:profile:{name}Request-v1-0",
        "root": "getPatientDetails-v1-0" if name == "getPatientDetails" else f"{name}Request-v1-0",
        "code": f"{name}Request-v1-0",
        "id": id,
        "query": "".join(part(one, parameters[one]) for one in ORDER if one in parameters),
        **changes,
    }
    return TEMPLATE.format_map(parts).encode()


TEMPLATE = f"""<?xml version="1.0" encoding="UTF-8"?>
<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/" xmlns:wsa="http://www.w3.org/2005/08/addressing"
 xmlns:itk="urn:nhs-itk:ns:201005">
<soap:Header>
<wsa:MessageID>{{message_id}}</wsa:MessageID><wsa:Action>{{action}}</wsa:Action><wsa:To>{{to}}</wsa:To>
<wsa:From><wsa:Address>http://127.0.0.1/pharmacy</wsa:Address></wsa:From>
<wsse:Security xmlns:wsse="{_OASIS}-secext-1.0.xsd"><wsu:Timestamp xmlns:wsu="{_OASIS}-utility-1.0.xsd">
<wsu:Created>{{created}}</wsu:Created><wsu:Expires>{{expires}}</wsu:Expires></wsu:Timestamp>
<wsse:UsernameToken><wsse:Username>A system</wsse:Username></wsse:UsernameToken></wsse:Security>
</soap:Header>
<soap:Body><itk:DistributionEnvelope>
<itk:header service="{{service}}" trackingid="{{tracking_id}}"><itk:auditIdentity>{{audit}}</itk:auditIdentity>
<itk:manifest count="{{count}}"><itk:manifestitem id="{{item}}" mimetype="text/xml" profileid="{{profile}}"
 base64="false" compressed="false" encrypted="false"/></itk:manifest></itk:header>
<itk:payloads count="1"><itk:payload id="{{payload}}">
<{{root}} xmlns="urn:hl7-org:v3" classCode="CACT" moodCode="EVN"><id root="{{id}}"/>
<code code="{{code}}" codeSystem="{OIDS}.17.284"/><queryEvent>{{query}}</queryEvent></{{root}}>
</itk:payload></itk:payloads></itk:DistributionEnvelope></soap:Body></soap:Envelope>"""
