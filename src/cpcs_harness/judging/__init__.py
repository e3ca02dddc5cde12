"""What checks are written with: the evidence as they see it, and helpers that raise NotMet or NotShown."""

from cpcs_harness.errors import NotApplicable, NotMet, NotShown
from cpcs_harness.judging.criterion import criterion
from cpcs_harness.judging.expect import (
    expect,
    expect_all,
    expect_all_different,
    expect_equal,
    expect_match,
    expect_none,
    expect_same,
)
from cpcs_harness.judging.unseen import Unseen, through
from cpcs_harness.judging.views import EvidenceView, ExchangeView, JourneyView, ObservationView

__all__ = [
    "EvidenceView",
    "ExchangeView",
    "JourneyView",
    "NotApplicable",
    "NotMet",
    "NotShown",
    "ObservationView",
    "Unseen",
    "criterion",
    "expect",
    "expect_all",
    "expect_all_different",
    "expect_equal",
    "expect_match",
    "expect_none",
    "expect_same",
    "through",
]
