"""NHS 111 reports for tests of the reference service, with the quirks that are in use in the field."""

import uuid

ITK = "urn:nhs-itk:ns:201005"
SERVICE = "urn:nhs-itk:services:201005:SendNHS111Report-v2-0"


def report(
    *,
    dx: str = "Dx86",
    document: str = "",
    set_id: str = "",
    case: str = "7",
    version: str = "1",
    extra: str = "",
    code: str = "819551000000100",
    ods: str = "FA101",
    dos: str = "",
    service: str = SERVICE,
    action: str | None = None,
    telecoms: str = '<telecom value="tel:07700900123" use="EC"/>',
    informant: str = "",
    name: str = "<given>Maeve</given><family>Whitlow</family>",
    text: str = "<content>Headache</content><br/>since &lt;Monday&gt;",
    security: str = "",
    profile: str = "urn:nhs-en:profile:nhs111CDADocument-v2-0",
    outer: str = ITK,
    manifest_count: str = "1",
    payload_id: str = "uuid_1",
    message_id: str = "<a:MessageID>2F182787-CA39-46F8-9B1C-8E77F3050067</a:MessageID>",
    tracking: str = 'trackingid="F60A19ED-843E-41A3-84C1-3F313DD4E4E0"',
    flags: str = "",
    interaction: str = "primaryOutofHourRecipientNHS111CDADocument-v2-0",
    ids: str = '<id extension="9990000018" root="2.16.840.1.113883.2.1.4.1"/>',
) -> bytes:
    """An invented NHS 111 report; each argument changes one thing about it."""
    addresses = f'<q:address uri="urn:nhs-uk:addressing:ods:{ods}"/>' if ods else ""
    addresses += f'<q:address type="2.16.840.1.113883.2.1.3.2.4.18.44" uri="{dos}"/>' if dos else ""
    disposition = (
        f'<dischargeDispositionCode code="{dx}" displayName="Repeat prescription within 12 hours" '
        'codeSystem="2.16.840.1.113883.2.1.3.2.4.17.325"/>'
        if dx
        else ""
    )
    return f"""<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/" xmlns:q="{outer}"
      xmlns:a="http://www.w3.org/2005/08/addressing">
     <e:Header><a:Action e:mustUnderstand="1">{action or service}</a:Action>{message_id}{security}</e:Header>
     <e:Body><q:DistributionEnvelope xmlns:q="{ITK}">
      <q:header service="{service}" {tracking}>
       <q:addresslist>{addresses}</q:addresslist>
       <q:manifest count="{manifest_count}">
        <q:manifestitem id="uuid_1" mimetype="text/xml" profileid="{profile}" {flags}/></q:manifest>
       <q:handlingSpecification>
        <q:spec key="urn:nhs-itk:ns:201005:interaction" value="urn:nhs-itk:interaction:{interaction}"/>
       </q:handlingSpecification>
      </q:header>
      <q:payloads count="1"><q:payload id="{payload_id}">
       <ClinicalDocument xmlns="urn:hl7-org:v3">
        <id root="{document or str(uuid.uuid4()).upper()}"/><effectiveTime value="20260401121500+0100"/>
        <code code="{code}"/>
        <setId root="{set_id or str(uuid.uuid4()).upper()}"/><versionNumber value="{version}"/>{extra}
        <recordTarget><patientRole>{ids}
         <addr use="PHYS"><streetAddressLine>7 Sedge Lane</streetAddressLine><postalCode>LS2 9AA</postalCode></addr>
         {telecoms}
         <patient><name>{name}</name><administrativeGenderCode code="2"/><birthTime value="19840229"/></patient>
         <providerOrganization><id extension="B86999"/><name>Sedge Surgery</name></providerOrganization>
        </patientRole></recordTarget>
        {informant}
        <custodian><assignedCustodian><representedCustodianOrganization>
         <id extension="RYE99"/><name>Invented 111</name>
        </representedCustodianOrganization></assignedCustodian></custodian>
        <componentOf><encompassingEncounter>
         <id root="2.16.840.1.113883.2.1.3.2.4.18.49" extension="X"/>
         <id root="2.16.840.1.113883.2.1.3.2.4.18.35" extension="CASE-{case}"/>
         <id root="2.16.840.1.113883.2.1.3.2.4.18.34" extension="REF-{case}"/>
         {disposition}
        </encompassingEncounter></componentOf>
        <component><structuredBody><component><section>
         <component><section><title>Patient's Reported Condition</title><text>{text}</text></section></component>
        </section></component></structuredBody></component>
       </ClinicalDocument>
      </q:payload></q:payloads>
     </q:DistributionEnvelope></e:Body></e:Envelope>""".encode()
