"""`cpcs validate`: lines on stdout, a summary on stderr, and an exit status."""

import re
import shutil

import pytest
from click.testing import CliRunner

from cpcs_harness.cli import cpcs
from cpcs_harness.cli.validate import MOST_BYTES
from cpcs_harness.errors import Exit, UsageProblem
from cpcs_harness.mockkit.fault_menu import fault_menu
from nhs111_edits import edited, put
from reference.formats.soap import Fault, answer, fault
from smsp_requests import request

LINE = re.compile(
    r"(?P<file>.+\.(xml|json)):(?P<line>\d+): (?P<level>error|warning) (?P<rule>[A-Z0-9-]+): (?P<text>.+)"
)
SERVICE = "urn:nhs-itk:services:201005:SendNHS111Report-v2-0"


@pytest.fixture(scope="module")
def report(write, sound):
    return write(sound)


@pytest.fixture
def folder(tmp_path, report, write, withdrawing):
    (tmp_path / "deep" / "er").mkdir(parents=True)
    (tmp_path / "report.xml").write_bytes(report)
    (tmp_path / "deep" / "withdrawn.XML").write_bytes(write(withdrawing))
    (tmp_path / "deep" / "er" / "answer.xml").write_bytes(answer(f"{SERVICE}Response", "1", "OK").body)
    (tmp_path / "deep" / "er" / "fault.xml").write_bytes(fault(Fault("why")).body)
    (tmp_path / "deep" / "notes.txt").write_text("not looked at")
    return tmp_path


def run(*arguments):
    done = CliRunner().invoke(cpcs, ["validate", *map(str, arguments)], standalone_mode=False)
    if done.exception is not None:
        raise done.exception
    return done


def lines(done):
    found = [LINE.fullmatch(line) for line in done.stdout.splitlines()]
    assert all(found), done.stdout
    return [(one["file"].rpartition("/")[2], one["level"], one["rule"]) for one in found]


def test_a_folder_is_walked_and_each_message_is_told_by_its_body(folder):
    done = run(folder)

    assert done.return_value == Exit.MET
    assert done.stdout == ""
    assert done.stderr == "4 files, 0 with errors: 0 errors, 0 warnings\n"


def test_a_request_to_a_mini_service_is_told_by_its_body(tmp_path):
    asked = {"DateOfBirth": "19800229", "NHSNumber": "9990000018"}
    (tmp_path / "right.xml").write_bytes(request("verifyNHSNumber", asked))
    (tmp_path / "wrong.xml").write_bytes(request("verifyNHSNumber", asked, root="verifyNHSNumber-v1-0"))
    (tmp_path / "report.xml").write_bytes(b"<a/>")

    assert lines(run(tmp_path / "right.xml", tmp_path / "wrong.xml")) == [("wrong.xml", "error", "ROOT")]
    assert lines(run(tmp_path / "report.xml", "--kind", "smsp-request")) == [("report.xml", "error", "XML")]


def test_resources_of_pds_are_judged_where_they_are_asked_for_or_are_json(tmp_path):
    (tmp_path / "right.json").write_bytes(fault_menu("pds")["unavailable"]["body"])
    (tmp_path / "wrong.json").write_bytes(b'{"resourceType": "Patient", "id": "1"}')
    (tmp_path / "other.xml").write_bytes(b"<a/>")

    assert {rule for _, _, rule in lines(run(tmp_path / "wrong.json"))} == {"SCHEMA"}
    assert run(tmp_path / "right.json").return_value == Exit.MET
    assert run(tmp_path, "--kind", "pds").stderr.startswith("2 files, 1 with errors")


def test_an_error_is_a_line_with_its_place_and_ends_with_1(folder, report):
    broken = edited(report, put("DOC/npfitlc:messageType", "extension", "POCD_MT200001GB99"))
    (folder / "report.xml").write_bytes(broken.replace(b"<npfitlc:messageType", b"\n\n<npfitlc:messageType"))

    done = run(folder)
    assert done.return_value == Exit.NOT_MET
    assert lines(done) == [("report.xml", "error", "I7")]
    assert "(at /Envelope/Body/" in done.stdout
    assert done.stderr == "4 files, 1 with errors: 1 error, 0 warnings\n"


def test_warnings_alone_end_with_0(tmp_path, report):
    (tmp_path / "warned.xml").write_bytes(edited(report, put("DOC/h:code", "code", "000000000000000")))

    done = run(tmp_path / "warned.xml")
    assert done.return_value == Exit.MET
    assert lines(done) == [("warned.xml", "warning", "DOCUMENT-CODE")]


def test_a_kind_that_is_asked_for_is_what_files_are_judged_as(folder):
    as_answers = lines(run(folder / "report.xml", "--kind", "nhs111-answer"))
    as_reports = lines(run(folder / "deep", "--kind", "nhs111-report"))

    assert ("report.xml", "error", "ANSWER") in as_answers
    assert {name for name, _, _ in as_reports} == {"answer.xml", "fault.xml"}


def test_hostile_files_are_judged_and_never_followed(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("the secret")
    hostile = f'<!DOCTYPE x [<!ENTITY e SYSTEM "{secret.as_uri()}">]><x>&e;</x>'
    (tmp_path / "hostile.xml").write_text(hostile)
    (tmp_path / "empty.xml").write_bytes(b"")
    with (tmp_path / "large.xml").open("wb") as large:
        large.truncate(MOST_BYTES + 1)

    done = run(tmp_path)
    assert lines(done) == [
        ("empty.xml", "error", "XML"),
        ("hostile.xml", "error", "XML"),
        ("large.xml", "error", "SIZE"),
    ]
    assert "the secret" not in done.stdout


def test_what_a_terminal_would_obey_is_not_printed(tmp_path, report):
    named = put(
        "DOC/npfitlc:messageType",
        "extension",
        "\N{CONTROL SEQUENCE INTRODUCER}31m\N{RIGHT-TO-LEFT OVERRIDE}x",
    )
    (tmp_path / "red.xml").write_bytes(edited(report, named))

    told = run(tmp_path).stdout
    assert "31m" in told
    assert all(letter.isprintable() for letter in told.rstrip("\n"))


@pytest.mark.parametrize("missing", ["nowhere.xml", "empty"])
def test_a_path_that_means_no_file_is_a_wrong_request(missing, folder):
    (folder / "empty").mkdir()

    with pytest.raises(UsageProblem, match=missing):
        run(folder / "report.xml", folder / missing)


def test_an_unknown_kind_and_no_path_are_refused():
    assert CliRunner().invoke(cpcs, ["validate", "x.xml", "--kind", "other"]).exit_code == Exit.USAGE
    assert CliRunner().invoke(cpcs, ["validate"]).exit_code == Exit.USAGE


def test_the_official_pack_judges_too(folder, tmp_path_factory):
    from tests.formats.nhs111.test_pack import lay_out

    pack = lay_out(tmp_path_factory.mktemp("pack"))
    document = folder / "report.xml"
    document.write_bytes(
        document.read_bytes().replace(b'<versionNumber value="2"/>', b'<versionNumber value="0"/>', 1)
    )

    assert ("report.xml", "error", "PACK") in lines(run(document, "--schemas", pack))
    shutil.rmtree(pack)
    with pytest.raises(UsageProblem, match="no folder"):
        run(document, "--schemas", pack)
