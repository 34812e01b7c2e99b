"""Draws the picture of a study as one page that needs nothing else: no script, no network, no other file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from pipeline.errors import Language
from pipeline.report.blocks import Block, Folded, Gallery, Plot, Say, Section
from pipeline.report.consents import consents
from pipeline.report.effort import effort
from pipeline.report.picture import Picture
from pipeline.report.spoken import literal, names, telling
from pipeline.report.standing import matrix, tiles, waiting

_HERE = Path(__file__).parent
_SECTIONS = (waiting, matrix, literal, names, telling, consents, effort)


@dataclass(frozen=True, slots=True)
class Drawn:
    """A page and its plots."""

    page: bytes
    plots: dict[str, bytes]  # by file name


def draw(picture: Picture, language: Language) -> Drawn:
    """The page, and each of its plots as a file. The same picture gives the same bytes."""
    say = Say(language)
    made = [section(picture, say) for section in _SECTIONS]
    sections = [section for section in made if section.blocks]
    plot_style, page_style = ((_HERE / name).read_text(encoding="utf-8") for name in ("plot.css", "page.css"))
    templates = Environment(loader=FileSystemLoader(_HERE), autoescape=True, undefined=StrictUndefined)
    page = templates.get_template("page.html.jinja").render(
        say=say,
        title=say(f"Overzicht van de studie {picture.name}", f"Picture of the study {picture.name}"),
        lead=_lead(picture, say),
        style=plot_style + page_style,
        tiles=tiles(picture, say),
        sections=sections,
    )
    return Drawn(page.encode(), {f"{plot.name}.svg": plot.as_file(plot_style) for plot in _plots(sections)})


def _lead(picture: Picture, say: Say) -> str:
    demo = say(
        " Demo: dit spraakmodel kent alleen de stemmen van de demo.",
        " Demo: this speech model knows the voices of the demo only.",
    )
    return say(
        f"Stand op {picture.today}. Geen namen en geen tekst uit gesprekken: nummers, labels en aantallen. "
        "Gepseudonimiseerd, niet anoniem.",
        f"As of {picture.today}. No names and no text of interviews: numbers, labels and counts. "
        "Pseudonymised, not anonymous.",
    ) + (demo if picture.demo else "")


def _plots(sections: list[Section]) -> Iterator[Plot]:
    for section in sections:
        yield from _plots_in(section.blocks)


def _plots_in(blocks: tuple[Block, ...]) -> Iterator[Plot]:
    for block in blocks:
        match block:
            case Plot():
                yield block
            case Gallery():
                yield from block.plots
            case Folded():
                yield from _plots_in(block.blocks)
