"""The commit of a checkout is read without git, in each way in which git keeps it."""

import pytest

from cpcs_harness.evidence.commit import commit_of

COMMIT = "5c" * 20


def detached(git):
    (git / "HEAD").write_text(COMMIT + "\n")


def loose(git):
    (git / "HEAD").write_text("ref: refs/heads/main\n")
    (git / "refs" / "heads").mkdir(parents=True)
    (git / "refs" / "heads" / "main").write_text(COMMIT + "\n")


def packed(git):
    (git / "HEAD").write_text("ref: refs/heads/main\n")
    (git / "packed-refs").write_text(f"# pack-refs\n{'0' * 40} refs/heads/other\n{COMMIT} refs/heads/main\n")


@pytest.mark.parametrize("kept", [detached, loose, packed])
def test_it_is_read(tmp_path, kept):
    (tmp_path / ".git").mkdir()
    kept(tmp_path / ".git")

    assert commit_of(tmp_path) == COMMIT


def test_that_of_a_worktree_is_read(tmp_path):
    shared, own, tree = tmp_path / "shared", tmp_path / "shared" / "worktrees" / "one", tmp_path / "one"
    own.mkdir(parents=True)
    tree.mkdir()
    loose(shared)
    (own / "HEAD").write_text("ref: refs/heads/main\n")
    (own / "commondir").write_text("../..\n")
    (tree / ".git").write_text(f"gitdir: {own}\n")

    assert commit_of(tree) == COMMIT


@pytest.mark.parametrize("head", ["", "ref: refs/heads/none", "nonsense", "../../etc/passwd"])
def test_what_is_no_commit_is_none(tmp_path, head):
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "HEAD").write_text(head)

    assert commit_of(tmp_path) == ""
