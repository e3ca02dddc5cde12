"""A profile is read whole or refused, with file and line: what is wrong in one never gets as far as a run."""

import json
import shutil

import pytest

from cpcs_harness.errors import HarnessError, UsageProblem
from cpcs_harness.profiles import Profile, Profiles, checked, names, read_profile
from cpcs_harness.profiles.profile import FOLDER

TEXT = (FOLDER / "cks" / "profile.yaml").read_text(encoding="utf-8")


def written(folder, text, name="cks"):
    (folder / "profile.yaml").write_text(text, encoding="utf-8")
    return read_profile(name, folder)


def refused(folder, text, name="cks"):
    with pytest.raises(UsageProblem) as caught:
        written(folder, text, name)
    return [(problem.line, problem.message) for problem in caught.value.problems]


def line_of(text, words):
    return next(number for number, line in enumerate(text.splitlines(), 1) if words in line)


@pytest.mark.parametrize("name", names())
def test_each_of_ours_is_of_its_own_form_and_says_that_it_is_a_model(name):
    ours = Profiles()[name]
    assert (ours.name, ours.certainty) == (name, "modelled")
    assert "docs/reference/" in ours.source
    assert checked(ours, ours.digest, "the plan") is ours


@pytest.mark.parametrize("name", names())
def test_every_key_of_a_profile_is_required_but_words_and_the_columns_of_an_export(name):
    def left_open(schema):
        for part in (schema, *schema.get("properties", {}).values(), schema.get("items", {})):
            if isinstance(part, dict) and part.get("type") == "object":
                assert part["additionalProperties"] is False
                yield from set(part["properties"]) - set(part.get("required", ()))

    schema = json.loads((FOLDER / name / "schema.json").read_text(encoding="utf-8"))
    left = {key for key in left_open(schema) if key != "words"}
    assert left == (set(Profiles()[name]["example"]) if name == "extract" else set())


def test_comments_and_layout_do_not_count_in_the_digest(tmp_path):
    same = written(tmp_path, TEXT.replace("search: #", "search:  # else; "))
    other = written(tmp_path, TEXT.replace("query: title", "query: q"))
    assert same.digest == Profiles()["cks"].digest != other.digest


@pytest.mark.parametrize(
    ("old", "new", "at", "words"),
    [
        ("key_header: X-Api-Key", "key_headr: X-Api-Key", "key_headr", "is not a key here. Did you mean"),
        ("  query: title", "  query: [title]", "query: [", "is not text"),
        ("  query: title", "  query: 5", "query: 5", "is not text"),
        ("  path: /topics\n", "  path: topics\n", "path: topics", "is not a path that begins with a slash"),
        ("/topics/{id}", "/topics/{name}", "{name}", "has {id} as one of its parts"),
        ("certainty: modelled", "certainty: sure", "certainty: sure", "is not one of published, inferred"),
        ("profile: cks", "profile: onward", "profile: onward", "is not cks, as which it is given"),
        ("  html: html", "  html: heading", "html: heading", "stands for heading already"),
        ("  html: html", "  html: &a html", "html: &a", "anchors and aliases are not used"),
    ],
)
def test_a_mistake_is_told_with_its_line(tmp_path, old, new, at, words):
    text = TEXT.replace(old, new)
    found = refused(tmp_path, text)
    line = line_of(text, at)
    assert any(number == line and words in message for number, message in found), found


def test_what_is_missing_is_named_and_all_mistakes_are_told_at_once(tmp_path):
    text = TEXT.replace("certainty: modelled\n", "").replace("  id: id\n", "  id: 'a b'\n")
    messages = " ".join(message for _, message in refused(tmp_path, text))
    assert "certainty: is missing" in messages
    assert "is not a name of letters" in messages


@pytest.mark.parametrize(
    ("old", "new", "at", "words"),
    [
        ("  advice: advice\n", "  advice: outcome\n", "  outcome: outcome", "stands for advice already"),
        ('  advice: "', '  advise: "', "  advise:", "is not a key here. Did you mean"),
        ('  items: "', '#  items: "', "example:", "has no items, which is in nhsei or prsb"),
        ("  items: items\n", "", '  items: "', "is in neither of nhsei or prsb"),
        ("telephone: telephone", "telephone: T", '  method: "', "'telephone' is none of T, face-to-face"),
    ],
)
def test_the_columns_of_an_export_differ_and_its_example_is_one_of_them(tmp_path, old, new, at, words):
    text = (FOLDER / "extract" / "profile.yaml").read_text(encoding="utf-8")
    text = text.replace("  items: Medication supplied\n", "") if "neither" in words else text
    text = text.replace(old, new, 1)
    found = refused(tmp_path, text, "extract")
    assert any(number == line_of(text, at) and words in message for number, message in found), found


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (
            "  assessed: ASSESSMENT_DATE",
            "  assessed: SEEN_ON",
            "does not hold 'SEEN_ON', which is assessed of",
        ),
        ("/CpcsType\n  referral", "/Kind\n  referral", "which is type of systems"),
        ('  "resourceType": "Claim"', '  "resourceType": "Task"', "is no Claim"),
        ('  "resourceType": "Claim",', '  "resourceType": Claim,', "is no JSON"),
    ],
)
def test_the_example_of_a_claim_is_one_of_what_the_rest_says(tmp_path, old, new, words):
    text = (FOLDER / "mys" / "profile.yaml").read_text(encoding="utf-8")
    assert old in text
    found = refused(tmp_path, text.replace(old, new, 1), "mys")
    assert any(number == line_of(text, "example:") and words in message for number, message in found), found


def test_numbers_are_whole_and_bounded(tmp_path):
    text = (FOLDER / "notification" / "profile.yaml").read_text(encoding="utf-8")
    assert (
        written(tmp_path, text.replace("hours: 120", "hours: 8"), "notification")["unanswered"]["hours"] == 8
    )
    for wrong in ("0", "8.5", "-1", "100000", '"8"'):
        ((_, message),) = refused(tmp_path, text.replace("hours: 120", f"hours: {wrong}"), "notification")
        assert "whole number" in message


def test_a_list_that_repeats_itself_without_end_is_refused_before_it_is_built(tmp_path):
    bomb = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(f"b{n}: &b{n} [*a,*a,*a,*a,*a]\n" for n in range(9))
    assert all("anchors and aliases" in message for _, message in refused(tmp_path, bomb))
    (deep,) = refused(tmp_path, "profile: " + "[" * 60 + "]" * 60)
    assert "holds more than 20 levels" in deep[1]
    (large,) = refused(tmp_path, "#" * 2_100_000)
    assert "is larger than" in large[1]


def test_what_is_no_folder_holds_no_profile_or_leads_outside_is_refused(tmp_path):
    with pytest.raises(UsageProblem, match="is no folder"):
        read_profile("cks", tmp_path / "none")
    with pytest.raises(UsageProblem, match=r"profile\.yaml cannot be read"):
        read_profile("cks", tmp_path)
    (tmp_path / "mine").mkdir()
    shutil.copy(FOLDER / "cks" / "profile.yaml", tmp_path / "elsewhere.yaml")
    (tmp_path / "mine" / "profile.yaml").symlink_to(tmp_path / "elsewhere.yaml")
    with pytest.raises(UsageProblem, match="is outside of"):
        read_profile("cks", tmp_path / "mine")
    with pytest.raises(UsageProblem, match=r"there is no profile 'ckss'.*Did you mean 'cks'"):
        read_profile("ckss", tmp_path / "mine")


def test_a_profile_that_was_written_down_is_held_against_its_digest_and_todays_form():
    ours = Profiles()["cks"]
    with pytest.raises(UsageProblem, match="has not the digest"):
        checked(ours, "0" * 64, "the plan")
    old = Profile("cks", "s", "modelled", {key: ours[key] for key in ("search", "topic", "members")})
    with pytest.raises(UsageProblem, match="of another form than this harness reads: key_header is missing"):
        checked(old, old.digest, "the plan")


def test_one_that_is_replaced_stands_in_place_of_ours_alone():
    other = Profile("cks", "a source", "published", {"key_header": "X"})
    profiles = Profiles({"cks": other})
    assert profiles["cks"] is other
    assert profiles["onward"] is Profiles()["onward"]
    assert set(profiles) == set(names())
    with pytest.raises(HarnessError, match="there is no profile mine"):
        profiles["mine"]
