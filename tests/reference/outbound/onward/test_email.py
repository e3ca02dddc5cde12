"""Moments in an onward referral: London's, and told apart in the hour that comes twice."""

import pytest

from reference.kit.agreed import OnwardRules
from reference.outbound.onward.email import OnwardEmail


@pytest.mark.parametrize(
    ("started", "written"),
    [
        ("2026-10-25T00:30:00+00:00", "25/10/2026 01:30 BST"),
        ("2026-10-25T01:30:00+00:00", "25/10/2026 01:30 GMT"),
        ("2027-03-28T00:59:00+00:00", "28/03/2027 00:59 GMT"),
        ("2027-03-28T01:00:00+00:00", "28/03/2027 02:00 BST"),
        ("2026-06-30T23:30:00+00:00", "01/07/2026 00:30 BST"),
        ("2026-12-31T23:59:00+00:00", "31/12/2026 23:59 GMT"),
    ],
)
def test_a_moment_is_londons_and_unambiguous(started, written):
    assert OnwardEmail(OnwardRules()).moment(started) == written
