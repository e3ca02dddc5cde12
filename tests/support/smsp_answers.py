"""What is asked of a mini service, and what its answers hold."""

from lxml import etree

from smsp_requests import named

NAMES = {
    "s": "http://schemas.xmlsoap.org/soap/envelope/",
    "a": "http://www.w3.org/2005/08/addressing",
    "itk": "urn:nhs-itk:ns:201005",
    "h": "urn:hl7-org:v3",
}
BY_NUMBER, BY_SEARCH, GENERIC = (
    "getPatientDetailsByNHSNumber",
    "getPatientDetailsBySearch",
    "getPatientDetails",
)


def by_number(person, **changes):
    return {"DateOfBirth": person.birth_date.strftime("%Y%m%d"), "NHSNumber": person.nhs_number} | changes


def by_details(person, **changes):
    asked = {
        "DateOfBirth": person.birth_date.strftime("%Y%m%d"),
        "Gender": {"male": "1", "female": "2"}[person.gender],
        "Name": named(person.family, person.given),
    } | changes
    return {name: value for name, value in asked.items() if value is not None}


def payload(answer):
    return etree.fromstring(answer.content).find(".//itk:payload/*", NAMES)


def code(answer):
    return payload(answer).find("h:value", NAMES).get("code")


def number(answer):
    ids = payload(answer).findall(".//h:patient/h:id", NAMES)
    return [one.get("extension") for one in ids]


def texts(answer, path):
    return [one.text or "" for one in payload(answer).findall(f".//h:patient/{path}", NAMES)]
