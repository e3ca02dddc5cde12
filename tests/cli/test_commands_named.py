"""Whatever the harness says names commands and options that there are: messages, reports, checks and data."""

import ast
import importlib
import re
from functools import cache

import click
import pytest

from checkout import ROOT
from cpcs_harness.cli import COMMANDS

CODE = ("src", "conformance", "mocks", "docs/drawing")
"""The reference service knows nothing of the engine, and names none of its commands."""
TEXTS = ("reports/*.j2", "reports/parts/*.j2", "reports/*.js", "fixtures/*.toml", "fixtures/**/*.yaml",
         "conformance/**/*.yaml", "*.yaml", "reference/**/*.toml", "Makefile", "docs/reference/*.yaml")  # fmt: skip
CALL = re.compile(r"(?<![\w./-])cpcs (?P<command>[a-z][a-z-]*)(?P<rest>[^`\"'<\n)]*)")
OPTION = re.compile(r"(?<![\w-])--[a-z][a-z-]+")
OF_OTHERS = {
    "--alluredir",
    "--assert",
    "--clean-alluredir",
    "--color",
    "--confcutdir",
    "--rootdir",
    "--until-stdin-closes",
}
"""Options of pytest and of Allure's plugin, and of the reference service's own process."""


def said(path):
    """Give every text in a Python file, with the line on which it stands; what is put into one is `…`."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    inner = {part for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            parts = [part.value if isinstance(part, ast.Constant) else "…" for part in node.values]
            yield node.lineno, "".join(map(str, parts))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in inner:
            yield node.lineno, node.value


@cache
def texts():
    """Give every text that the harness may say, with its place."""
    found = []
    for folder in CODE:
        for path in sorted((ROOT / folder).rglob("*.py")):
            name = path.relative_to(ROOT).as_posix()
            found += [(f"{name}:{line}", text) for line, text in said(path)]
    for pattern in TEXTS:
        for path in sorted(ROOT.glob(pattern)):
            found.append((path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")))
    return found


def calls():
    """Give every `cpcs COMMAND …` in them, with its place."""
    return [(place, call["command"], call["rest"]) for place, text in texts() for call in CALL.finditer(text)]


@cache
def options_of(command):
    """Give the options that a command has."""
    found = importlib.import_module(f"cpcs_harness.cli.{command}").command
    return {"--help"} | {name for one in found.params if isinstance(one, click.Option) for name in one.opts}


def test_commands_are_named_in_messages_reports_and_data():
    named = calls()

    assert len(named) > 20
    for part in ("src/cpcs_harness/", "reports/"):
        assert any(place.startswith(part) for place, _, _ in named), part


def test_each_command_that_is_named_exists():
    assert [(place, command) for place, command, _ in calls() if command not in COMMANDS] == []


def test_each_command_has_the_options_that_it_is_named_with():
    wrong = [
        (place, command, option)
        for place, command, rest in calls()
        if command in COMMANDS
        for option in OPTION.findall(rest)
        if option not in options_of(command)
    ]

    assert wrong == []


def test_each_option_that_the_engine_or_a_report_names_is_one_of_a_command_or_of_the_plugin():
    ours = set.union(*map(options_of, COMMANDS))
    plugin = set(OPTION.findall((ROOT / "src/cpcs_harness/plugin.py").read_text(encoding="utf-8")))
    wrong = [
        (place, option)
        for place, text in texts()
        if place.startswith(("src/cpcs_harness/", "reports/")) and not place.endswith((".js", ".css"))
        for option in OPTION.findall(re.sub(r"<[^>]*>|\{\{.*?\}\}|class=\"[^\"]*\"", " ", text))
        if option not in ours | plugin | OF_OTHERS
    ]

    assert wrong == []


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_tells_in_its_help_what_the_list_of_commands_says(command):
    found = importlib.import_module(f"cpcs_harness.cli.{command}").command

    assert found.name == command
    assert found.help
