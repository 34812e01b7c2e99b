"""How paragraphs of our Word files look."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

TYPEFACE = "Cambria"
GREY = "595959"
CM = 567  # twentieths of a point in a centimetre
SPEAKER_AT, TEXT_AT = 1.45, 2.4  # cm from the left margin
REACH = 5.1  # cm: so far head and foot go into the margin for notes
EDGE = 16.6  # cm from the left margin: where they end


@dataclass(frozen=True, slots=True)
class Look:
    """A paragraph style; type in points, places in centimetres from the left margin."""

    size: float = 11.0
    bold: bool = False
    grey: bool = False
    before: float = 0.0
    after: float = 0.0
    spacing: float = 1.35
    indent: float = 0.0
    hanging: float = 0.0
    tabs: tuple[float, ...] = ()
    numbered: bool = True
    level: int | None = None  # of a heading; it stays on one page with what follows
    wide: bool = False  # as wide as the page, into the margin for notes
    running: bool = False  # head or foot: the second half stands at the right


LOOKS: dict[str, Look] = {
    "Normal": Look(),
    "heading 1": Look(16, bold=True, after=6, spacing=1.1, numbered=False, level=0),
    "heading 2": Look(12, bold=True, before=12, after=3, spacing=1.1, numbered=False, level=1),
    "heading 3": Look(12, bold=True, before=12, after=3, level=2),
    "Fact": Look(8.5, spacing=1.15, indent=3.3, hanging=3.3, tabs=(3.3,), numbered=False, wide=True),
    "Legend": Look(8.5, spacing=1.15, numbered=False, wide=True),
    "Turn": Look(after=3, indent=TEXT_AT, hanging=TEXT_AT, tabs=(SPEAKER_AT, TEXT_AT)),
    "Aside": Look(10, grey=True, after=3, indent=TEXT_AT),
    "Paragraph": Look(after=6),
    "Row": Look(indent=0.5, hanging=0.5),
    "Cell": Look(9.5, before=2, after=2, spacing=1.1, numbered=False),
    "Running": Look(7.5, grey=True, spacing=1.0, numbered=False, wide=True, running=True),
    "Break": Look(1, spacing=0.1, numbered=False),
}


def styles_part(locale: str) -> str:
    """All styles, as XML. What a paragraph looks like where a style says nothing is "Normal"."""
    fonts = " ".join(f'w:{kind}="{TYPEFACE}"' for kind in ("ascii", "hAnsi", "cs", "eastAsia"))
    language = f'<w:lang w:val="{locale}" w:eastAsia="{locale}" w:bidi="{locale}"/>'
    defaults = (
        f"<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts {fonts}/>{language}</w:rPr></w:rPrDefault>"
        "<w:pPrDefault/></w:docDefaults>"
    )
    return defaults + "".join((*_paragraph_styles(), *_character_styles()))


def _paragraph_styles() -> Iterator[str]:
    for name, look in LOOKS.items():
        default = ' w:default="1"' if name == "Normal" else ""
        based = '<w:basedOn w:val="Normal"/>' if name != "Normal" else ""
        yield (
            f'<w:style w:type="paragraph"{default} w:styleId="{style_id(name)}"><w:name w:val="{name}"/>{based}'
            f"<w:qFormat/><w:pPr>{''.join(_of_paragraph(look))}</w:pPr><w:rPr>{''.join(_of_text(look))}</w:rPr></w:style>"
        )


def _character_styles() -> Iterator[str]:
    small = f'<w:color w:val="{GREY}"/><w:sz w:val="15"/>'
    looks = {"Default Paragraph Font": "", "Time": small, "Strong": "<w:b/>", "line number": small}
    for name, look in looks.items():
        default = "" if look else ' w:default="1"'
        yield (
            f'<w:style w:type="character"{default} w:styleId="{style_id(name)}"><w:name w:val="{name}"/>'
            f"<w:rPr>{look}</w:rPr></w:style>"
        )


def style_id(name: str) -> str:
    """How paragraphs name a style: "heading 1" is Heading1."""
    return name.title().replace(" ", "")


def _of_paragraph(look: Look) -> Iterator[str]:
    """In the order that the format wants."""
    if look.level is not None:
        yield "<w:keepNext/><w:keepLines/>"
    yield "<w:widowControl/>"
    if not look.numbered:
        yield "<w:suppressLineNumbers/>"
    tabs = [f'<w:tab w:val="left" w:pos="{at * CM:.0f}"/>' for at in look.tabs]
    if look.running:
        tabs = [f'<w:tab w:val="right" w:pos="{EDGE * CM:.0f}"/>']
    if tabs:
        yield f"<w:tabs>{''.join(tabs)}</w:tabs>"
    yield (
        f'<w:spacing w:before="{look.before * 20:.0f}" w:after="{look.after * 20:.0f}" '
        f'w:line="{look.spacing * 240:.0f}" w:lineRule="auto"/>'
    )
    right = f' w:right="{-REACH * CM:.0f}"' if look.wide else ""
    yield f'<w:ind w:left="{look.indent * CM:.0f}" w:hanging="{look.hanging * CM:.0f}"{right}/>'
    if look.level is not None:
        yield f'<w:outlineLvl w:val="{look.level}"/>'


def _of_text(look: Look) -> Iterator[str]:
    if look.bold:
        yield "<w:b/>"
    if look.grey:
        yield f'<w:color w:val="{GREY}"/>'
    yield f'<w:sz w:val="{look.size * 2:.0f}"/><w:szCs w:val="{look.size * 2:.0f}"/>'
