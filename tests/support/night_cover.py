"""A made-up catalogue, with words, suites and a journey of its own: nothing in it is the Toolkit's."""

from pathlib import Path

CATALOGUE = """\
title: Night Cover Standard
called: the Standard
suites: night
pathways:
  - {id: night-cover, title: Cover by night, initials: NC, rows: [call-inbound, night-list]}
levels:
  - {id: basic, title: Basic since 2020, by: "2020-01-01"}
  - {id: better, title: Better}
components:
  - {id: call-inbound, title: Call (inbound)}
  - {id: night-list, title: List of the night}
requirements:
  - id: NC-CALL-B
    pathway: night-cover
    component: call-inbound
    level: basic
    by: "2020-01-01"
    text: A call is taken in by night.
    source: {document: Night Cover Standard, table: Cover by night, row: Call}
    criteria: [CALL-01, CALL-02]
  - id: NC-LIST-B
    pathway: night-cover
    component: night-list
    level: better
    text: The night's calls are listed.
    source: {document: Night Cover Standard, table: Cover by night, row: List}
    criteria: [LIST-01]
"""

CALLS = """\
criteria:
  - id: CALL-01
    text: A call is answered at once.
    strength: must
    certainty: published
    stands_on: wire
    judged_by: automated
    needs: [call-by-night]
    source: {document: Night Cover Standard, section: Calls}
    risk: The patient waits until the morning.
  - id: CALL-02
    text: A call is heard in the next room.
    strength: should
    certainty: inferred
    stands_on: witnessed
    judged_by: witnessed
    because: Somebody has to be in the next room.
    evidence: What somebody wrote down who was there.
    needs: []
    source: {document: Night Cover Standard, section: Calls}
    risk: The patient waits until somebody looks.
"""

LISTS = """\
criteria:
  - id: LIST-01
    text: A call is on the list.
    strength: must
    certainty: published
    stands_on: self-reported
    judged_by: automated
    needs: [call-by-night]
    source: {document: Night Cover Standard, section: List}
    risk: The patient is forgotten.
"""

TEST_CALLS = '''\
"""A call is taken in."""

from cpcs_harness.judging import EvidenceView, criterion, expect_equal

from ._taken import TAKEN


@criterion("CALL-01")
def test_a_call_is_answered(evidence: EvidenceView):
    """The report is acknowledged."""
    for call in evidence.exchanges("nhs111", "send_report"):
        expect_equal("the status", TAKEN, call.response.status, call)
'''

TEST_LISTS = '''\
"""A call is on the list."""

from cpcs_harness.judging import EvidenceView, criterion, expect


@criterion("LIST-01")
def test_a_call_is_listed(evidence: EvidenceView):
    """Some look at the worklist shows a row."""
    for journey in evidence.each():
        look = journey.observations("worklist")[-1]
        expect(bool(look.shown.get("referrals")), "a row", "none", look)
'''

JOURNEY = '''\
"""One call in the night."""

from cpcs_harness.journeys.journey import Journey, JourneyPathway, Stage

from ._steps.arriving import arrives


class CallByNight(Journey):
    """NHS 111 sends a report, and the pharmacist finds it on the list."""

    id = "call-by-night"
    pathways = (JourneyPathway("night-cover", "nc"),)
    title = "A call in the night"

    def run(self, stage: Stage) -> None:
        """The call comes, and is looked for."""
        arrives(stage)
        stage.find_on_worklist()
'''

STEPS = '''\
"""How a call comes."""

from cpcs_harness.journeys.journey import Stage


def arrives(stage: Stage) -> None:
    """Sign in, and have the report sent."""
    stage.step("The call comes")
    stage.do("sign_in")
    stage.send()
'''

FILES = {
    "standard.yaml": CATALOGUE,
    "night/calls/criteria.yaml": CALLS,
    "night/calls/_taken.py": "TAKEN = 200\n",
    "night/calls/test_calls.py": TEST_CALLS,
    "night/lists/criteria.yaml": LISTS,
    "night/lists/test_lists.py": TEST_LISTS,
    "night/journeys/call_by_night.py": JOURNEY,
    "night/journeys/_steps/arriving.py": STEPS,
}


def write(folder: Path, **changed: tuple[str, str]) -> Path:
    """Write the catalogue into a folder, each named file with one text in place of another; gives its main file."""
    for name, text in FILES.items():
        right, wrong = changed.get(Path(name).stem, ("", ""))
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text.replace(right, wrong, 1) if right else text, encoding="utf-8")
    return folder / "standard.yaml"
