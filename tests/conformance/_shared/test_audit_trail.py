"""An entry of the audit trail has its message's own road, sender and document, or leaves them out."""

import pytest

from conformance._shared.audit_trail import entries_under, expect_own, others_in
from cpcs_harness.errors import NotMet
from made_up import observed

OWN = {"sender_ods": ["Y12345"], "document_id": ["8f0a52cb"]}
TRAIL = observed(9, "read_audit", {})


@pytest.mark.parametrize("written", ["<a@nhs.net>", "A@NHS.NET", "urn:uuid:a@nhs.net"])
def test_an_entry_is_found_however_its_id_is_written(written):
    entries = [{"message_id": written}, {"message_id": "b"}, {"message_id": None}]
    assert entries_under(["<a@nhs.net>", None], entries) == entries[:1]


def test_what_came_without_an_id_has_no_entries():
    assert entries_under([None, ""], [{"message_id": ""}, {}]) == []


@pytest.mark.parametrize(
    "entry",
    [
        {},
        {"event": "received", "channel": "email", "sender_ods": "y12345", "document_id": "8F0A52CB"},
        {"event": "received", "channel": None, "sender_ods": "", "document_id": None},
        {"event": "replaced", "channel": "itk"},
    ],
)
def test_an_entry_tells_of_its_message(entry):
    expect_own([entry], "email", OWN, TRAIL)


@pytest.mark.parametrize(
    "entry",
    [
        {"channel": "keyed"},
        {"event": "received", "channel": "keyed"},
        {"event": "refused", "channel": "keyed"},
        {"event": "replaced", "sender_ods": "FA101"},
        {"document_id": "another"},
    ],
)
def test_an_entry_tells_of_another(entry):
    assert len(list(others_in(entry, "email", OWN))) == 1
    with pytest.raises(NotMet, match="other road, sender or document"):
        expect_own([entry], "email", OWN, TRAIL)
