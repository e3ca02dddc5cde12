"""Which profiles a run has: the command line's, before those of candidate.toml; a candidate is told of them once."""

import pytest

from cpcs_harness.declaration import Declaration
from cpcs_harness.declaration.model import Control, Itk
from cpcs_harness.errors import UsageProblem
from cpcs_harness.profiles import Profiles
from cpcs_harness.profiles.profile import FOLDER
from cpcs_harness.run.profiles import profiles_of
from cpcs_harness.run.provision import with_profiles


def declared(**more):
    return Declaration("a", "b", "1", ("minor-illness",), Control("http://x", "t"), Itk("http://x"), **more)


def at(folder, query):
    folder.mkdir()
    text = (FOLDER / "cks" / "profile.yaml").read_text(encoding="utf-8")
    (folder / "profile.yaml").write_text(text.replace("query: title", f"query: {query}"), encoding="utf-8")
    return folder


def test_the_command_line_goes_before_the_declaration(tmp_path):
    declaration = declared(profiles={"cks": at(tmp_path / "declared", "d")})
    assert profiles_of(declaration, ())["cks"]["search"]["query"] == "d"
    asked = (("cks", at(tmp_path / "asked", "a")),)
    assert profiles_of(declaration, asked)["cks"]["search"]["query"] == "a"
    with pytest.raises(UsageProblem, match="--profile names cks more than once"):
        profiles_of(declaration, asked * 2)


def test_a_candidate_is_provisioned_with_what_stands_in_place_of_ours_and_with_nothing_else(tmp_path):
    endpoints = {"cks": {"base": "http://x"}}
    assert with_profiles(endpoints, Profiles()) == endpoints
    profiles = profiles_of(declared(), (("cks", at(tmp_path / "asked", "a")),))
    assert with_profiles(endpoints, profiles)["profiles"] == {"cks": profiles["cks"].held}
