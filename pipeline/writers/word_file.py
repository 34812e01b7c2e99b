"""A Word file of our own, in parts of XML: it tells of no person, program, machine or moment.

Written out rather than with python-docx: its template brings 350 kB of styles along, made by somebody on some day.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from xml.sax.saxutils import escape

from pipeline.writers.paper_wording import PaperWording
from pipeline.writers.word_styles import styles_part
from pipeline.writers.zipped import zipped

OPEN = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
SPACES = f'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="{OFFICE}/relationships"'
TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml"
MODERN = (  # or Word opens it as something from long ago
    '<w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" '
    'w:val="15"/></w:compat>'
)
PAGE = '<w:pgSz w:w="11906" w:h="16838"/>'  # A4, in twentieths of a point; on the right 6.5 cm for notes
EDGES = '<w:pgMar w:top="1304" w:right="{}" w:bottom="1361" w:left="1701" w:header="624" w:footer="567" w:gutter="0"/>'
NOTES, FULL = EDGES.format(3685), EDGES.format(794)


@dataclass(frozen=True, slots=True)
class Section:
    """What starts on a new page, with line numbers of its own; without them the text is as wide as the page."""

    body: str = field(repr=False)  # its paragraphs, as XML
    head: str = ""
    head_right: str = ""
    foot: str = ""
    numbered: bool = True


def word_file(title: str, sections: Sequence[Section], words: PaperWording) -> bytes:
    """All sections as one file, the same bytes each time."""
    parts = {
        "word/styles.xml": f"<w:styles {SPACES}>{styles_part(words.locale)}</w:styles>",
        "word/settings.xml": f'<w:settings {SPACES}>{MODERN}<w:themeFontLang w:val="{words.locale}"/></w:settings>',
        "word/document.xml": _document(sections),
    }
    for at, section in enumerate(sections, start=1):
        parts |= _running(at, section, words)
    own = {name: (OPEN + content).encode() for name, content in parts.items()}
    return zipped(
        {
            "[Content_Types].xml": _types([*parts]).encode(),
            "_rels/.rels": _package().encode(),
            "docProps/core.xml": _properties(title, words.locale).encode(),
            "word/_rels/document.xml.rels": _relations([*parts]).encode(),
            **own,
        }
    )


def paragraph(style: str, *parts: tuple[str, str]) -> str:
    """A paragraph as XML: stretches of text, each with its character style or "", a tab between them."""
    tabbed = "<w:r><w:tab/></w:r>".join(run(text, looks) for text, looks in parts)
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{tabbed}</w:p>'


def run(text: str, looks: str = "") -> str:
    """A stretch of text in one character style, as XML."""
    style = f'<w:rPr><w:rStyle w:val="{looks}"/></w:rPr>' if looks else ""
    return f'<w:r>{style}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def table(rows: Sequence[Sequence[str]]) -> str:
    """A table as XML; its first row is repeated at the top of every page."""
    lines = "".join(f'<w:{side} w:val="single" w:sz="4" w:color="BFBFBF"/>' for side in ("bottom", "insideH"))
    made = []
    for at, row in enumerate(rows):
        looks = "" if at else "Strong"
        cells = "".join(f"<w:tc><w:tcPr/>{paragraph('Cell', (text, looks))}</w:tc>" for text in row)
        made.append(f"<w:tr>{'' if at else '<w:trPr><w:tblHeader/></w:trPr>'}{cells}</w:tr>")
    grid = "".join("<w:gridCol/>" for _ in rows[0])
    shape = f'<w:tblW w:w="5000" w:type="pct"/><w:tblBorders>{lines}</w:tblBorders>'
    return f"<w:tbl><w:tblPr>{shape}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{''.join(made)}</w:tbl>"


def _document(sections: Sequence[Section]) -> str:
    """Every section but the last ends in a paragraph of its own that says so."""
    restart = "continuous" if len(sections) == 1 else "newSection"
    ends = [_end(at, section, restart) for at, section in enumerate(sections, start=1)]
    breaks = [f'<w:p><w:pPr><w:pStyle w:val="Break"/>{end}</w:pPr></w:p>' for end in ends[:-1]]
    bodies = "".join(section.body + end for section, end in zip(sections, [*breaks, ends[-1]], strict=True))
    return f"<w:document {SPACES}><w:body>{bodies}</w:body></w:document>"


def _end(at: int, section: Section, restart: str) -> str:
    lines = f'<w:lnNumType w:countBy="1" w:distance="284" w:restart="{restart}"/>' if section.numbered else ""
    over = "".join(f'<w:{kind}Reference w:type="default" r:id="{kind}{at}"/>' for kind in ("header", "footer"))
    return f"<w:sectPr>{over}{PAGE}{NOTES if section.numbered else FULL}{lines}</w:sectPr>"


def _running(at: int, section: Section, words: PaperWording) -> dict[str, str]:
    """Head and foot of every page: what it is; what was agreed, and which page of how many."""
    head = run(section.head) + "<w:r><w:tab/></w:r>" + run(section.head_right)
    foot = run(section.foot) + "<w:r><w:tab/></w:r>" + "".join(_pages(words.page))
    shape = "" if section.numbered else '<w:ind w:right="0"/>'
    style = f'<w:pPr><w:pStyle w:val="Running"/>{shape}</w:pPr>'
    return {
        f"word/header{at}.xml": f"<w:hdr {SPACES}><w:p>{style}{head}</w:p></w:hdr>",
        f"word/footer{at}.xml": f"<w:ftr {SPACES}><w:p>{style}{foot}</w:p></w:ftr>",
    }


def _pages(page: str) -> Iterator[str]:
    """ "page {page} of {pages}", with numbers that the reader's program works out."""
    before, _, rest = page.partition("{page}")
    between, _, behind = rest.partition("{pages}")
    for text, number in ((before, "PAGE"), (between, "NUMPAGES")):
        yield f'{run(text)}<w:fldSimple w:instr=" {number} ">{run("1")}</w:fldSimple>'
    yield run(behind)


def _types(names: Sequence[str]) -> str:
    """What kind each part is."""
    kinds = "".join(f'<Override PartName="/{name}" ContentType="{TYPES}.{_kind(name)}+xml"/>' for name in names)
    return (
        f'{OPEN}<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Override PartName="/docProps/core.xml" '
        'ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>'
        f"{kinds}</Types>"
    )


def _kind(name: str) -> str:
    stem = name.removeprefix("word/").removesuffix(".xml").rstrip("0123456789")
    return "document.main" if stem == "document" else stem


def _package() -> str:
    return (
        f'{OPEN}<Relationships xmlns="{PACKAGE}/relationships">'
        f'<Relationship Id="document" Type="{OFFICE}/relationships/officeDocument" Target="word/document.xml"/>'
        f'<Relationship Id="core" Type="{PACKAGE}/relationships/metadata/core-properties" Target="docProps/core.xml"/>'
        "</Relationships>"
    )


def _relations(names: Sequence[str]) -> str:
    """Which parts the document uses."""
    used = [name.removeprefix("word/") for name in names if name != "word/document.xml"]
    rows = (
        f'<Relationship Id="{name.removesuffix(".xml")}" Type="{OFFICE}/relationships/{_kind(name)}" Target="{name}"/>'
        for name in used
    )
    return f'{OPEN}<Relationships xmlns="{PACKAGE}/relationships">{"".join(rows)}</Relationships>'


def _properties(title: str, locale: str) -> str:
    """Title and language; no author and no day."""
    return (
        f'{OPEN}<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>{escape(title)}</dc:title><dc:language>{locale}</dc:language></cp:coreProperties>"
    )
