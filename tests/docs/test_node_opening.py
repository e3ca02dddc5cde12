"""The Node candidate's own reading of opening times, held against the calendars of other libraries over five years."""

import json
import shutil
import subprocess

import pytest

from external_candidate import NODE_CANDIDATE
from openings import OPENINGS, calendar, moments

NODE = shutil.which("node")
pytestmark = pytest.mark.skipif(NODE is None, reason="missing: node")
READER = """
import { isOfUse, isOpen } from %s;
let text = '';
for await (const part of process.stdin) text += part;
const { said, moments } = JSON.parse(text);
console.log(JSON.stringify(moments.map((at) => [isOpen(said, new Date(at)), isOfUse(said, new Date(at))])));
"""


@pytest.mark.parametrize("name", OPENINGS)
def test_open_and_of_use_over_five_years(name):
    others = calendar(name)
    asked = list(moments(others))[::3]
    given = {"said": OPENINGS[name], "moments": [moment.isoformat() for moment in asked]}
    module = json.dumps((NODE_CANDIDATE / "opening.mjs").as_uri())

    done = subprocess.run(
        [NODE, "--input-type=module", "--eval", READER % module],
        input=json.dumps(given),
        capture_output=True,
        text=True,
        check=True,
        timeout=300,
    )

    for moment, found in zip(asked, json.loads(done.stdout), strict=True):
        assert found == [others.is_open(moment), others.is_of_use(moment, 30)], f"{name} at {moment}"
