"""By which name a pharmacy's mailbox writes.

Source: Community Pharmacy IT Group, papers of November 2021 (interface sheet mesh-itk3-nhsmail-mys, C1: today's form is
`pharmacy.<ODS>@nhs.net`; the papers' own `<ODS>@nhs.net` was found nowhere else, and is taken).
"""

import re

from cpcs_harness.formats.mail import read_mail
from cpcs_harness.judging import EvidenceView, criterion, expect

NAMES = r"(pharmacy\.)?{ods}@nhs\.net"


@criterion("NAM-01")
def test_mail_is_written_from_the_mailbox_by_its_name_of_today(evidence: EvidenceView):
    """From is the mailbox of the premises, with the ODS code in its name and no place or pharmacy's name."""
    for journey in evidence.each():
        ods = str(journey.issued["premises"]["ods"])
        due = re.compile(NAMES.format(ods=re.escape(ods)), re.IGNORECASE)
        for mail in journey.exchanges("nhsmail", "submit"):
            sender = read_mail(mail.request.body).sender
            todo = "Have the account's address changed to today's name, and write from that."
            expect(
                due.fullmatch(sender) is not None, f"From pharmacy.{ods.lower()}@nhs.net", sender, mail, todo
            )
