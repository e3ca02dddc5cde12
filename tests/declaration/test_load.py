"""What is wrong in a declaration is told with file, line and key; all of it at once, and no secret with it."""

import json
from pathlib import Path

import pytest

from cpcs_harness.catalogue import load_catalogue
from cpcs_harness.declaration import Control, Declaration, Declared, Itk, Mocks, Pace, load_declaration
from cpcs_harness.errors import Problem, UsageProblem

CATALOGUE = load_catalogue(Path(__file__).parents[2] / "toolkit_requirements.yaml")
TOKEN = "s3cret-token"
CANDIDATE = f"""\
name = "Alder PMR"
supplier = "Alder Ltd"
version = "4.10"
pathways = ["minor-illness", "urgent-medicines"]
driver = "http"

[options]
MI-N111-E = ["itk-2.2"]
UM-PDS-E = ["spine-mini-service", "pds-fhir-application-restricted"]

[control]
url = "https://alder.example:8443/test"
token = "{TOKEN}"

[itk]
url = "http://[::1]:4711/itk"

[pace]
poll_seconds = 2
step_seconds = 30.5

[mocks]
listen = "0.0.0.0"
advertised = "10.0.0.5"

[medicines]
urgent-medicine = "SALB100"
recommended-product = "PARA500"

[[declared]]
criterion = "BSA-08"
statement = "Exported each night."
evidence = "evidence/export.pdf"
by = "A. Person"
role = "Head of product"

[[declared]]
criterion = "SCR-02"
statement = "Opens in context."
evidence = "evidence/export.pdf"
by = "A. Person"
role = "Head of product"
"""

MISTAKES = {
    "missing": ('supplier = "Alder Ltd"\n', "", 1, "supplier", "is missing"),
    "missing-table": ('[itk]\nurl = "http://[::1]:4711/itk"\n', "", 1, "itk", "is missing"),
    "missing-in-table": (f'token = "{TOKEN}"\n', "", 11, "control.token", "is missing"),
    "empty": ('name = "Alder PMR"', 'name = ""', 1, "name", "is empty"),
    "not-text": ('version = "4.10"', "version = 4.10", 3, "version", "is not text"),
    "unknown-key": ("supplier =", "suplier =", 2, "suplier", "is not a key here. Did you mean 'supplier'?"),
    "unknown-key-in-table": (
        "poll_seconds",
        "poll_secs",
        19,
        "pace.poll_secs",
        "is not a key here. Did you mean 'poll_seconds'?",
    ),
    "unknown-table": ("[mocks]", "[mock]", 22, "mock", "is not a key here. Did you mean 'mocks'?"),
    "unknown-pathway": (
        '"minor-illness"',
        '"minor"',
        4,
        "pathways",
        "'minor' is not one of minor-illness, urgent-medicines",
    ),
    "pathway-twice": (
        '"minor-illness"',
        '"urgent-medicines"',
        4,
        "pathways",
        "'urgent-medicines' is in the list twice",
    ),
    "no-pathway": ('["minor-illness", "urgent-medicines"]', "[]", 4, "pathways", "is empty"),
    "unknown-driver": ('driver = "http"', 'driver = "guided"', 5, "driver", "'guided' is not one of http"),
    "unknown-requirement": (
        "MI-N111-E",
        "MI-N11-E",
        8,
        "options.MI-N11-E",
        "there is no such requirement. Did you mean 'MI-N111-E'?",
    ),
    "requirement-without-options": (
        "MI-N111-E",
        "MI-GPN-E",
        8,
        "options.MI-GPN-E",
        "this requirement leaves no choice",
    ),
    "unknown-option": (
        '"itk-2.2"',
        '"itk-2"',
        8,
        "options.MI-N111-E",
        "'itk-2' is not one of itk-2.2, 111-adaptor. Did you mean 'itk-2.2'?",
    ),
    "option-twice": (
        '"spine-mini-service", ',
        '"pds-fhir-application-restricted", ',
        9,
        "options.UM-PDS-E",
        "'pds-fhir-application-restricted' is in the list twice",
    ),
    "option-not-in-a-list": ('["itk-2.2"]', '"itk-2.2"', 8, "options.MI-N111-E", "is not a list"),
    "ftp": ("https://alder", "ftp://alder", 12, "control.url", "is not an http or https URL"),
    "no-scheme": ("https://alder", "alder", 12, "control.url", "is not an http or https URL"),
    "no-host": (
        "https://alder.example:8443/test",
        "https:///test",
        12,
        "control.url",
        "names no host, or not in ASCII",
    ),
    "bad-port": (":8443", ":84430", 12, "control.url", "is not a URL"),
    "open-bracket": ("[::1]", "[::1", 16, "itk.url", "is not a URL"),
    "blank-in-url": ("/itk", "/i tk", 16, "itk.url", "holds a blank or a control character"),
    "password-in-url": (
        "https://alder",
        "https://me:hunter2@alder",
        12,
        "control.url",
        "holds a user or a password: the token goes into control.token",
    ),
    "query-in-url": ("/test", "/test?key=hunter2", 12, "control.url", "has a query or a fragment"),
    "token-with-a-blank": (
        TOKEN,
        f"{TOKEN} ",
        13,
        "control.token",
        "is not a bearer token: printable ASCII without blanks",
    ),
    "token-not-text": (f'"{TOKEN}"', "12345", 13, "control.token", "is not text"),
    "no-time": (
        "poll_seconds = 2",
        "poll_seconds = 0",
        19,
        "pace.poll_seconds",
        "0 is not a number of seconds above 0 and up to 3600",
    ),
    "endless-time": ("30.5", "inf", 20, "pace.step_seconds", "is too large a number, or none"),
    "no-number": ("30.5", "nan", 20, "pace.step_seconds", "is too large a number, or none"),
    "huge-number": ("30.5", "0x" + "f" * 9000, 20, "pace.step_seconds", "is too large a number, or none"),
    "time-as-text": ("30.5", '"30.5"', 20, "pace.step_seconds", "is not a number"),
    "listen-url": (
        '"0.0.0.0"',
        '"http://0.0.0.0"',
        23,
        "mocks.listen",
        "'http://0.0.0.0' is not a host name or an IP address, without a scheme",
    ),
    "not-advertised": (
        'advertised = "10.0.0.5"\n',
        "",
        22,
        "mocks.advertised",
        "is missing: a candidate cannot call the address that means all",
    ),
    "medicine-missing": (
        'urgent-medicine = "SALB100"\n',
        "",
        26,
        "medicines.urgent-medicine",
        "is missing: urgent-medicines cannot be shown without it",
    ),
    "unknown-medicine": (
        "recommended-product",
        "recomended-product",
        28,
        "medicines.recomended-product",
        "is not a key here. Did you mean 'recommended-product'?",
    ),
    "unknown-criterion": (
        '"BSA-08"',
        '"BSA-8"',
        31,
        "declared[0].criterion",
        "'BSA-8' is no criterion. Did you mean 'BSA-08'?",
    ),
    "criterion-of-checks": (
        '"SCR-02"',
        '"PDS-01"',
        38,
        "declared[1].criterion",
        "'PDS-01' is judged by checks, and cannot be declared",
    ),
    "declared-twice": ('"SCR-02"', '"BSA-08"', 38, "declared[1].criterion", "'BSA-08' is declared twice"),
    "by-nobody": ('by = "A. Person"\n', "", 30, "declared[0].by", "is missing"),
    "evidence-missing": (
        '"evidence/export.pdf"\nby = "A. Person"\nrole = "Head of product"\n\n',
        '"evidence/none.pdf"\nby = "A. Person"\nrole = "Head of product"\n\n',
        33,
        "declared[0].evidence",
        "'evidence/none.pdf' is no file beside candidate.toml",
    ),
    "nested": ('driver = "http"', f"driver = {'[' * 40}{']' * 40}", 5, "driver", "is nested too deeply"),
}

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


@pytest.fixture
def folder(tmp_path, monkeypatch) -> Path:
    (tmp_path / "evidence").mkdir()
    (tmp_path / "evidence" / "export.pdf").write_bytes(b"%PDF")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def problems_in(text) -> list[Problem]:
    Path("candidate.toml").write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(UsageProblem) as told:
        load_declaration("candidate.toml", CATALOGUE)
    for secret in (TOKEN, "hunter2", "12345"):
        assert secret not in str(told.value)
    return list(told.value.problems)


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(("right", "wrong", "line", "key", "message"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_told_with_its_place(right, wrong, line, key, message):
    assert CANDIDATE.count(right) >= 1

    problems = problems_in(CANDIDATE.replace(right, wrong, 1))

    assert Problem("candidate.toml", line, key, message) in problems


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(("text", "line", "message"), NOT_TOML.values(), ids=NOT_TOML)
def test_what_is_no_declaration_is_told_and_not_thrown(text, line, message):
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
def test_evidence_stays_in_the_folder_of_the_declaration(folder, evidence, message):
    (folder.parent / "outside.pdf").write_bytes(b"%PDF")
    (folder / "link.pdf").symlink_to(folder.parent / "outside.pdf")

    [problem] = problems_in(CANDIDATE.replace("evidence/export.pdf", evidence, 1))

    assert (problem.line, problem.id) == (33, "declared[0].evidence")
    assert problem.message.endswith(message)


@pytest.mark.usefixtures("folder")
def test_many_mistakes_are_told_at_once_in_the_files_order():
    text = (
        CANDIDATE.replace('"minor-illness"', '"minor"').replace("itk-2.2", "itk").replace("token", "tokn", 1)
    )
    text = (
        text.replace("https:", "ftp:")
        .replace("SCR-02", "PDS-01")
        .replace("poll_seconds = 2", "poll_seconds = -2")
    )

    assert [(problem.line, problem.id) for problem in problems_in(text)] == [
        (4, "pathways"),
        (8, "options.MI-N111-E"),
        (11, "control.token"),
        (12, "control.url"),
        (13, "control.tokn"),
        (19, "pace.poll_seconds"),
        (38, "declared[1].criterion"),
    ]


@pytest.mark.usefixtures("folder")
def test_a_right_declaration_is_read_whole():
    Path("candidate.toml").write_text(CANDIDATE)

    declaration = load_declaration("candidate.toml", CATALOGUE)

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
        control=Control("https://alder.example:8443/test", TOKEN),
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


@pytest.mark.usefixtures("folder")
def test_what_is_left_out_has_its_usual_value_and_no_option_is_no_mistake():
    lines = CANDIDATE.splitlines()
    kept = lines[:4] + lines[10:16] + lines[25:28]
    Path("candidate.toml").write_text("\n".join(kept))

    declaration = load_declaration(Path("candidate.toml"), CATALOGUE)

    assert (declaration.pace, declaration.mocks, declaration.driver) == (Pace(1, 5, 20), Mocks(), "http")
    assert declaration.options_of("MI-N111-E") == ()
    assert declaration.declared == ()


@pytest.mark.usefixtures("folder")
def test_the_record_holds_all_but_the_token():
    Path("candidate.toml").write_text(CANDIDATE)

    declaration = load_declaration("candidate.toml", CATALOGUE)

    record = json.dumps(declaration.as_record())
    assert TOKEN not in record + repr(declaration)
    again = json.loads(record)
    assert again["control"] == {"url": "https://alder.example:8443/test"}
    assert again["options"]["MI-N111-E"] == ["itk-2.2"]
    assert again["pace"] == {"poll_seconds": 2.0, "retry_seconds": 5.0, "step_seconds": 30.5}
    assert [entry["criterion"] for entry in again["declared"]] == ["BSA-08", "SCR-02"]


def test_a_file_that_is_not_there_is_told(tmp_path):
    with pytest.raises(UsageProblem, match="cannot be read: No such file or directory"):
        load_declaration(tmp_path / "candidate.toml", CATALOGUE)
