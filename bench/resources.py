"""Times judging resources of PDS and the Summary Care Record by every rule, against fhir.resources' own model of each.

Both sides start from the bytes. A round times one after the other, so that both have the same machine. The ratio is one
of throughputs. Searches of 1, 10 and 50 patients show growth.
"""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

from _figures import Figure, options, tell
from _published import pds_resources
from _rounds import seconds
from fhir.resources.R4B import get_fhir_model_class

from cpcs_harness._content.mocks.pds.record import patient, search_result
from cpcs_harness.formats.fhir.pds import KINDS, kind_of, problems
from cpcs_harness.people.demographics import Demographics
from cpcs_harness.people.environment import make_environment
from cpcs_harness.people.issue import Issuer


def resources(paths: list[Path]) -> dict[str, bytes]:
    """Give the resources to time: what the mock gives, and what lies in files."""
    record = Demographics.of(Issuer(3, make_environment(seed=3)).issue("one", "minor-illness").person)
    entry = {
        "fullUrl": f"http://pds.example/Patient/{record.nhs_number}",
        "search": {"score": 1},
        "resource": search_result(record, "2026-01-05"),
    }
    head = {"resourceType": "Bundle", "type": "searchset", "timestamp": "2026-01-05T09:00:00Z"}
    made = {"a mock's patient": patient(record)}
    made |= {
        f"a mock's search of {size}": {**head, "total": size, "entry": [entry] * size} for size in (1, 10, 50)
    }
    return {name: json.dumps(one).encode() for name, one in made.items()} | {
        path.name: path.read_bytes() for path in paths
    }


def figures(bodies: dict[str, bytes], rounds: int) -> Iterator[Figure]:
    """Time each resource that PDS may give, beside the model of it."""
    for name, body in bodies.items():
        kind = kind_of(json.loads(body))
        if not kind or problems(body):
            print(f"{name} is not as PDS gives it, and is not timed")
            continue
        model = get_fhir_model_class(KINDS[kind])
        calls: list[Callable[[], object]] = [
            lambda body=body, model=model: model.model_validate_json(body),
            lambda body=body: problems(body),
        ]
        timed = [[seconds(call) * 1e6 for call in calls] for _ in range(rounds)]
        own, peers = [times[1] for times in timed], [times[0] for times in timed]
        told = f"{name}, {len(body) / 1024:.1f} KB"
        yield Figure(
            told, "us", own, peer="fhir.resources' model", peers=peers, ratio_goal=5, before="ratio 0.15"
        )


def main() -> None:
    """Time what the mock gives, what was published, and what lies in files."""
    parser = options(__doc__)
    parser.add_argument("files", nargs="*", type=Path, help="further resources")
    parser.add_argument("--rounds", type=int, default=30)
    asked = parser.parse_args()
    tell(asked, figures(resources([*pds_resources(), *asked.files]), 1 if asked.smallest else asked.rounds))


if __name__ == "__main__":
    main()
