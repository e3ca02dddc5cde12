"""PDS is busy, broken or unwilling, in each way for a patient of its own.

Source: Personal Demographics Service FHIR API, errors and rate limits (interface sheet pds-smsp-auth, 6 and 8).
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

from cpcs_harness.journeys.journey import Stage

from .._steps import pds as _pds
from .._steps import referrals as _referrals
from .._steps.pathways import MI, UM

PASSING = {
    "busy-once": "rate-limited",
    "late-once": "timeout-408",
    "broken-once": "server-error",
    "gateway-once": "bad-gateway-html",
    "unavailable-once": "unavailable",
    "reset-once": "reset",
    "asks-for-time": "rate-limited-retry-after",
}
"""Strikes the first call about a patient; the next is answered."""
LASTING = {
    "busy": "rate-limited-spike",
    "unavailable": "unavailable",
    "gateway": "bad-gateway-html",
    "token-refused": "token-refused",
    "forbidden": "access-denied",
    "unknown": "not-found-varied-diagnostics",
    "malformed": "malformed-json",
    "empty": "empty-200",
    "bundle": "bundle-for-patient",
    "organisation": "wrong-resource",
}
"""Strikes every call about a patient."""
SEARCHES = (
    "rate-limited-spike",
    "unavailable",
    "reset",
    "server-error",
    "access-denied",
    "not-found-html",
    "malformed-json",
    "empty-200",
    "wrong-resource",
)
"""Strikes every search for the one whom PDS finds in the end."""
LONG, SOON = timedelta(minutes=10), timedelta(seconds=2)
"""Longer than anybody waits at a counter, and as long as anybody does."""


class PdsTrouble(_pds.AsksPds):
    """Each patient is looked up once, whatever PDS answers; the last one without any trouble."""

    id = "pds-trouble"
    seconds = 4.0
    pathways = (MI, UM)
    title = "{service}, PDS in trouble"

    def run(self, stage: Stage) -> None:
        """Refer the patients, have things go wrong, and look each of them up."""
        _referrals.sign_in(stage)
        others = ("asks-for-long", "bad-search", "untroubled")
        cases = _pds.refer(stage, _pds.issue(stage, [*PASSING, *LASTING, *others]))
        for label, fault in PASSING.items():
            cases[label].fault(fault)
        for label, fault in LASTING.items():
            cases[label].fault(fault, times=_pds.ALWAYS)
        long, bad = cases["asks-for-long"], cases["bad-search"]
        long.fault("unavailable-retry-after", times=_pds.ALWAYS, headers=_retry_after(LONG))
        bad.fault("bad-search-varied-diagnostics", "search_patient", times=_pds.ALWAYS)
        stage.step("PDS fails for a moment")
        for label in PASSING:
            cases[label].find()
        stage.step("PDS fails and goes on failing")
        for label in LASTING:
            cases[label].find()
        long.find()
        bad.search()
        stage.step("Something before PDS says that it does not know the address")
        lost = cases["untroubled"].fault("not-found-html", times=_pds.ALWAYS)
        cases["untroubled"].find()
        lost.times = 0
        self._fail_at_searches(stage, cases["untroubled"])
        stage.step("PDS names the moment at which it is to be asked again")
        put_off(stage, cases["untroubled"])
        stage.step("PDS is well again")
        cases["untroubled"].find()

    def _fail_at_searches(self, stage: Stage, case: _pds.Case) -> None:
        for name in SEARCHES:
            stage.step(f"PDS fails at a search: {name}")
            broken = case.fault(name, "search_patient", times=_pds.ALWAYS)
            case.search()
            broken.times = 0


def put_off(stage: Stage, case: _pds.Case) -> None:
    """Have PDS name a moment; whoever gave up may leave PDS alone until then, so that it is waited for."""
    until = datetime.now(UTC) + SOON
    named = case.fault("unavailable-retry-after", headers=_retry_after(SOON))
    case.find()
    named.times = 0
    stage.wait(max(0.0, (until - datetime.now(UTC)).total_seconds()))


def _retry_after(later: timedelta) -> dict[str, str]:
    """Give a moment as HTTP writes it."""
    moment = (datetime.now(UTC) + later).replace(microsecond=0)
    return {"Retry-After": format_datetime(moment, usegmt=True)}
