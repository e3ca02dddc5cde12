"""What somebody does who alters a recorded run, and makes its hashes anew: the chain holds, and says something else."""

import json
from pathlib import Path

from cpcs_harness.evidence.log import EVENTS, GENESIS, line_hash
from cpcs_harness.evidence.reader import Evidence


def forge(evidence, edit):
    """Have a list of events, whole, altered or given anew; each event's number, hash and end follow."""
    folder = Path(evidence)
    events = [dict(event) for event in Evidence.load(folder).events]
    lines, head = [], GENESIS
    for number, event in enumerate(edit(events) or events, start=1):
        event |= {"seq": number, "prev": head}
        if event["kind"] == "finished":
            event["data"] = {"count": number - 1, "head": head}
        lines.append(json.dumps(event).encode())
        head = line_hash(lines[-1])
    (folder / EVENTS).write_bytes(b"".join(line + b"\n" for line in lines))
    _without_what_nobody_names(folder)
    return head


def _without_what_nobody_names(folder):
    """Have the bodies lie in a folder, as one who unpacked them leaves them, but for those that no line names."""
    evidence = Evidence.load(folder)
    nobodys = set(evidence.bodies_of_nothing())
    kept = {
        name: evidence.body({"sha256": name, "bytes": 1, "media": ""})
        for name in evidence.body_names - nobodys
    }
    for archive in folder.glob("bodies.tar.gz"):
        archive.unlink()
    (folder / "bodies").mkdir(exist_ok=True)
    for name, body in kept.items():
        (folder / "bodies" / name).write_bytes(body)
    for name in nobodys:
        (folder / "bodies" / name).unlink(missing_ok=True)
