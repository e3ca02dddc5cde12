"""Who has no ID token need not hint with one."""

import pytest

from cis2_evidence import call, evidence, of_user, seen
from cpcs_harness._content.conformance.cis2 import test_session_ends
from cpcs_harness.errors import NotApplicable


def test_who_has_no_id_token_need_not_hint_with_one():
    given = call(1, "oauth", "code", facts=of_user())

    with pytest.raises(NotApplicable, match="combined authentication"):
        test_session_ends.test_cis2_is_told_of_a_sign_out(
            evidence([given], [seen(3, "sign_out", "signed out")], "signed out")
        )
