"""A case comes by e-mail while NHS 111's provider is down, is worked and claimed; then its report comes late, twice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from cpcs_harness.drivers.base import Outcome
from cpcs_harness.journeys.journey import JourneyStopped, Stage
from cpcs_harness.journeys.worklist import row_of
from cpcs_harness.people.model import Report
from cpcs_harness.stalls import fair_now

from .._steps import nhs111 as _nhs111
from .._steps import parts as _parts
from .._steps import referrals as _referrals
from .._steps.pathways import MI, UM

LATE = timedelta(hours=8)
HANDLED = "already-handled"
BOTH_WAYS = "by both ways"
"""Under which name the report comes of a case whose e-mail comes as well."""


class LateAfterEmail(_nhs111.TakesItk):
    """The late report is flagged as handled already, and makes no second claim; nor does a newer version of it."""

    id = "late-after-email"
    seconds = 1.5
    pathways = (MI, UM)
    title = "{a_service} referral sent late, after it was worked from an e-mail"

    def run(self, stage: Stage) -> None:
        """Work the case from the e-mail, claim it, and see what its report does."""
        _parts.sign_in_and_enrol(stage)
        late = replace(stage.issued.report, created=stage.issued.report.created - LATE)
        stage.step("The provider's system is down, and it writes an e-mail")
        stage.send_111_email(late)
        if not self._take_in(stage, late):
            return
        _parts.trace_on_pds(stage)
        _referrals.treat(stage)
        stage.step("The case is claimed")
        stage.do("submit_claims", needed=False)
        stage.step("The provider is back, and sends the report eight hours late")
        stage.send(report=late)
        self._watch(stage, late)
        stage.step("The provider sends a newer version of it")
        newer = _nhs111.next_version(late)
        stage.send(report=newer)
        rows = self._watch(stage, newer)
        stage.step("Claims are submitted once more")
        for name in {str(row.get("referral") or "") for row in rows} or {str(stage.referral)}:
            stage.do("submit_claims", needed=False, referral=name)
        self._key_what_is_here(stage, newer)

    def _key_what_is_here(self, stage: Stage, handled: Report) -> None:
        """Have staff key in what was worked before, and then a case whose report came before its e-mail."""
        stage.step("Staff key the e-mail of the case that was worked in once more")
        self._key(stage, handled)
        stage.step("Another case comes by a report, then by e-mail, and staff key it in")
        both = _nhs111.earlier_call(_nhs111.another_of(handled, BOTH_WAYS))
        both = replace(both, created=handled.created)
        stage.send(report=both, variant=BOTH_WAYS)
        stage.look_for([both])
        stage.send_111_email(both)
        _referrals.collect(stage)
        self._key(stage, both)

    def _key(self, stage: Stage, report: Report) -> None:
        """Key in what is here already, and open all that is listed of it."""
        given = _referrals.keyed_from_nhs111(report, stage.issued.pathway)
        stage.do("key_referral", needed=False, about=report.document_id, **given)
        for row in _referrals.rows_about(report, stage.do("worklist")):
            stage.open(report, row)
        stage.do("list_alerts", needed=False)

    def _take_in(self, stage: Stage, report: Report) -> bool:
        """Staff key the e-mail in, unless the system has read it itself; a system may offer neither."""
        stage.step("Staff key the e-mail in")
        _referrals.collect(stage)
        row = row_of(report, stage.do("worklist"))
        if row is None:
            given = _referrals.keyed_from_nhs111(report, stage.issued.pathway)
            keyed = stage.do("key_referral", needed=False, about=report.document_id, **given)
            row = keyed.observation if keyed.status == "done" else None
            row = row or stage.look_for([report]).get(report.document_id)
            if row is None and keyed.status == "cannot":
                return False
        if row is None:
            raise JourneyStopped("the e-mail's case could not be keyed in, and was not read from the mailbox")
        stage.take(report, row)
        return True

    def _watch(self, stage: Stage, report: Report) -> Sequence[Mapping[str, Any]]:
        """Look until the report is flagged or listed, or the time is over in which it would be."""
        deadline = fair_now() + stage.pace.arrival_seconds
        while True:
            rows = _referrals.rows_about(report, stage.do("worklist"))
            told = [notice for row in rows for notice in _listed(stage.open(report, row), "notices")]
            names = {str(row.get("referral")) for row in rows}
            alerts = _listed(stage.do("list_alerts", needed=False), "alerts")
            told += [alert for alert in alerts if str(alert.get("referral")) in names]
            over = fair_now() + stage.pace.poll_seconds > deadline
            if over or len(rows) > 1 or any(notice.get("kind") == HANDLED for notice in told):
                return rows
            stage.wait(stage.pace.poll_seconds)  # a candidate tells of no event to wait for


def _listed(seen: Outcome, what: str) -> list[Mapping[str, Any]]:
    return [entry for entry in seen.observation.get(what) or () if isinstance(entry, dict)]
