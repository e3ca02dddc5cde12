"""The journeys about records of PDS once more, with a pharmacist who has signed in with CIS2.

Another access mode is another way to PDS: what a candidate does with the application's token says nothing of what it
does with a person's (interface sheet pds-smsp-auth, sections 1 and 11).
"""

from __future__ import annotations

from .._steps import pds as _pds
from . import changes as _changes
from . import people as _people
from . import record_states as _record_states


class PdsRecordStatesSignedIn(_pds.AsksPdsSignedIn, _record_states.PdsRecordStates):
    """Each patient is traced by number, adopted, and opened again; some are treated, reported and claimed for."""

    id = "pds-record-states-signed-in"
    title = "{service}, PDS records in many states, asked for by who is signed in"


class PdsChangesSignedIn(_pds.AsksPdsSignedIn, _changes.PdsChanges):
    """Each patient is traced and adopted; then the records change, and each is traced and opened again."""

    id = "pds-changes-signed-in"
    title = "{service}, PDS records that change meanwhile, asked for by who is signed in"


class PdsPeopleSignedIn(_pds.AsksPdsSignedIn, _people.PdsPeople):
    """Each patient is traced as a pharmacist would, and opened again; then the audit trail is read."""

    id = "pds-people-signed-in"
    title = "{service}, patients who are hard to trace, asked for by who is signed in"
