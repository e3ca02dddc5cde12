"""Writes the page of figures, and the plots in it, from what was measured."""

from pathlib import Path

import jinja2
from _figures import Figure, number, spread
from _plots import plots
from _results import Results

HERE = Path(__file__).resolve().parent
DOCS = HERE.parent / "docs"


def page(results: Results) -> str:
    """Give the page, as Markdown."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(HERE),
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
    missed = [
        f"{title(name)}: {figure.title}"
        for name, measured in results.benchmarks.items()
        for figure in measured.figures
        if figure.holds is False
    ]
    images = dict(plots(results.figures()))
    return environment.get_template("performance.md.j2").render(
        results=results, missed=missed, images=images, row=row, title=title
    )


def row(figure: Figure) -> str:
    """Give a figure as a row of the table."""
    cells = [figure.title, figure.before, goal(figure), f"{spread(figure.values)} {figure.unit}".rstrip()]
    cells += [f"{figure.peer}: {spread(figure.peers)}", spread(figure.ratios)] if figure.peers else ["", ""]
    return f"| {' | '.join(cells)} |"


def goal(figure: Figure) -> str:
    """Write the goals of a figure, in bold where one is missed."""
    said = [f"{number(figure.goal)} {figure.unit}".rstrip()] if figure.goal is not None else []
    said += [f"ratio {number(figure.ratio_goal)}"] if figure.ratio_goal is not None else []
    told = ", ".join(said)
    return f"**{told}: missed**" if figure.holds is False else told


def title(name: str) -> str:
    """Give a benchmark's name as a heading."""
    return name.replace("_", " ").capitalize()


def write_page(results: Results, docs: Path = DOCS) -> list[Path]:
    """Write page and plots into a folder of documentation, and what they were made of; gives the files."""
    written = {docs / "explanation" / "performance.md": page(results)}
    written |= {docs / "images" / name: drawing for name, drawing in plots(results.figures())}
    for path, text in written.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    data = docs / "explanation" / "performance.json"
    results.write(data)
    return [data, *written]
