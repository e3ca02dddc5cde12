"""A run with a release of dm+d at hand: what it has of the codes that were sent is recorded, and checks go by it."""

import json
from types import SimpleNamespace

import pytest

from cpcs_harness.assess import judge_criteria
from cpcs_harness.errors import UsageProblem
from cpcs_harness.evidence.events import Exchange
from cpcs_harness.prove.workers import installed_suite
from cpcs_harness.run.dmd_release import codes_sent
from cpcs_harness.run.plan import Asked
from cpcs_harness.run.record import record
from tests.formats.dmd.test_release import lay_out

INHALER = "222311000001102"
JOURNEYS = ("urgent-medicine-supplied", "medicines-coded")
ENTRY = "<AMP><APID>{}</APID>{}<VPID>10</VPID><NM>{}</NM><DESC>{}</DESC></AMP>"


def exchange(number, journey, service, body, headers=(), direction="from-candidate"):
    request = SimpleNamespace(body=body, headers=headers)
    data = SimpleNamespace(service=service, direction=direction, request=request)
    return SimpleNamespace(id=f"e{number}", journey=journey, data=data)


def sent(*exchanges):
    return codes_sent(
        SimpleNamespace(of=lambda kind: exchanges if kind is Exchange else [], body=lambda body: body)
    )


def test_a_code_is_found_in_what_was_sent_also_where_a_chunk_ends_within_it():
    assert sent(
        exchange(1, "a", "mys", b'{"code": "39113611000001102", "number": 9990000018}'),
        exchange(2, "b", "mesh", b'<code value="2223110'),
        exchange(3, "a", "mesh", b"<code/>"),
        exchange(4, "b", "mesh", b'00001102"/>'),
        exchange(5, "a", "pds", b"3602511000001108"),
        exchange(6, "a", "mys", b"3602511000001108", direction="of-harness"),
        exchange(7, "a", "mys", b"garbage", headers=[("Content-Encoding", "gzip")]),
    ) == {"39113611000001102", INHALER}


def test_a_folder_that_holds_no_release_is_told_before_anything_is_replaced(tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "report.html").write_text("of before")

    with pytest.raises(UsageProblem, match=r"holds no f_vmp2_\*\.xml"):
        record(Asked(gate="none", only=JOURNEYS, dmd=tmp_path), None, tmp_path / "out")
    broken = lay_out(tmp_path / "broken", ampp="<AMPP></APPID>")
    with pytest.raises(UsageProblem, match=r"f_ampp2_3070721\.xml:4 is no XML as dm\+d has it"):
        record(Asked(gate="none", only=JOURNEYS, dmd=broken), None, tmp_path / "out")

    assert (tmp_path / "out" / "report.html").read_text() == "of before"


@pytest.mark.long
@pytest.mark.parametrize(
    ("invalid", "name", "due"),
    [
        (
            "",
            "Ventolin 100micrograms/dose Evohaler",
            {"DMD-05": "confirmed", "DMD-06": "pass", "DMD-09": "pass"},
        ),
        (
            "<INVALID>1</INVALID>",
            "Salbutamol of another name",
            {"DMD-05": "confirmed", "DMD-06": "warning", "DMD-09": "pass"},
        ),
    ],
)
def test_names_are_held_against_the_release_which_leaves_its_digest(tmp_path, invalid, name, due):
    release = lay_out(tmp_path / "release", amp=ENTRY.format(INHALER, invalid, name, name))

    record(Asked(gate="none", only=JOURNEYS, dmd=release), None, tmp_path / "out")

    assessment = judge_criteria(tmp_path / "out", installed_suite(), list(due))
    (held,) = (one.criteria for one in assessment.requirements if one.id == "UM-DMD-E")
    assert {one.id: one.verdict for one in held if one.id in due} == due
    log = (tmp_path / "out" / "evidence" / "events.ndjson").read_text().splitlines()
    (said,) = [event["data"] for event in map(json.loads, log) if event["kind"] == "dmd_read"]
    assert (said["release"], said["size"]) == ("3070721", 4)
    assert [concept["id"] for concept in said["concepts"]] == ["10", INHALER]
    (told,) = [limit for limit in assessment.limits if "of dm+d" in limit]
    assert said["digest"] in told
