"""Minor illness: advice is given and a product recommended; the practice is told by NHSmail."""

from __future__ import annotations

from cpcs_harness.journeys.journey import Journey, Stage

from .._steps import notifications as _notifications
from .._steps import parts as _parts
from .._steps import referrals as _referrals
from .._steps.pathways import MI


class MinorIllnessProductRecommended(Journey):
    """A patient with a minor illness is referred, advised, and recommended a product."""

    id = "minor-illness-product-recommended"
    pathways = (MI,)
    title = "Minor illness, advice and a product recommended"

    def before_trace(self, stage: Stage) -> None:
        """Do nothing more; the second patient of the day meets a refused token here."""

    def run(self, stage: Stage) -> None:
        """Go from referral to claim."""
        _parts.sign_in_and_enrol(stage)
        _parts.receive_and_open(stage)
        self.before_trace(stage)
        _parts.trace_on_pds(stage)
        stage.step("The pharmacist looks at guidance and at the Summary Care Record")
        stage.do("view_guidance", needed=False, topic="cough")
        stage.do("view_summary_care_record", needed=False)
        stage.step("The pharmacist records the consultation")
        stage.try_to(
            "record_consultation",
            **_referrals.consultation(stage.issued, "advice-given", stage.now())
            | {"products": [_referrals.product(stage)]},
        )
        stage.try_to("complete")
        self.tell(stage)
        _parts.claim_and_look_again(stage)

    def tell(self, stage: Stage) -> None:
        """Have the practice told."""
        stage.step("The practice is told by NHSmail")
        stage.do("notify_gp", needed=False)


class MinorIllnessSecondPatient(MinorIllnessProductRecommended):
    """The same way for another patient of the same day: nothing of the first may cling to the second."""

    id = "minor-illness-second-patient"
    title = "Minor illness, another patient of the day"

    def before_trace(self, stage: Stage) -> None:
        """Have the token refused that the first patient's requests went by."""
        _parts.refuse_token_once(stage)


class MinorIllnessByMesh(MinorIllnessProductRecommended):
    """The same way where the practice takes documents about minor illness by MESH."""

    id = "minor-illness-by-mesh"
    seconds = 1.5
    title = "Minor illness, the practice told by an ITK3 document over MESH"

    def before_trace(self, stage: Stage) -> None:
        """Have the practice take such documents."""
        _notifications.take_mesh(stage, [stage.issued])

    def tell(self, stage: Stage) -> None:
        """Have the practice told, have it answer, and see what became of it."""
        stage.step("The practice is told over MESH")
        stage.do("notify_gp", needed=False)
        stage.step("The practice answers, and the pharmacy collects the answers")
        stage.answer_gp_reports()
        _referrals.collect(stage)
        stage.do("notify_gp", needed=False)


class MinorIllnessByMeshSecondPatient(MinorIllnessByMesh):
    """The same way for another patient of the same day: nothing of the first may cling to the second."""

    id = "minor-illness-by-mesh-second-patient"
    title = "Minor illness over MESH, another patient of the day"
