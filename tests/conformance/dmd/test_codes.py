"""The dm+d coding of a medicine is found among others, and wherever a claim has it."""

import json
import re
from types import SimpleNamespace

import pytest

from checkout import ROOT
from cpcs_harness._content.conformance.dmd._medicines import Coded, in_claim, of_dmd

OWN = Coded(None, "https://dmd.nhs.uk", "1", "Salbutamol")
LOCAL = Coded(None, "https://supplier.example", "X", "salb")


@pytest.mark.parametrize(
    ("codings", "found"),
    [([OWN], OWN), ([LOCAL, OWN], OWN), ([OWN, LOCAL], OWN), ([LOCAL], LOCAL)],
)
def test_the_coding_of_dmd_counts_wherever_it_stands(codings, found):
    assert of_dmd(codings) == found


def read(claim):
    return in_claim(
        SimpleNamespace(
            request=SimpleNamespace(json=claim, body=json.dumps(claim).encode()),
            where="",
            id="",
            service="mys",
        )
    )


@pytest.mark.parametrize("contained", [True, False])
def test_a_claim_may_say_its_medicines_in_dispenses_or_in_its_items(contained):
    page = (ROOT / "docs" / "reference" / "mys-model.md").read_text(encoding="utf-8")
    claim = json.loads(re.search(r"```json\n(.*?)```", page, re.DOTALL)[1])
    if not contained:
        claim["contained"] = [
            one for one in claim["contained"] if one["resourceType"] != "MedicationDispense"
        ]

    assert [of_dmd(codings).code for codings in read(claim)] == ["222311000001102"]
