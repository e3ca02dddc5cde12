"""Times judging NHS 111 messages by schema and every rule, against lxml's parsing and schema alone.

Both sides read hostile input safely and use the same schema; a round times one after the other, so that both have the
same machine. A message that carries a Pathways case in base64 is two documents, and the rules read both: such a
message has its goal beside a peer that decodes and parses the case too; what lxml takes for the message alone stands
there as well, without a goal.
"""

import base64
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from _figures import Figure, options, tell
from _published import nhs111_messages
from _rounds import seconds
from lxml import etree

from cpcs_harness._content.mocks.nhs111.sender import message
from cpcs_harness.formats.nhs111.schemas import FOLDER, problems
from cpcs_harness.formats.xml import read_xml
from cpcs_harness.people.environment import make_environment
from cpcs_harness.people.issue import Issuer

HABITS = ("field", "strict", "tpp", "cleric", "ic24", "online")
GOAL = 0.5
NOW = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)
ADDRESS = "https://pharmacy.example/itk"
ENCODED = ".//{urn:hl7-org:v3}observationMedia/{urn:hl7-org:v3}value[@representation='B64']"
CASE = b'representation="B64"'
SAFE = {"resolve_entities": False, "no_network": True, "load_dtd": False}


def messages(paths: list[Path]) -> dict[str, bytes]:
    """Give the messages to time: what the mocks send, and what lies in files."""
    report = Issuer(7, make_environment(seed=7)).issue("bench", "urgent-medicines", now=NOW).report
    made = {
        f"a mock's message, {habits}": message(replace(report, habits=habits), ADDRESS, NOW)
        for habits in HABITS
    }
    made["a mock's message, attached"] = message(replace(report, forms=("attachment",)), ADDRESS, NOW)
    return made | {path.name: path.read_bytes() for path in paths}


def parse(body: bytes) -> etree._Element:
    """Parse as lxml does where nothing else is asked of it."""
    return etree.fromstring(body, etree.XMLParser(**SAFE))


def parse_both(body: bytes) -> etree._Element:
    """Parse a message, and the cases that are attached to it."""
    root = parse(body)
    for value in root.iterfind(ENCODED):
        parse(base64.b64decode(value.text))
    return root


def figures(bodies: dict[str, bytes], rounds: int) -> Iterator[Figure]:
    """Time each message beside both peers."""
    schema = etree.XMLSchema(etree.parse(str(FOLDER / "message.xsd")))
    for name, body in bodies.items():
        calls: list[Callable[[], object]] = [
            lambda body=body: schema.validate(parse(body)),
            lambda body=body: schema.validate(parse_both(body)),
            lambda body=body: problems(read_xml(body), "report"),
        ]
        timed = [[seconds(call) * 1e6 for call in calls] for _ in range(rounds)]
        message, both, own = ([times[which] for times in timed] for which in range(3))
        told = f"{name}, {len(body) / 1024:.0f} KB"
        alone, before = "lxml's parsing and schema", "ratio 0.21 to 0.46"
        if CASE not in body:
            yield Figure(told, "us", own, None, alone, message, GOAL, before)
            continue
        yield Figure(f"{told}, beside the message alone", "us", own, None, alone, message)
        beside = f"{alone}, and the case parsed"
        yield Figure(f"{told}, with its case", "us", own, None, beside, both, GOAL, before)


def main() -> None:
    """Time what the mocks send, what was published, and what lies in files."""
    parser = options(__doc__)
    parser.add_argument("files", nargs="*", type=Path, help="further messages")
    parser.add_argument("--rounds", type=int, default=40)
    asked = parser.parse_args()
    tell(asked, figures(messages([*nhs111_messages(), *asked.files]), 1 if asked.smallest else asked.rounds))


if __name__ == "__main__":
    main()
