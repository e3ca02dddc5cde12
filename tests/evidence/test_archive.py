"""The archive of bodies: any tar unpacks it, what was altered is seen, and what is packed too small is not unpacked."""

import gzip
import hashlib
import io
import os
import tarfile
import threading

import pytest

from cpcs_harness.errors import HarnessError, UsageProblem
from cpcs_harness.evidence import archive as archive_module
from cpcs_harness.evidence.archive import ARCHIVE, FOLDER, MAX_BODY, ArchiveReader, ArchiveWriter
from cpcs_harness.evidence.bodies import Bodies, keep
from cpcs_harness.evidence.events import BodyReference
from cpcs_harness.evidence.log import Log
from cpcs_harness.evidence.reader import Evidence

CONTENTS = [
    b"x",
    b"<a/>" * 128,
    b"y" * 511,
    b"z" * 513,
    bytes(range(256)) * 5000,
    "é\ud800".encode("utf-8", "replace"),
]


def name_of(content):
    return hashlib.sha256(content).hexdigest()


def written(folder, *contents):
    """Write an archive; gives its path."""
    writer = ArchiveWriter(folder / ARCHIVE)
    for content in contents:
        writer.add(name_of(content), content)
    writer.close()
    return folder / ARCHIVE


def packed(folder, *members):
    """Pack an archive with tarfile, of pairs of name and content; gives its path."""
    with tarfile.open(folder / ARCHIVE, "w:gz") as archive:
        for name, content in members:
            described = tarfile.TarInfo(name)
            described.size = len(content)
            archive.addfile(described, io.BytesIO(content))
    return folder / ARCHIVE


@pytest.mark.parametrize("in_memory", [0, 10**9])
def test_bodies_are_read_back(tmp_path, monkeypatch, in_memory):
    monkeypatch.setattr(archive_module, "IN_MEMORY", in_memory)
    bodies = ArchiveReader(written(tmp_path, *CONTENTS))

    assert [bodies.read(name_of(content)) for content in CONTENTS] == CONTENTS
    assert not bodies.has(name_of(b"another"))


def test_any_tar_unpacks_it_into_what_is_read_as_well(tmp_path):
    path = written(tmp_path, *CONTENTS)
    with tarfile.open(path) as archive:
        assert [member.mode for member in archive] == [0o644] * len(CONTENTS)
        archive.extractall(tmp_path, filter="data")
    path.unlink()

    assert {file.name for file in (tmp_path / FOLDER).iterdir()} == {name_of(content) for content in CONTENTS}
    assert [Bodies(tmp_path).named(name_of(content)) for content in CONTENTS] == CONTENTS


def test_what_tarfile_packs_is_read(tmp_path):
    members = [(f"{FOLDER}/{name_of(content)}", content) for content in CONTENTS]
    bodies = ArchiveReader(packed(tmp_path, *members))

    assert [bodies.read(name_of(content)) for content in CONTENTS] == CONTENTS


def test_one_that_was_cut_short_has_the_bodies_up_to_there(tmp_path):
    writer = ArchiveWriter(tmp_path / ARCHIVE)
    for content in CONTENTS:
        writer.add(name_of(content), content)
        writer.flush()
    whole = (tmp_path / ARCHIVE).read_bytes()
    assert all(map(ArchiveReader(tmp_path / ARCHIVE).has, map(name_of, CONTENTS)))
    writer.close()

    for end in range(1, len(whole), 7):
        (tmp_path / ARCHIVE).write_bytes(whole[:end])
        bodies = ArchiveReader(tmp_path / ARCHIVE)
        there = [content for content in CONTENTS if bodies.has(name_of(content))]
        assert there == CONTENTS[: len(there)]
        assert [bodies.read(name_of(content)) for content in there] == there


@pytest.mark.parametrize(
    "members",
    [
        [("../../etc/passwd", b"x")],
        [(f"{FOLDER}/{'A' * 64}", b"x")],
        [(f"{FOLDER}/{'a' * 65}", b"x")],
        [(f"{FOLDER}/{'a' * 64}", b"x" * (MAX_BODY + 1))],
    ],
    ids=["another place", "capitals", "longer", "too large"],
)
def test_what_no_run_wrote_is_refused(tmp_path, members):
    with pytest.raises(HarnessError, match="no body of a run"):
        ArchiveReader(packed(tmp_path, *members))


def test_little_that_unpacks_to_much_is_refused_before_it_is_unpacked(tmp_path, monkeypatch):
    monkeypatch.setattr(archive_module, "MAX_ALL", 1_000_000)
    (tmp_path / ARCHIVE).write_bytes(gzip.compress(bytes(200_000_000)))
    longest = []
    monkeypatch.setattr(archive_module.tempfile, "SpooledTemporaryFile", lambda _: Counting(longest))

    with pytest.raises(HarnessError, match="unpacks to more than 1000000 bytes"):
        ArchiveReader(tmp_path / ARCHIVE)
    assert sum(longest) <= 1_000_000


class Counting(io.BytesIO):
    def __init__(self, lengths):
        super().__init__()
        self.lengths = lengths

    def write(self, content):
        self.lengths.append(len(content))
        return super().write(content)


@pytest.mark.parametrize(
    "alter",
    [
        lambda packed: packed.replace(b"\x1f\x8b", b"\x1f\x8c", 1),
        lambda packed: packed[:-6] + b"\0\0" + packed[-4:],
        lambda packed: packed + b"more",
        lambda packed: packed + packed,
        lambda packed: packed[:60] + bytes([packed[60] ^ 64]) + packed[61:],
    ],
    ids=["no gzip", "another sum", "more", "twice", "a bit"],
)
def test_an_altered_archive_is_refused(tmp_path, alter):
    path = written(tmp_path, *CONTENTS)
    path.write_bytes(alter(path.read_bytes()))

    with pytest.raises(HarnessError, match=r"was altered|no body of a run"):
        ArchiveReader(path)


def test_a_body_under_another_name_is_not_given_back(tmp_path):
    packed(tmp_path, (f"{FOLDER}/{name_of(b'as it was')}", b"as it was not"))

    with pytest.raises(HarnessError, match="was altered"):
        Bodies(tmp_path).named(name_of(b"as it was"))


def test_a_body_of_a_folder_that_was_altered_is_not_given_back(tmp_path):
    (tmp_path / FOLDER).mkdir()
    (tmp_path / FOLDER / name_of(b"as it was")).write_bytes(b"as it was not")
    reference = {"sha256": name_of(b"as it was"), "bytes": 9}

    for read in (Bodies(tmp_path).check, lambda reference: Bodies(tmp_path).read(BodyReference(**reference))):
        with pytest.raises(HarnessError, match="was altered"):
            read(reference)


@pytest.mark.parametrize("has_archive", [False, True])
@pytest.mark.parametrize("name", ["../../etc/passwd", "x" * 64, "A" * 64, "a" * 64, ["a"], None])
def test_a_body_is_only_looked_for_under_a_hash_that_there_is(tmp_path, name, has_archive):
    if has_archive:
        written(tmp_path)

    for look in (Bodies(tmp_path).named, lambda name: Bodies(tmp_path).check({"sha256": name, "bytes": 1})):
        with pytest.raises(HarnessError):
            look(name)


def test_of_a_body_that_is_too_large_the_beginning_is_kept_and_its_length_told():
    stored = []
    reference = keep(b"x" * (MAX_BODY + 1), "text/plain", lambda body: stored.append(body) or name_of(body))

    assert stored == [b"x" * MAX_BODY]
    assert reference == BodyReference(name_of(stored[0]), MAX_BODY, "text/plain", MAX_BODY + 1)
    assert keep(b"", "", stored.append) == BodyReference(name_of(b""), 0)


def test_reading_leaves_the_place_in_the_file_which_forked_processes_share(tmp_path, monkeypatch):
    monkeypatch.setattr(archive_module, "IN_MEMORY", 1)
    bodies = ArchiveReader(written(tmp_path, *CONTENTS))
    file = bodies._content.fileno()
    before = os.lseek(file, 0, os.SEEK_CUR)

    assert [bodies.read(name_of(content)) for content in reversed(CONTENTS)] == CONTENTS[::-1]
    assert os.lseek(file, 0, os.SEEK_CUR) == before


def test_many_threads_read(tmp_path, monkeypatch):
    monkeypatch.setattr(archive_module, "IN_MEMORY", 0)
    bodies, found = ArchiveReader(written(tmp_path, *CONTENTS)), []

    def read():
        for _ in range(50):
            found.extend(bodies.read(name_of(content)) == content for content in CONTENTS)

    threads = [threading.Thread(target=read) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert found == [True] * 4 * 50 * len(CONTENTS)


def test_evidence_with_an_archive_that_no_run_wrote_is_refused_with_a_sentence(tmp_path):
    log = Log(tmp_path)
    log.write("note", {"large": "x" * 1000})
    log.close()
    (tmp_path / ARCHIVE).write_bytes(b"not an archive")

    with pytest.raises(UsageProblem, match="was altered"):
        Evidence.load(tmp_path)


def test_the_same_body_is_stored_once(tmp_path):
    log = Log(tmp_path)
    names = {log.keep(b"a body") for _ in range(3)}
    log.close()

    with tarfile.open(tmp_path / ARCHIVE) as archive:
        assert archive.getnames() == [f"{FOLDER}/{name}" for name in names]
