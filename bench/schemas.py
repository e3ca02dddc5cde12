"""Times judging NHS 111 messages by schema and every rule, against lxml's parsing and schema alone.

Both read hostile input safely, and use the same schema. Where a message carries an attachment, its decoding and parsing
are in the first figure only; the second ratio leaves them out of it.
"""

import argparse
import time
import timeit
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from cpcs_harness._content.mocks.nhs111.sender import message
from cpcs_harness.formats.nhs111 import schemas as nhs111_schemas
from cpcs_harness.formats.nhs111.attachment import attachment_problems
from cpcs_harness.formats.nhs111.schemas import problems
from cpcs_harness.formats.xml import read_xml
from cpcs_harness.people.environment import make_environment
from cpcs_harness.people.issue import Issuer

HABITS = ("field", "strict", "tpp", "cleric", "ic24", "online")
NOW = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)


def messages(files: list[Path]) -> dict[str, bytes]:
    """Give the messages to time: what the mocks send, and what lies in files."""
    report = Issuer(7, make_environment(seed=7)).issue("bench", "urgent-medicines", now=NOW).report
    made = {
        f"mock, {habits}": message(replace(report, habits=habits), "https://pharmacy.example/itk", NOW)
        for habits in HABITS
    }
    made["mock, attachment"] = message(
        replace(report, forms=("attachment",)), "https://pharmacy.example/itk", NOW
    )
    return made | {path.name: path.read_bytes() for path in files}


def seconds(call, rounds: int) -> float:
    """Give the best time of one call, on the processor: other work on the machine does not count."""
    return min(timeit.repeat(call, timer=time.process_time, number=20, repeat=rounds)) / 20


def main() -> None:
    """Time each message, and tell the ratio of the throughputs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="*", type=Path, help="further messages")
    parser.add_argument("--rounds", type=int, default=15)
    asked = parser.parse_args()
    schema = nhs111_schemas._schema()
    for name, body in messages(asked.files).items():
        root = read_xml(body)
        alone = seconds(lambda body=body: schema.problems(read_xml(body)), asked.rounds)
        every = seconds(lambda body=body: problems(read_xml(body), "report"), asked.rounds)
        attached = seconds(lambda root=root: list(attachment_problems(root)), asked.rounds)
        print(
            f"{name:30.30} {len(body) / 1024:5.0f} KB: parse and schema {alone * 1e6:5.0f} us, "
            f"every rule {every * 1e6:5.0f} us, ratio {alone / every:.2f}, "
            f"without attachments {alone / (every - attached):.2f}"
        )


if __name__ == "__main__":
    main()
