"""The practice is told nothing that nobody recorded, adopted or served.

Source: ITK FHIR Digital Medicines 1.2.9, data items (interface sheet mesh-itk3-nhsmail-mys, section B8, checks F3 44,
51, 57 and 59); what stands in a practice's record is acted on.
"""

from cpcs_harness.judging import EvidenceView, ExchangeView, JourneyView, NotShown, criterion, expect_none

from .._shared.facts.messages import TODO, of_document, of_mail
from .._shared.mails import what_it_says
from .._shared.mesh import sent_by
from .._shared.places import other_codes, places_of
from .test_nhsmail import notices

INVENTED = "claim in the {} that nobody recorded, adopted or served"


@criterion("GPM-44")
def test_the_document_tells_nothing_that_nobody_recorded(evidence: EvidenceView):
    """No other medicine, directions, quantity, allergy, date, number, person or address, in text or in codes."""
    looked = 0
    for journey in evidence.each():
        for message in sent_by(evidence, journey, at_least=0):
            found = of_document(evidence, journey.id, message)
            expect_none(INVENTED.format("document"), found, message.call, TODO)
            looked += 1
        for mail in journey.exchanges("nhsmail", "submit", at_least=0):
            expect_no_other(evidence, journey, mail)
    if not looked:
        raise NotShown("no document was sent over MESH")


@criterion("GPN-14")
def test_the_email_tells_nothing_that_nobody_recorded(evidence: EvidenceView):
    """No other medicine, directions, quantity, allergy, date, number or person, in subject, text or attachment."""
    for journey in evidence.each():
        for mail in notices(journey):
            expect_no_other(evidence, journey, mail)


def expect_no_other(evidence: EvidenceView, journey: JourneyView, mail: ExchangeView) -> None:
    """Raise NotMet where an e-mail claims what nobody recorded, or has one place's code beside another's name."""
    expect_none(INVENTED.format("e-mail"), of_mail(evidence, journey.id, mail), mail, TODO)
    said = what_it_says(mail)
    beside = other_codes(f"{said.subject}\n{said.text}", places_of(journey))
    expect_none(
        "code of one place beside the name of another", beside, mail, "Write name and code of one place."
    )
