"""The evidence as a check sees it."""

from cpcs_harness.judging.views.artefact import ArtefactView
from cpcs_harness.judging.views.evidence import EvidenceView
from cpcs_harness.judging.views.exchange import ExchangeView, MessageView
from cpcs_harness.judging.views.journey import JourneyView
from cpcs_harness.judging.views.observation import ObservationView
from cpcs_harness.judging.views.run import RunView

__all__ = [
    "ArtefactView",
    "EvidenceView",
    "ExchangeView",
    "JourneyView",
    "MessageView",
    "ObservationView",
    "RunView",
]
