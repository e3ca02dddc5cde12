"""The commit of the sources that run here, read without git: of a checkout, or as whatever installed them noted it."""

from __future__ import annotations

import json
import re
from contextlib import suppress
from functools import cache
from importlib import metadata
from pathlib import Path

_COMMIT = re.compile("[0-9a-f]{40,64}")


@cache
def commit_of(root: Path) -> str:
    """Give the commit that is checked out at a root, or that was installed; empty where nothing says so.

    It says nothing of files that were changed since: the digest does.
    """
    found = ""
    with suppress(OSError, ValueError, KeyError, TypeError, metadata.PackageNotFoundError):
        found = _checked_out(root / ".git") if (root / ".git").exists() else _installed()
    return found if _COMMIT.fullmatch(found) else ""


def _checked_out(git: Path) -> str:
    if git.is_file():  # of a worktree
        git = git.parent / git.read_text(encoding="utf-8").removeprefix("gitdir:").strip()
    head = (git / "HEAD").read_text(encoding="utf-8").strip()
    if not head.startswith("ref:"):
        return head
    name, common = head.removeprefix("ref:").strip(), git
    if (git / "commondir").is_file():
        common = git / (git / "commondir").read_text(encoding="utf-8").strip()
    if (common / name).is_file():
        return (common / name).read_text(encoding="utf-8").strip()
    packed = (common / "packed-refs").read_text(encoding="utf-8").splitlines()
    return next((line.split()[0] for line in packed if line.endswith(f" {name}")), "")


def _installed() -> str:
    noted = metadata.distribution("cpcs-harness").read_text("direct_url.json")
    return str(json.loads(noted or "{}")["vcs_info"]["commit_id"])
