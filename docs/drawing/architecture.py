"""Draws the rooms of the project, who may import whom, and the way of one referral."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from textwrap import wrap

from .rules import Floors, Rules
from .shapes import QUIET, Box, Sheet
from .words import WAY, said_of

Paint = tuple[str, str]
"""Fill and edge."""
JUDGES: Paint = ("#e2f2e8", "#4f9a6b")
DRIVES: Paint = ("#e1edfa", "#4a86c5")
CANDIDATE: Paint = ("#fdf0d9", "#c98f2b")
PLAIN: Paint = ("#f1f4f7", "#b5c0cb")
WALLS: Paint = ("#fbfcfd", "#8795a1")
BADGE, ARROW, WIRE = "#a6215c", "#3e4c59", "#8a5a0b"
LOADS = "4 3"
"""Dashes of an arrow for what is found by name."""

WIDTH, MARGIN, TOP, HEAD, FLOOR = 1160.0, 20.0, 20.0, 46.0, 660.0
GAP, PAD = 6.0, 10.0
SUITES = Box(MARGIN, TOP, 176, HEAD + FLOOR)
ENGINE = Box(SUITES.right + 54, TOP, 390, HEAD + FLOOR)
MOCKS = Box(ENGINE.right + 54, TOP, 186, 388)
REFERENCE = Box(WIDTH - MARGIN - 208, TOP, 208, HEAD + FLOOR)
LEGEND = ENGINE.bottom + 30
STRIP = Box(MARGIN, LEGEND + 20, WIDTH - 2 * MARGIN, 188)
HEIGHT = STRIP.bottom + TOP
TITLE = "Rooms of the CPCS harness"
DESCRIPTION = (
    "The engine, floor by floor, between the suites that judge and the mocks that drive; the reference service "
    "stands apart, behind the wire. Nine numbers mark the way of one referral."
)


def draw(rules: Rules) -> str:
    """Give the whole drawing as SVG."""
    sheet = Sheet(WIDTH, HEIGHT, TITLE, DESCRIPTION)
    places = _engine(sheet, rules) | _suites(sheet, rules) | _mocks(sheet, rules) | _reference(sheet, rules)
    _data(sheet)
    _arrows(sheet, places)
    for number, step in enumerate(WAY, start=1):
        at = places[step.place]
        sheet.badge(at.right - 10, at.y + min(11, at.height / 2), number, BADGE)
    _legend(sheet)
    _way(sheet)
    return sheet.written()


def _engine(sheet: Sheet, rules: Rules) -> dict[str, Box]:
    """Draw the engine: on each floor what judges to the left, by the suites, and what drives to the right."""
    inner = _building(sheet, ENGINE, "The engine", "src/cpcs_harness/")
    side = dict.fromkeys(rules.judges, -1) | dict.fromkeys(rules.drives, 1)
    floors = [sorted(floor, key=lambda room: side.get(room, 0)) for floor in rules.floors["cpcs_harness"]]
    paints = {-1: JUDGES, 0: PLAIN, 1: DRIVES}
    return _floors(sheet, inner, "cpcs_harness", floors, lambda room: paints[side.get(room, 0)])


def _reference(sheet: Sheet, rules: Rules) -> dict[str, Box]:
    inner = _building(sheet, REFERENCE, "The reference service", "reference/")
    return _floors(sheet, inner, "reference", rules.floors["reference"], lambda _room: CANDIDATE)


def _floors(
    sheet: Sheet, inner: Box, package: str, floors: Sequence[Sequence[str]], paint: Callable[[str], Paint]
) -> dict[str, Box]:
    """Draw a package floor by floor; gives where each room is."""
    places: dict[str, Box] = {}
    for floor, across in zip(floors, inner.rows(len(floors), GAP), strict=True):
        for room, at in zip(floor, across.columns(len(floor), GAP), strict=True):
            places[f"{package}.{room}"] = at
            _room(sheet, at, room, said_of(package, room), paint(room))
    return places


def _suites(sheet: Sheet, rules: Rules) -> dict[str, Box]:
    inner = _building(sheet, SUITES, "The suites", "conformance/")
    journeys = Box(inner.x, inner.bottom - 44, inner.width, 44)
    shared = Box(inner.x, journeys.y - 50, inner.width, 44)
    tiles = Box(inner.x, inner.y, inner.width, shared.y - GAP - inner.y).rows(len(rules.suites), 4)
    places = {"conformance.journeys": journeys}
    for suite, box in zip(rules.suites, tiles, strict=True):
        places[f"conformance.{suite}"] = box
        _room(sheet, box, suite, "", JUDGES)
    _room(sheet, shared, "_shared", "common to suites", JUDGES)
    _room(sheet, journeys, "journeys", "done to a candidate", DRIVES)
    return places


def _mocks(sheet: Sheet, rules: Rules) -> dict[str, Box]:
    """Draw the mocks two in a row, with more space between floors than between rows."""
    inner = _building(sheet, MOCKS, "The mocks", "mocks/")
    floors = [_in_twos(floor) for floor in rules.floors["mocks"]]
    rows = sum(len(floor) for floor in floors)
    height = (inner.height - 4 * (rows - 1) - 8 * (len(floors) - 1)) / rows
    places: dict[str, Box] = {}
    top = inner.y
    for floor in floors:
        for row in floor:
            for room, at in zip(
                row, Box(inner.x, top, inner.width, height).columns(len(row), 4), strict=True
            ):
                places[f"mocks.{room}"] = at
                _room(sheet, at, room, "", DRIVES)
            top += height + 4
        top += 8
    return places


def _in_twos(floor: Sequence[str]) -> Floors:
    return tuple(tuple(floor[at : at + 2]) for at in range(0, len(floor), 2))


def _data(sheet: Sheet) -> None:
    """Draw what is data, and imports nothing."""
    at = Box(MOCKS.x, ENGINE.bottom - 148, MOCKS.width, 148)
    inner = _building(sheet, at, "Data", "read by the engine")
    for name, box in zip(
        ("toolkit_requirements.yaml", "fixtures/", "reports/"), inner.rows(3, 4), strict=True
    ):
        _room(sheet, box, name, "", PLAIN)


def _building(sheet: Sheet, at: Box, title: str, folder: str) -> Box:
    """Draw a building; gives the room that is left in it."""
    sheet.box(at, *WALLS, radius=10)
    sheet.text(at.middle[0], at.y + 21, title, 15, bold=True)
    sheet.text(at.middle[0], at.y + 37, folder, 11, color=QUIET, mono=title != "Data")
    return Box(at.x + PAD, at.y + HEAD, at.width - 2 * PAD, at.height - HEAD - PAD)


def _room(sheet: Sheet, at: Box, name: str, said: str, paint: Paint) -> None:
    sheet.box(at, *paint, radius=5)
    lines = wrap(said, int(at.width / 6.3)) if said else []
    x, middle = at.middle
    top = middle + 4.5 - 7 * len(lines)
    size = 11.5 if not said else 13 if at.width > 9 * len(name) else 11.5
    sheet.text(x, top, name, size, bold=bool(said))
    for number, line in enumerate(lines, start=1):
        sheet.text(x, top + 1 + 13.5 * number, line, 11, color=QUIET)


def _arrows(sheet: Sheet, places: dict[str, Box]) -> None:
    """Draw who calls whom from building to building."""
    run, assess = places["cpcs_harness.run"], places["cpcs_harness.assess"]
    judging, mockkit = places["cpcs_harness.judging"], places["cpcs_harness.mockkit"]
    _between(sheet, SUITES.right, ENGINE.x, judging, "imports")
    _between(sheet, ENGINE.x, SUITES.right, assess, "runs", dashes=LOADS)
    _between(sheet, ENGINE.right, MOCKS.x, run, "starts", dashes=LOADS)
    _between(sheet, MOCKS.x, ENGINE.right, mockkit, "imports")
    _wire(sheet, places)


def _between(
    sheet: Sheet, start: float, end: float, beside: Box, word: str, dashes: str = "", color: str = ARROW
) -> None:
    """Draw an arrow across a gap, at the height of a room."""
    y, inward = beside.middle[1], 4 if start < end else -4
    sheet.arrow((start + inward, y), (end - inward, y), color, dashes=dashes)
    sheet.text((start + end) / 2, y - 7, word, 11, color=color, over=True)


def _wire(sheet: Sheet, places: dict[str, Box]) -> None:
    """Draw the wire, which calls cross and imports do not."""
    x, drivers = (MOCKS.right + REFERENCE.x) / 2, places["cpcs_harness.drivers"]
    sheet.line([(x, TOP), (x, ENGINE.bottom - 196)], CANDIDATE[1], dashes="2 5", width=2)
    sheet.text(x + 4, ENGINE.bottom - 90, "the wire: nobody imports across it", 11, color=WIRE, turned=-90)
    _between(sheet, REFERENCE.x, MOCKS.right, places["mocks.pds"], "asks", color=WIRE)
    _between(sheet, MOCKS.right, REFERENCE.x, places["mocks.nhs111"], "refers", color=WIRE)
    sheet.arrow((ENGINE.right + 4, drivers.middle[1]), (REFERENCE.x - 4, drivers.middle[1]), WIRE)
    said = "the control API: a pharmacist's actions"
    sheet.text(ENGINE.right + 12, drivers.middle[1] - 7, said, 11, color=WIRE, anchor="start")


def _legend(sheet: Sheet) -> None:
    """Explain colours and arrows in one line."""
    keys = (
        (JUDGES, "judges: imports nothing that drives"),
        (DRIVES, "drives and plays"),
        (CANDIDATE, "stands in for a candidate"),
    )
    x = MARGIN
    for paint, said in keys:
        sheet.box(Box(x, LEGEND - 11, 16, 14), *paint, radius=3)
        sheet.text(x + 23, LEGEND, said, 12, anchor="start")
        x += 23 + 6.2 * len(said) + 22
    for dashes, said in (
        ("", "imports: only what lies on a lower floor"),
        (LOADS, "loads by name, when it runs"),
    ):
        sheet.arrow((x, LEGEND - 4), (x + 26, LEGEND - 4), ARROW, dashes=dashes)
        sheet.text(x + 34, LEGEND, said, 12, anchor="start")
        x += 34 + 6.2 * len(said) + 22


def _way(sheet: Sheet) -> None:
    """Tell the way of one referral, step by step."""
    sheet.box(STRIP, *WALLS, radius=10)
    sheet.text(
        STRIP.x + 16, STRIP.y + 27, "One referral, from the wire to the report", 15, bold=True, anchor="start"
    )
    cells = Box(STRIP.x + 16, STRIP.y + 42, STRIP.width - 32, STRIP.height - 50)
    starts = (cells.x, cells.x + 410, cells.x + 770)
    places = [Box(x, row.y, 0, row.height) for row in cells.rows(3, 0) for x in starts]
    for number, (step, at) in enumerate(zip(WAY, places, strict=True), start=1):
        sheet.badge(at.x + 10, at.y + 15, number, BADGE)
        sheet.text(at.x + 28, at.y + 19, step.what, 13, bold=True, anchor="start")
        sheet.text(at.x + 28, at.y + 35, step.file, 10.5, color=QUIET, mono=True, anchor="start")
