"""The few shapes that the drawing is made of, as SVG elements; lengths are in pixels of the drawing."""

from __future__ import annotations

from dataclasses import dataclass
from xml.etree.ElementTree import Element, SubElement, indent, tostring

SANS = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, 'DejaVu Sans', sans-serif"
MONO = "ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace"
INK, QUIET = "#1f2933", "#52606d"


@dataclass(frozen=True)
class Box:
    """A rectangle: its upper left corner, width and height."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """The x of its right edge."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """The y of its lower edge."""
        return self.y + self.height

    @property
    def middle(self) -> tuple[float, float]:
        """Its centre."""
        return self.x + self.width / 2, self.y + self.height / 2

    def inside(self, by: float) -> Box:
        """Give the box that lies so far within this one, all around."""
        return Box(self.x + by, self.y + by, self.width - 2 * by, self.height - 2 * by)

    def columns(self, count: int, gap: float) -> list[Box]:
        """Part it into boxes side by side."""
        width = (self.width - gap * (count - 1)) / count
        return [Box(self.x + at * (width + gap), self.y, width, self.height) for at in range(count)]

    def rows(self, count: int, gap: float) -> list[Box]:
        """Part it into boxes one below the other."""
        height = (self.height - gap * (count - 1)) / count
        return [Box(self.x, self.y + at * (height + gap), self.width, height) for at in range(count)]


class Sheet:
    """An SVG document that is drawn on, from back to front."""

    def __init__(self, width: float, height: float, title: str, description: str) -> None:
        size = {"viewBox": f"0 0 {width:g} {height:g}", "width": f"{width:g}", "height": f"{height:g}"}
        named = {"role": "img", "aria-labelledby": "title description", "font-family": SANS}
        self.root = Element("svg", {"xmlns": "http://www.w3.org/2000/svg", **size, **named})
        SubElement(self.root, "title", {"id": "title"}).text = title
        SubElement(self.root, "desc", {"id": "description"}).text = description
        self.box(Box(0, 0, width, height), "#ffffff", radius=0)

    def box(self, at: Box, fill: str, edge: str = "none", radius: float = 6, dashes: str = "") -> None:
        """Draw a rectangle with round corners."""
        place = {"x": at.x, "y": at.y, "width": at.width, "height": at.height, "rx": radius}
        line = {"fill": fill, "stroke": edge} | ({"stroke-dasharray": dashes} if dashes else {})
        SubElement(self.root, "rect", {name: f"{value:g}" for name, value in place.items()} | line)

    def text(
        self,
        x: float,
        y: float,
        words: str,
        size: float,
        *,
        color: str = INK,
        bold: bool = False,
        mono: bool = False,
        anchor: str = "middle",
        turned: float = 0,
        over: bool = False,
    ) -> None:
        """Write one line of text on the base line y; `over` keeps lines beneath away from it."""
        look = {"x": f"{x:g}", "y": f"{y:g}", "font-size": f"{size:g}", "fill": color, "text-anchor": anchor}
        look |= {"font-weight": "600"} if bold else {}
        look |= {"font-family": MONO} if mono else {}
        look |= {"paint-order": "stroke", "stroke": "#ffffff", "stroke-width": "4"} if over else {}
        look |= {"transform": f"rotate({turned:g} {x:g} {y:g})"} if turned else {}
        SubElement(self.root, "text", look).text = words

    def line(
        self, points: list[tuple[float, float]], color: str, *, dashes: str = "", width: float = 1.5
    ) -> None:
        """Draw a line through points."""
        path = " ".join(f"{x:g},{y:g}" for x, y in points)
        look = {"points": path, "fill": "none", "stroke": color, "stroke-width": f"{width:g}"}
        SubElement(self.root, "polyline", look | ({"stroke-dasharray": dashes} if dashes else {}))

    def arrow(
        self, start: tuple[float, float], end: tuple[float, float], color: str, *, dashes: str = ""
    ) -> None:
        """Draw an arrow straight across or straight down."""
        (x, y), size = end, 5.0
        across = start[1] == end[1]
        back = size if (x < start[0] if across else y < start[1]) else -size
        tip = (
            [(x + back, y - size), (x, y), (x + back, y + size)]
            if across
            else [(x - size, y + back), (x, y), (x + size, y + back)]
        )
        self.line([start, end], color, dashes=dashes)
        self.line(tip, color)

    def badge(self, x: float, y: float, number: int, color: str) -> None:
        """Draw a numbered disc."""
        SubElement(
            self.root,
            "circle",
            {"cx": f"{x:g}", "cy": f"{y:g}", "r": "9", "fill": color, "stroke": "#ffffff"},
        )
        self.text(x, y + 4, str(number), 11.5, color="#ffffff", bold=True)

    def written(self) -> str:
        """Give the document as text."""
        indent(self.root, " ")
        return tostring(self.root, encoding="unicode") + "\n"
