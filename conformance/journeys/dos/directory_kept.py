"""The local directory of addresses is loaded, corrected and looked into, and the system is stopped and started.

Source: CPCS Technical Toolkit, June 2021, row Directory of Services: local directory; names of NHSmail mailboxes
(interface sheet mesh-itk3-nhsmail-mys, part C1).
"""

from __future__ import annotations

from cpcs_harness.journeys.journey import Journey, Stage
from cpcs_harness.people.fixtures import fixture

from .._steps import addresses as _addresses
from .._steps import referrals as _referrals
from .._steps import restarts as _restarts
from .._steps.addresses import Place
from .._steps.pathways import MI, UM

PRACTICES = 5

Row = tuple[Place, str]
"""Whose address, and the address as the table writes it; empty for one that is never loaded."""
Table = dict[str, list[Row]]


class DirectoryKept(Journey):
    """The whole directory is looked at, and the system restarted, so nobody else may load anything meanwhile."""

    id = "directory-kept"
    seconds = 1.5
    pathways = (MI, UM)
    title = "{service}, the local directory of addresses"
    alone = True
    with_others = "directory"

    def run(self, stage: Stage) -> None:
        """Load twice, look everything up, restart, and look everything up again."""
        with stage.meeting.turn:
            _referrals.sign_in(stage)
            table = self.table(stage)
            self.load(stage, table)
            stage.step("The system is stopped at once, and is back")
            _restarts.wait_until_back(stage, _restarts.stop(stage))
            stage.step("Every address is looked up again")
            self.look(stage, table)
            self.load_public(stage, table["public"])

    def table(self, stage: Stage) -> Table:
        """Give the rows of each part of the table that are for the pathway."""
        others = (stage.another(f"practice {number}") for number in range(1, PRACTICES))
        practices = [issued.person.practice for issued in (stage.issued, *others)]
        return {
            part: [
                (Place(row["kind"], practices[row["of"]]), row.get("email", ""))
                for row in _addresses.chosen(rows, stage)
            ]
            for part, rows in fixture("directory").items()
        }

    def load(self, stage: Stage, table: Table) -> None:
        """Load entries, and then corrections of some; look at everything after each."""
        stage.step("The local directory is looked at as it is")
        stage.do("list_directory", needed=False)
        for part in ("entries", "corrections"):
            stage.step(f"The local directory is loaded: {part}")
            entries = [place.entry(email) for place, email in table[part]]
            stage.do("load_directory", needed=False, entries=entries)
            self.look(stage, table)

    def look(self, stage: Stage, table: Table) -> None:
        """Look up every entry, and codes that were never loaded; then look at the whole."""
        for place, _ in (*table["entries"], *table["never_loaded"]):
            _addresses.look_up(stage, place)
        stage.do("list_directory", needed=False)

    def load_public(self, stage: Stage, rows: list[Row]) -> None:
        """Load addresses that anybody may have, one by one: any of them may be refused."""
        stage.step("Addresses at public providers are loaded")
        for place, email in rows:
            stage.do("load_directory", needed=False, entries=[place.entry(email)])
            _addresses.look_up(stage, place)
