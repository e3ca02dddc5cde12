"""What a store says to SQLite is compiled once for all stores of a process, and before services are forked from it."""

import pytest
from sqlalchemy import create_engine, inspect

from reference.kit import store
from reference.kit.models import Base, Practice
from reference.kit.readiness import make_ready
from reference.kit.store import Store


@pytest.fixture
def compiled(monkeypatch):
    """What is compiled for stores that are opened from now on."""
    monkeypatch.setattr(store, "_COMPILED", {})
    return store._COMPILED


def asked(path):
    opened = Store(str(path))
    opened.keep(Practice(ods="B86999", name="Sedge", email="s@nhs.net", kind="gp-practice"))
    found = [opened.practice("B86999").name, opened.listed("FA101"), opened.of_case("FA101", "c", "")]
    opened.close()
    return found


def test_a_second_store_compiles_nothing_again_and_has_records_of_its_own(compiled, tmp_path):
    assert asked(tmp_path / "one") == ["Sedge", [], []]
    first = dict(compiled)
    other = Store(str(tmp_path / "two"))

    assert other.practices() == []
    other.close()
    known = dict(compiled)
    assert asked(tmp_path / "two") == ["Sedge", [], []]
    assert first
    assert list(compiled) == list(known)


def test_what_was_made_ready_is_compiled_no_more(compiled, tmp_path):
    make_ready()
    ready = list(compiled)

    asked(tmp_path / "one")

    assert list(compiled) == ready


def test_a_store_has_the_tables_and_indexes_of_the_models_and_keeps_those_that_are_there(tmp_path):
    path = tmp_path / "one"
    asked(path)
    again = Store(str(path))

    assert again.practice("B86999").name == "Sedge"
    again.close()
    inspected = inspect(create_engine(f"sqlite:///{path}"))
    tables = Base.metadata.tables
    assert set(inspected.get_table_names()) == set(tables)
    for name, table in tables.items():
        assert {column["name"] for column in inspected.get_columns(name)} == set(table.columns.keys())
        assert {index["name"] for index in inspected.get_indexes(name)} == {one.name for one in table.indexes}
