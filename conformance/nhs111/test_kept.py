"""Alerts and audit trail are after a restart what they were before; the worklist is N111-07's.

Source: ITK2.2 Core / Toolkit Workbench rule set, responses; ITK 2.2 logging (interface sheet nhs111-itk22, S14).
"""

from cpcs_harness.judging import EvidenceView, criterion, through

from .._shared.restarts import Around, around, expect_kept, rows_of

LISTS = {
    "list_alerts": ("alerts", "alert", ("referral", "kind", "text")),
    "read_audit": (
        "entries",
        "entry of the audit trail",
        ("at", "event", "result", "document_id", "message_id", "request_id", "user", "code"),
    ),
}


@criterion("N111-48")
def test_alerts_and_audit_outlive_a_restart(evidence: EvidenceView):
    """Each alert and entry that was there is there, with the same words; more may have come."""
    for journey in evidence.each():
        for action, apart in through(LISTS):
            with apart:
                for looks, alone in through(around(journey, action)):
                    with alone:
                        expect_same_list(action, looks)


def expect_same_list(action: str, looks: Around) -> None:
    """Raise NotMet where a list has lost or changed one of its rows."""
    name, what, keys = LISTS[action]
    expect_kept(what, looks, rows_of(looks.before, name, keys), rows_of(looks.after, name, keys))
