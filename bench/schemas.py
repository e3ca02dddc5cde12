"""Times judging NHS 111 messages by schema and every rule, against lxml's parsing and schema alone.

Both sides read hostile input safely and use the same schema; a round times one after the other, so that both have the
same machine. A message that carries a Pathways case in base64 is two documents: `message` is the ratio to parsing and
validating the message, `both` that to doing so and decoding and parsing the case too, as the rules must. Each ratio is
one of throughputs: the median of the rounds, with the middle half of them.
"""

import argparse
import base64
import statistics
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from _rounds import seconds, spread
from lxml import etree

from cpcs_harness._content.mocks.nhs111.sender import message
from cpcs_harness.formats.nhs111.schemas import FOLDER, problems
from cpcs_harness.formats.xml import read_xml
from cpcs_harness.people.environment import make_environment
from cpcs_harness.people.issue import Issuer

HABITS = ("field", "strict", "tpp", "cleric", "ic24", "online")
NOW = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)
ADDRESS = "https://pharmacy.example/itk"
ENCODED = ".//{urn:hl7-org:v3}observationMedia/{urn:hl7-org:v3}value[@representation='B64']"
SAFE = {"resolve_entities": False, "no_network": True, "load_dtd": False}


def messages(paths: list[Path]) -> dict[str, bytes]:
    """Give the messages to time: what the mocks send, and what lies in files."""
    report = Issuer(7, make_environment(seed=7)).issue("bench", "urgent-medicines", now=NOW).report
    made = {f"mock, {habits}": message(replace(report, habits=habits), ADDRESS, NOW) for habits in HABITS}
    made["mock, attachment"] = message(replace(report, forms=("attachment",)), ADDRESS, NOW)
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


def main() -> None:
    """Time each message, and tell the ratios of the throughputs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="*", type=Path, help="further messages")
    parser.add_argument("--rounds", type=int, default=40)
    asked = parser.parse_args()
    schema = etree.XMLSchema(etree.parse(str(FOLDER / "message.xsd")))
    for name, body in messages(asked.files).items():
        calls: list[Callable[[], object]] = [
            lambda body=body: schema.validate(parse(body)),
            lambda body=body: schema.validate(parse_both(body)),
            lambda body=body: problems(read_xml(body), "report"),
        ]
        rounds = [[seconds(call) for call in calls] for _ in range(asked.rounds)]
        every = statistics.median(times[2] for times in rounds)
        print(
            f"{name:30.30} {len(body) / 1024:4.0f} KB, every rule {every * 1e6:5.0f} us; "
            f"message {spread([times[0] / times[2] for times in rounds])}, "
            f"both {spread([times[1] / times[2] for times in rounds])}"
        )


if __name__ == "__main__":
    main()
