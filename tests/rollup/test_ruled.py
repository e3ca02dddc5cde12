"""What rulings come to: who is heard, who is not and why, and what is said of it among the limits."""

from dataclasses import replace
from datetime import UTC, datetime

from cpcs_harness.judging.rulings import Party, RuledRun, Ruling
from cpcs_harness.judging.rulings.ruled_run import key
from cpcs_harness.rollup.ruled import Ruled

HEAD, DIGEST = "ab" * 32, "5c" * 32
RUN = RuledRun("Sycamore", ("9",), HEAD, datetime(2026, 11, 28, tzinfo=UTC), set().__contains__)
ASSURER = Ruling(
    "X-01", "p", "confirmed", "A", "assurer", "2026-11-28", "seen", "Team",
    candidate="Sycamore", build="9", run=HEAD, given=True,
)  # fmt: skip
OURS = replace(ASSURER, pathway=None, whose="the project itself", party=Party.PROJECT, reference=DIGEST)
REFERENCE = replace(RUN, reference=DIGEST, ours=frozenset({key(OURS)}))


def test_an_assurers_ruling_comes_before_the_projects_own():
    assert Ruled([OURS, ASSURER], REFERENCE).deciding("X-01", "p") == [ASSURER, OURS]
    assert Ruled([OURS, ASSURER], REFERENCE).deciding("X-01", "q") == [OURS]


def test_a_confirmation_to_no_effect_is_told_with_why_and_a_refusal_is_not():
    ruled = Ruled([replace(ASSURER, given=False)], RUN)

    assert ruled.deciding("X-01", "p") == []
    assert ruled.unheard("X-01", "p").startswith(
        "A, assurer (Team) has confirmed it, and it lay with the run"
    )
    assert ruled.unheard("X-01", "q") == ruled.unheard("X-02", "p") == ""
    assert Ruled([replace(ASSURER, ruling="refused", build="8")], RUN).unheard("X-01", "p") == ""
    (record,) = ruled.records("X-01", "p")
    assert (record.holds, record.party, record.build, record.run) == (False, "assurer", "9", HEAD)
    assert record.why_not == RUN.why_not(replace(ASSURER, given=False))


def test_limits_say_whose_rulings_are_and_that_nothing_binds_them():
    (said,) = Ruled([ASSURER], RUN).limits()

    assert "those of Team (assurer, as the file says): no signature binds them" in said
    (said,) = Ruled([replace(ASSURER, party=Party.SUPPLIER)], RUN).limits()
    assert "decide nothing here: it is the supplier's own" in said
    assert Ruled([OURS], REFERENCE).limits() == ["Rulings in this run are those of the project itself."]


def test_limits_say_so_of_rulings_on_somebody_else():
    (theirs,) = Ruled([ASSURER], replace(RUN, candidate="Rowan")).limits()
    (ours,) = Ruled([OURS], RUN).limits()
    (bad,) = Ruled([OURS, ASSURER], replace(REFERENCE, known_bad="forgets")).limits()

    assert "are on another candidate, Sycamore: they decide nothing" in theirs
    assert "on the project's reference service (digest 5c5c5c5c5c5c) alone" in ours
    assert "known-bad candidate: they decide nothing" in bad
    assert Ruled().limits() == []
