"""Draws how costs grow, as SVG."""

from collections.abc import Iterator, Sequence

import pygal
from _figures import Figure
from lxml import etree
from pygal.style import Style

LOOK = pygal.Config(
    js=(),
    no_prefix=True,
    explicit_size=True,
    width=760,
    height=440,
    legend_at_bottom=True,
    legend_at_bottom_columns=1,
    truncate_legend=-1,
    dots_size=4,
)
LIGHT = Style(background="#ffffff", plot_background="#ffffff", font_family="sans-serif")


def growing(figures: Sequence[Figure]) -> dict[str, list[Figure]]:
    """Give the figures of which there are several sizes, by what is counted and in what unit: `journeys in s`."""
    found: dict[str, list[Figure]] = {}
    sized = [figure for figure in figures if figure.size is not None]
    for figure in sized:
        if len({same.size for same in sized if same.name == figure.name}) > 1:
            found.setdefault(f"{figure.of} in {figure.unit}", []).append(figure)
    return found


def plots(figures: Sequence[Figure]) -> Iterator[tuple[str, str]]:
    """Give each plot, by the name of its file."""
    for figures_of in growing(figures).values():
        first = figures_of[0]
        yield f"cost-of-{first.of.replace(' ', '-')}-{first.unit}.svg", plot(figures_of)


def plot(figures: Sequence[Figure]) -> str:
    """Draw the cost against the size, ours and that of peers."""
    of, unit = figures[0].of, figures[0].unit
    largest = max(figure.size or 0 for figure in figures)
    chart = pygal.XY(
        LOOK,
        style=LIGHT,
        title=f"Cost against {of}",
        x_title=of,
        y_title=unit,
        xrange=(0, largest),
        include_x_axis=True,
    )
    lines: dict[str, list[tuple[float, float]]] = {}
    for figure in figures:
        size = figure.size or 0
        lines.setdefault(figure.name, []).append((size, figure.middle))
        if figure.peers:
            lines.setdefault(figure.peer, []).append((size, figure.peer_middle))
    for name, points in lines.items():
        chart.add(name.replace("`", ""), sorted(points))
    chart.add_xml_filter(_without_script)
    return str(chart.render(is_unicode=True)) + "\n"


def _without_script(root: etree._Element) -> etree._Element:
    """Take out what only a page with its script would use."""
    for script in [*root.iter("script")]:
        script.getparent().remove(script)
    return root
