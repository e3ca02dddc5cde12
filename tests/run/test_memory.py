"""What is thrown away after a run lies in memory, where there is a folder of it with room."""

import shutil
from types import SimpleNamespace

import pytest

from cpcs_harness.run import memory


@pytest.mark.parametrize(("free", "given"), [(memory.ROOM + 1, True), (memory.ROOM, False)])
def test_the_folder_in_memory_is_given_where_it_has_room(monkeypatch, tmp_path, free, given):
    monkeypatch.setattr(memory, "MEMORY", tmp_path)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=free))

    assert memory.folder_in_memory() == (str(tmp_path) if given else None)


def test_a_system_without_such_a_folder_has_its_files_where_they_usually_go(monkeypatch, tmp_path):
    monkeypatch.setattr(memory, "MEMORY", tmp_path / "absent")

    assert memory.folder_in_memory() is None
