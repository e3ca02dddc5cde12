"""What is no declaration is told and not thrown; what is one is read whole, and recorded without its token."""

import json

import pytest

from cpcs_harness.declaration import Control, Declaration, Declared, Itk, Mocks, Pace, load_declaration
from cpcs_harness.errors import Problem, UsageProblem
from cpcs_harness.people.medicines import OwnMedicine

NOT_TOML = {
    "broken": ('name = "Alder PMR"\nsupplier = = 1\n', 2, "is not TOML: invalid value"),
    "key-twice": ('name = "a"\nname = "b"\n', 2, "is not TOML: cannot overwrite a value"),
    "unclosed": ('name = "a"\ntoken = """s3cret-token', 2, "is not TOML: unterminated string"),
    "not-utf-8": (b'name = "\xff"\n', 1, "is not UTF-8 text"),
    "endless-digits": ("a = " + "1" * 5000, 1, "is not TOML: a number or a date in it is not one"),
    "endless-nesting": ("a = " + "[" * 100_000, 0, "is nested too deeply"),
    "endless-key": (
        "x = 1\n" + ".".join("a" * 1000) + " = 1",
        2,
        "a key of more than 20 parts is not used here",
    ),
    "large": ("#" * 1_000_001, 0, "is larger than 1,000,000 bytes"),
}


@pytest.mark.parametrize(("text", "line", "message"), NOT_TOML.values(), ids=NOT_TOML)
def test_what_is_no_declaration_is_told_and_not_thrown(problems_in, text, line, message):
    assert problems_in(text) == [Problem("candidate.toml", line, "", message)]


@pytest.mark.parametrize(
    ("evidence", "message"),
    [
        pytest.param("../outside.pdf", "is outside of the folder of candidate.toml", id="above"),
        pytest.param("/etc/hostname", "is outside of the folder of candidate.toml", id="absolute"),
        pytest.param("link.pdf", "is outside of the folder of candidate.toml", id="by-a-link"),
        pytest.param("evidence", "is no file beside candidate.toml", id="a-folder"),
        pytest.param("a\\u0000b", "is no name of a file", id="no-name"),
        pytest.param("a" * 5000, "is no name of a file", id="a-long-name"),
    ],
)
def test_evidence_stays_in_the_folder_of_the_declaration(folder, problems_in, candidate, evidence, message):
    (folder.parent / "outside.pdf").write_bytes(b"%PDF")
    (folder / "link.pdf").symlink_to(folder.parent / "outside.pdf")

    [problem] = problems_in(candidate.replace("evidence/export.pdf", evidence, 1))

    assert (problem.line, problem.id) == (33, "declared[0].evidence")
    assert problem.message.endswith(message)


def test_a_right_declaration_is_read_whole(folder, catalogue, candidate, token):
    (folder / "candidate.toml").write_text(candidate)

    declaration = load_declaration("candidate.toml", catalogue)

    assert declaration == Declaration(
        name="Alder PMR",
        supplier="Alder Ltd",
        version="4.10",
        pathways=("minor-illness", "urgent-medicines"),
        driver="http",
        options={
            "MI-N111-E": ("itk-2.2",),
            "UM-PDS-E": ("spine-mini-service", "pds-fhir-application-restricted"),
        },
        control=Control("https://alder.example:8443/test", token),
        itk=Itk("http://[::1]:4711/itk"),
        pace=Pace(poll_seconds=2, step_seconds=30.5),
        mocks=Mocks("0.0.0.0", "10.0.0.5"),
        medicines={"urgent-medicine": "SALB100", "recommended-product": "PARA500"},
        declared=(
            Declared("BSA-08", "Exported each night.", "evidence/export.pdf", "A. Person", "Head of product"),
            Declared("SCR-02", "Opens in context.", "evidence/export.pdf", "A. Person", "Head of product"),
        ),
    )
    assert declaration.evidence_file(declaration.declared[0]).read_bytes() == b"%PDF"


def test_what_is_left_out_has_its_usual_value_and_no_option_is_no_mistake(folder, catalogue, candidate):
    lines = candidate.splitlines()
    kept = lines[:4] + lines[10:16] + lines[25:28]
    (folder / "candidate.toml").write_text("\n".join(kept))

    declaration = load_declaration(folder / "candidate.toml", catalogue)

    assert (declaration.pace, declaration.mocks, declaration.driver) == (Pace(1, 10, 5, 20), Mocks(), "http")
    assert declaration.options_of("MI-N111-E") == ()
    assert declaration.declared == ()


@pytest.mark.parametrize(
    ("said", "asked_by"), [("json", ["json"]), ("fhir", ["fhir"]), ("both", ["json", "fhir"]), ("", ["json"])]
)
def test_the_tracker_is_asked_as_is_said_and_by_json_where_nothing_is(
    folder, catalogue, candidate, said, asked_by
):
    users = '\n[cis2]\nredirect_uri = "http://127.0.0.1/back"\n'
    stated = f'\n[eps]\ntracker = "{said}"\n' if said else ""
    (folder / "candidate.toml").write_text(candidate + users + stated)

    assert load_declaration("candidate.toml", catalogue).as_record()["eps"] == {
        "tracker": asked_by,
        "mutual_tls": False,
    }


def test_the_record_holds_all_but_the_token(folder, catalogue, candidate, token):
    (folder / "candidate.toml").write_text(candidate)

    declaration = load_declaration("candidate.toml", catalogue)

    record = json.dumps(declaration.as_record())
    assert token not in record + repr(declaration)
    again = json.loads(record)
    assert again["control"] == {"url": "https://alder.example:8443/test"}
    assert again["options"]["MI-N111-E"] == ["itk-2.2"]
    assert again["pace"] == {
        "poll_seconds": 2.0,
        "arrival_seconds": 10.0,
        "retry_seconds": 5.0,
        "step_seconds": 30.5,
    }
    assert [entry["criterion"] for entry in again["declared"]] == ["BSA-08", "SCR-02"]


OTHER = '{code = "HC1", dmd = "3602511000001108", display = "Another cream (Maker)", unit = "gram"}\n'


def test_a_product_of_its_own_is_named_by_what_dmd_says_of_it(folder, catalogue, candidate):
    text = candidate.replace("[medicines]", f"[medicines]\ncream = {OTHER}")
    (folder / "candidate.toml").write_text(text)

    declaration = load_declaration(folder / "candidate.toml", catalogue)

    assert declaration.medicines["cream"] == "HC1"
    assert declaration.own_medicines["cream"] == OwnMedicine(
        "HC1", "3602511000001108", "Another cream (Maker)", "gram"
    )
    assert declaration.own_medicines["urgent-medicine"] == OwnMedicine("SALB100")
    assert declaration.as_record()["products"]["cream"]["dmd"] == "3602511000001108"


ADAPTOR = '[adaptor]\nmode = "played"\namqp = "amqp://me:hunter2@127.0.0.1:5672/%2F"\n[medicines]'
BEHIND = ('MI-N111-E = ["itk-2.2"]', 'MI-N111-E = ["111-adaptor"]')


def test_a_system_behind_a_played_adaptor_takes_no_itk_and_its_brokers_password_is_not_recorded(
    folder, catalogue, candidate
):
    text = candidate.replace(*BEHIND).replace("[medicines]", ADAPTOR)
    (folder / "candidate.toml").write_text(text)

    declaration = load_declaration(folder / "candidate.toml", catalogue)

    assert declaration.adaptor.queue == "encounter-report"
    assert not declaration.takes_itk
    assert "hunter2" not in json.dumps(declaration.as_record()) + repr(declaration)
    own = text.replace('mode = "played"', 'mode = "own"')
    (folder / "candidate.toml").write_text(own)
    assert load_declaration(folder / "candidate.toml", catalogue).takes_itk


def test_a_system_takes_referrals_by_fhir_and_mesh_only_where_it_says_so(folder, catalogue, candidate):
    (folder / "candidate.toml").write_text(candidate)
    plain = load_declaration(folder / "candidate.toml", catalogue)
    more = '[fhir]\nurl = "http://127.0.0.1:9/fhir"\n[mesh]\ngp_referrals = true\n[medicines]'
    (folder / "candidate.toml").write_text(candidate.replace("[medicines]", more))
    able = load_declaration(folder / "candidate.toml", catalogue)

    assert (plain.fhir_url, plain.mesh_referrals, plain.takes_itk) == ("", False, True)
    assert (able.fhir_url, able.mesh_referrals) == ("http://127.0.0.1:9/fhir", True)


def test_a_file_that_is_not_there_is_told(tmp_path, catalogue):
    with pytest.raises(UsageProblem, match="cannot be read: No such file or directory"):
        load_declaration(tmp_path / "candidate.toml", catalogue)
