"""What is no catalogue is told and not thrown; what is one is read whole."""

import json
from datetime import date
from importlib import resources

import pytest

from cpcs_harness.catalogue import ContextRequirement, Criterion, InForce, Source, load_catalogue
from cpcs_harness.errors import UsageProblem


@pytest.mark.parametrize(
    ("content", "message"),
    [
        pytest.param(b"", "is empty", id="empty"),
        pytest.param(b"# nothing\n", "is empty", id="only-a-comment"),
        pytest.param(b"\xff\xfe", "is not UTF-8 text", id="not-utf-8"),
        pytest.param(b"a: \x01", "is not YAML: ", id="control-character"),
        pytest.param(b"a: [b\nc: d", "is not YAML: while parsing a flow sequence", id="unclosed"),
        pytest.param(b"- a\n--- \n- b\n", "is not YAML: expected a single document", id="two-documents"),
        pytest.param(b"just text", "is not a set of keys", id="no-keys"),
        pytest.param(b"[" * 1000, "holds more than 20 levels", id="nested"),
        pytest.param(b"- a\n" * 60_000, "holds more than 50,000 values", id="endless"),
        pytest.param(b"#" * 2_000_001, "is larger than 2,000,000 bytes", id="large"),
    ],
)
def test_what_is_no_catalogue_is_told_and_not_thrown(problems_in, content, message):
    [problem] = problems_in({"toolkit_requirements.yaml": content})

    assert problem.message.startswith(message)


def test_a_bomb_of_aliases_is_refused_before_it_is_built(problems_in):
    bomb = "a0: &a0 [x, x]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]\n" for n in range(1, 100))

    assert {problem.message for problem in problems_in({"toolkit_requirements.yaml": bomb})} == {
        "anchors and aliases are not used here: write it out"
    }


@pytest.mark.parametrize(
    "name", ["missing.yaml", "", "a\0b"], ids=["missing", "a-folder", "no-name-of-a-file"]
)
def test_a_file_that_cannot_be_read_is_told(tmp_path, name):
    with pytest.raises(UsageProblem, match="cannot be read"):
        load_catalogue(f"{tmp_path}/{name}")


def test_the_digest_covers_every_file_and_its_name(write_catalogue, small_catalogue):
    def digest(files):
        return load_catalogue(write_catalogue(files)).digest

    whole = digest(small_catalogue)
    changed = {
        digest(small_catalogue | {name: text.replace(".", "!", 1)}) for name, text in small_catalogue.items()
    }

    assert digest(small_catalogue) == whole
    assert len({whole, *changed}) == 1 + len(small_catalogue)


def test_a_right_catalogue_is_read_whole(write_catalogue, small_catalogue):
    file = write_catalogue(small_catalogue)

    catalogue = load_catalogue(str(file))

    assert (catalogue.file, catalogue.suites) == (str(file), file.parent / "suites")
    criterion = catalogue.criteria["N111-11"]
    assert (criterion.file, criterion.line) == (str(file.parent / "suites/nhs111/criteria.yaml"), 13)
    requirement, later = catalogue.requirements
    assert (requirement.options, requirement.by, requirement.line) == (
        ("itk-2.2", "111-adaptor"),
        date(2021, 10, 1),
        3,
    )
    assert (later.parts, later.by, later.untested) == (("fhir",), None, "Nothing is played yet.")
    assert catalogue.criteria_of(requirement) == tuple(catalogue.criteria.values())
    assert catalogue.criteria["N111-01"].in_force == InForce(from_=date(2021, 6, 1))
    assert not catalogue.criteria["N111-11"].is_must
    assert catalogue.context == (
        ContextRequirement(
            "CIS2-01", "Staff sign in with CIS2.", Source("seed", "sign-in"), criteria=("N111-11",)
        ),
    )


@pytest.mark.parametrize("section", ["    criteria: [N111-01, N111-11]\n", "    criteria: [N111-11]\n"])
def test_all_criteria_whose_ids_begin_alike_are_named_at_once_in_their_order(
    write_catalogue, small_catalogue, section
):
    main = small_catalogue["toolkit_requirements.yaml"].replace(section, "    criteria: [N111-*]\n")

    catalogue = load_catalogue(write_catalogue(small_catalogue | {"toolkit_requirements.yaml": main}))

    assert catalogue.requirements[0].criteria == ("N111-01", "N111-11")
    assert set(catalogue.context[0].criteria) <= {"N111-01", "N111-11"}


def test_what_a_criterion_applies_to_is_read():
    entry = {"where": {"pds.mini_service": "itk-2.2"}, "source": {"document": "d", "section": "s"}}

    assert Criterion.from_entry(entry, 1).where == {"pds.mini_service": "itk-2.2"}


def test_what_a_criterion_may_ask_of_a_declaration_is_what_a_declaration_may_say():
    asked = _schema("catalogue")["$defs"]["where"]["properties"]
    may_say = _schema("declaration")["properties"]

    for key, wanted in asked.items():
        table, name = key.split(".")
        said = may_say[table]["properties"][name]
        due = {"boolean": ["true"], "string": ["given"]}[said.get("type", "string")]
        words = [word for word in said.get("enum", due) if word != "both"]  # which says each of the others
        assert wanted["enum"] == words


def _schema(package):
    return json.loads(resources.files(f"cpcs_harness.{package}").joinpath("schema.json").read_text())


def test_a_criterion_is_in_force_from_its_first_day_to_its_last():
    span = InForce(from_=date(2021, 6, 1), until=date(2021, 6, 30))

    days = (date(2021, 5, 31), date(2021, 6, 1), date(2021, 6, 30), date(2021, 7, 1))
    assert [span.covers(day) for day in days] == [False, True, True, False]
