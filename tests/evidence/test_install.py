"""What lies beside the sources and is run in their place is seen: byte code, and libraries that were changed."""

import importlib.util
import marshal
import py_compile
from pathlib import Path

import pytest

from cpcs_harness.evidence.install import altered_byte_code, altered_libraries

EVIL = compile("def passes(): return True", "judge.py", "exec")


@pytest.fixture
def source(tmp_path):
    path = tmp_path / "judge.py"
    path.write_text("def passes(): return False\n")
    return path


def cached(source):
    return Path(importlib.util.cache_from_source(str(source)))


def put(source, code, flags=0, changed=None):
    """Write byte code that Python would load in place of a source."""
    changed = int(source.stat().st_mtime) if changed is None else changed
    words = (flags, changed, source.stat().st_size) if not flags else (flags, 0, 0)
    header = importlib.util.MAGIC_NUMBER + b"".join(word.to_bytes(4, "little") for word in words)
    cached(source).parent.mkdir(exist_ok=True)
    cached(source).write_bytes(header + (code if isinstance(code, bytes) else marshal.dumps(code)))


def loads_evil(source):
    spec = importlib.util.spec_from_file_location("judge", source)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.passes()


def test_what_the_source_compiles_to_is_not_altered(source):
    assert altered_byte_code([str(source)]) == []
    for mode in py_compile.PycInvalidationMode:
        py_compile.compile(str(source), invalidation_mode=mode, doraise=True)
        assert altered_byte_code([str(source)]) == []


@pytest.mark.parametrize("flags", [0, 1], ids=["by time and size", "by hash, unchecked"])
def test_other_code_is_named(source, flags):
    put(source, EVIL, flags)

    assert loads_evil(source)  # Python takes it
    assert altered_byte_code([str(source)]) == [str(source)]


def test_code_that_names_the_right_hash_is_named(source):
    py_compile.compile(
        str(source), invalidation_mode=py_compile.PycInvalidationMode.CHECKED_HASH, doraise=True
    )
    header = cached(source).read_bytes()[:16]
    cached(source).write_bytes(header + marshal.dumps(EVIL))

    assert loads_evil(source)
    assert altered_byte_code([str(source)]) == [str(source)]


def test_what_python_would_not_load_is_let_be(source):
    put(source, EVIL, changed=1)

    assert not loads_evil(source)
    put(source, EVIL, changed=1)
    assert altered_byte_code([str(source)]) == []


NO_CODE = bytearray(marshal.dumps(compile("right = True", "x", "exec")))
NO_CODE[5] = 0x7B  # a count that no code has


@pytest.mark.parametrize("code", [b"", b"\xff", marshal.dumps("text"), bytes(NO_CODE)])
def test_what_is_no_code_is_named(source, code):
    put(source, code)

    assert altered_byte_code([str(source)]) == [str(source)]


@pytest.fixture
def library(tmp_path, monkeypatch):
    """A distribution with one module, noted as installers do."""
    (tmp_path / "judging_library.py").write_text("right = True")
    noted = tmp_path / "judging_library-1.dist-info"
    noted.mkdir()
    (noted / "METADATA").write_text("Metadata-Version: 2.1\nName: judging-library\nVersion: 1\n")
    digest = "sha256=9RJd30itm6wDRxI8YpYFkIsIPtp_2x_l65UdQ4kcVZw"
    (noted / "RECORD").write_text(f"judging_library.py,{digest},12\njudging_library-1.dist-info/RECORD,,\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    return tmp_path / "judging_library.py"


def test_a_library_that_was_changed_or_is_gone_is_named_by_its_file(library):
    assert altered_libraries(["judging-library"]) == []

    library.write_text("right = None")
    assert altered_libraries(["judging-library"]) == ["judging-library: judging_library.py"]
    library.unlink()
    assert altered_libraries(["judging-library"]) == ["judging-library: judging_library.py is gone"]
