"""A full release is read in stream from its own files; what is no release is told with file and line."""

import subprocess
import sys
from itertools import repeat

import pytest

from cpcs_harness.errors import UsageProblem
from cpcs_harness.formats.dmd.release import Release

HEADS = {
    "vmp": ("VIRTUAL_MED_PRODUCTS", "VMPS"),
    "amp": ("ACTUAL_MEDICINAL_PRODUCTS", "AMPS"),
    "vmpp": ("VIRTUAL_MED_PRODUCT_PACK", "VMPPS"),
    "ampp": ("ACTUAL_MEDICINAL_PROD_PACKS", "AMPPS"),
}
ENTRIES = {
    "vmp": "<VMP><VPID>10</VPID><VPIDPREV>9</VPIDPREV><NM>Salbutamol inhaler</NM></VMP>",
    "amp": "<AMP><APID>20</APID><VPID>10</VPID><NM>Ventolin</NM><DESC>Ventolin (Maker)</DESC></AMP>"
    "<AMP><APID>21</APID><INVALID>1</INVALID><VPID>10</VPID><NM>Gone</NM></AMP>",
    "vmpp": "<VMPP><VPPID>30</VPPID><NM>Salbutamol inhaler 200 dose</NM><VPID>10</VPID><QTYVAL>200</QTYVAL></VMPP>",
    "ampp": "<AMPP><APPID>40</APPID><NM>Ventolin 200 dose</NM><VPPID>30</VPPID><APID>20</APID></AMPP>",
}


def write(folder, kind, entries):
    root, part = HEADS[kind]
    path = folder / f"f_{kind}2_3070721.xml"
    with path.open("w", encoding="utf-8") as file:
        file.write(f'<?xml version="1.0" encoding="utf-8" ?>\n<{root}>\n<{part}>\n')
        file.writelines(f"{entry}\n" for entry in entries)
        file.write(f"</{part}>\n<OTHERS><OTHER><VPID>1</VPID></OTHER></OTHERS>\n</{root}>\n")
    return path


def lay_out(folder, **others):
    """Write a small release, with other entries in some of its files."""
    folder.mkdir(exist_ok=True)
    for kind, entries in (ENTRIES | others).items():
        write(folder, kind, [entries])
    return folder


@pytest.fixture
def folder(tmp_path):
    return lay_out(tmp_path)


def test_a_code_is_found_with_all_that_it_is_one_of(folder):
    with Release(folder).indexed() as index:
        found = index.of(["40", "999"])

    assert [(concept.id, concept.level) for concept in found] == [
        ("10", "VMP"),
        ("20", "AMP"),
        ("30", "VMPP"),
        ("40", "AMPP"),
    ]
    assert (found[1].name, found[1].description, found[2].pack) == ("Ventolin", "Ventolin (Maker)", 200)


def test_a_code_of_before_leads_to_the_one_that_replaced_it(folder):
    with Release(folder).indexed() as index:
        assert [(concept.id, concept.previous) for concept in index.of(["9"])] == [("10", "9")]
        assert [concept.invalid for concept in index.of(["21"]) if concept.level == "AMP"] == [True]


def test_the_digest_is_of_names_and_content_and_not_of_the_place(folder, tmp_path):
    elsewhere = tmp_path / "elsewhere" / "weekly"
    elsewhere.mkdir(parents=True)
    before = Release(folder).digest
    for kind, entries in ENTRIES.items():
        write(elsewhere, kind, [entries])

    assert Release(elsewhere).digest == before
    write(elsewhere, "amp", ["<AMP><APID>22</APID></AMP>"])
    assert Release(elsewhere).digest != before
    assert Release(elsewhere).name == "3070721"


def told(folder):
    with pytest.raises(UsageProblem) as problem, Release(folder).indexed():
        pass
    return str(problem.value)


def test_a_folder_without_one_of_the_files_is_told(folder):
    (folder / "f_vmpp2_3070721.xml").unlink()

    assert "holds no f_vmpp2_*.xml: give the folder of an unpacked dm+d release" in told(folder)


def test_two_releases_in_one_folder_are_told(folder):
    (folder / "f_amp2_3140721.xml").write_bytes(b"<x/>")

    assert "holds 2 files f_amp2_*.xml" in told(folder)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("<AMPS>\n<AMP>\n<APID>1</APID>\n</AMPS>", "f_amp2_3070721.xml:4 is no XML as dm+d has it"),
        ("", "f_amp2_3070721.xml:1 is no XML as dm+d has it"),
        ("PK\x03\x04", "f_amp2_3070721.xml:1 is no XML as dm+d has it"),
        ("<AMPS/>", "f_amp2_3070721.xml:1 has no AMP with a APID"),
        (
            '<!DOCTYPE a [<!ENTITY b "c">]><a><AMP><APID>1</APID><NM>&b;</NM></AMP></a>',
            "f_amp2_3070721.xml:1 brings a DTD",
        ),
    ],
)
def test_what_is_no_release_is_told_with_file_and_line(folder, content, says):
    (folder / "f_amp2_3070721.xml").write_text(content, encoding="utf-8")

    assert says in told(folder)


MEASURED = """
import resource, sys
from pathlib import Path
from cpcs_harness.formats.dmd.release import Release
with Release(Path(sys.argv[1])).indexed() as index:
    assert len(index) == 4
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def test_a_large_file_costs_no_more_memory_than_a_small_one(folder):
    """Kilobytes of a process of its own: libxml2's are not Python's. As a tree a file takes several times its size."""

    def most(entries):
        path = write(folder, "amp", repeat(f"<AMP><APID>7</APID><NM>{'x' * 200}</NM></AMP>", entries))
        done = subprocess.run(
            [sys.executable, "-c", MEASURED, str(folder)], capture_output=True, text=True, check=True
        )
        return int(done.stdout), path.stat().st_size // 1024

    (small, _), (large, size) = most(10), most(100_000)

    assert size > 20_000
    assert large < small + size // 2
