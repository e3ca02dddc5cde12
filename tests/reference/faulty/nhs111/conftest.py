"""What the tests of the faults of NHS 111 share."""

import pytest

from reference import faulty
from reference.app import App
from reference_faults import Scene


@pytest.fixture
def scene(make_service, settings, tmp_path, at):
    """Makes a scene with a fault in its service, or without, on a database of its own."""

    def made(name: str | None) -> Scene:
        settings["database"] = str(tmp_path / f"{name}.sqlite")
        service = make_service()
        if name:
            faulty.installer(name)(App(service))
        return Scene(service, at)

    return made
