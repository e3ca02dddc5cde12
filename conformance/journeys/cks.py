"""A pharmacist looks guidance up while a consultation is open: by link, and by NICE's integration partner.

Source: interface sheet dos-eps-rtec-scr-dmd, section 7 and check 99; the partner: docs/reference/cks-model.md.
"""

from __future__ import annotations

from cpcs_harness.journeys.journey import Stage
from cpcs_harness.people.fixtures import fixture

from ._steps import nhs111 as _nhs111
from ._steps import referrals as _referrals
from ._steps.pathways import MI


class CksGuidance(_nhs111.TakesItk):
    """Several topics for one patient, and one of them again for the next: nothing of a look-up may cling to another."""

    id = "cks-guidance"
    pathways = (MI,)
    title = "Minor illness, guidance on several topics"

    def run(self, stage: Stage) -> None:
        """Refer two patients, and look topics up for each; one that NICE has not, and one that cannot be had."""
        table = fixture("topics")
        topics = [topic["title"] for topic in table["topics"]]
        _referrals.sign_in(stage)
        stage.step("NHS 111 refers two patients")
        patients = [stage.issued, stage.another("next-of-two")]
        for patient in patients:
            stage.send(report=patient.report)
        found = stage.look_for([patient.report for patient in patients])
        for patient, asked in zip(patients, ([*topics, table["never_held"]], topics[:1]), strict=True):
            row = found.get(patient.report.document_id)
            if row is None:
                continue
            stage.step("The pharmacist opens a referral and looks guidance up")
            stage.open(patient.report, row)
            about, referral = patient.report.document_id, str(row.get("referral", ""))
            for topic in asked:
                if (
                    topic != table["never_held"]
                ):  # NICE has no page of it, so that no link would be the right one
                    stage.do("view_guidance", needed=False, referral=referral, about=about, topic=topic)
                stage.do("read_guidance", needed=False, referral=referral, about=about, topic=topic)
