"""The transcript as plain text, to be read and marked on paper. UTF-8, LF, about 100 columns."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import wrap

from pipeline.config import Settings
from pipeline.model import CaseFile, Figures, Redacted, RedactedBlock, RedactedCase
from pipeline.writers.facts import about, agreed, clock, engine, labels, plain, shown, stem, worded_share
from pipeline.writers.wording import Wording, wording

COLUMNS = 100
NAMES = 18  # columns for the names of header lines


def write_txt(case: CaseFile, settings: Settings) -> dict[str, bytes]:
    """Each transcript of the case as text with a header, by file name ("leraar-1.txt")."""
    words = wording(settings)
    return {
        f"{stem(transcript.redacted)}.txt": _page(_lines(agreed(transcript, words)), transcript.redacted, settings)
        for transcript in case.transcripts
    }


def write_concept(case: RedactedCase, settings: Settings) -> dict[str, bytes]:
    """The same for transcripts that nobody approved yet, headed as such: for the vault only."""
    words = wording(settings)
    pages = {}
    for redacted in case.transcripts:
        warning = f"{words.not_reviewed} ({words.open_items.format(count=len(redacted.queue))})\n\n"
        pages[f"{stem(redacted)}.txt"] = warning.encode() + _page([], redacted, settings)
    return pages


def _page(consent: list[str], redacted: Redacted, settings: Settings) -> bytes:
    """The whole file: what it is, how it was made, how to read it, the text."""
    words = wording(settings)
    masking = settings.redact.model_dump() | {"dates": words.dates[settings.redact.dates]}
    how = {
        words.engine: engine(redacted, settings),
        words.settings: words.settings_line.format(language=redacted.language, **masking),
        words.figures: _figures(redacted.figures, words),
        words.labels: ", ".join(label if label == "XX" else f"[{label}]" for label in labels(redacted)),
    }
    heard = redacted.recording.kind == "audio"
    if not heard:
        del how[words.figures]
    remarks = [words.pseudonymised]
    if redacted.recording.kind == "transcript":
        how = {words.source if name == words.engine else name: value for name, value in how.items()}
        remarks.append(words.imported)
    if heard and settings.study.demo:
        remarks.append(words.demo)
    if any(block.kind == "turn" and block.speaker is None for block in redacted.blocks):
        remarks.append(words.not_separated)
    head = [*_lines(about(redacted, words)), *consent, *_lines(how), "", *remarks, *words.conventions]
    return "\n".join([*head, "", "-" * COLUMNS, "", *_body(redacted, words), ""]).encode()


def _figures(figures: Figures, words: Wording) -> str:
    """What the recording and its words measure."""
    return words.figures_line.format(
        speech=words.number(figures.speech),
        share=words.number(100 * worded_share(figures)),
        gaps=words.number(figures.gaps),
        outside=dict(figures.marks).get("outside", 0),
    )


def _body(redacted: Redacted, words: Wording) -> Iterator[str]:
    """Numbered blocks, wrapped with a hanging indent."""
    digits = len(str(len(redacted.blocks)))
    speakers = max((len(block.speaker or "-") for block in redacted.blocks), default=1) + 1
    for number, block in enumerate(redacted.blocks, start=1):
        first = f"{number:>{digits}}  "
        text = " ".join(filter(None, map(shown, block.pieces)))
        if block.kind == "turn":
            first += f"{clock(block.start)}  " if block.start is not None else ""
            first += f"{(block.speaker or '-') + ':':<{speakers}}  "
        elif block.kind in ("gap", "silence"):
            text = _stretch(block, words)
        elif block.kind == "heading":
            if number > 1:
                yield ""
            text = f"== {text} =="
        yield from _wrapped(first, text)


def _stretch(block: RedactedBlock, words: Wording) -> str:
    """A stretch without words: "[stilte 00:01:02-00:01:09]"."""
    what = words.gap if block.kind == "gap" else words.silence
    return f"[{what} {clock(block.start or 0)}-{clock(block.end or 0)}]"


def _lines(said: dict[str, str]) -> list[str]:
    """Header lines: name and value."""
    return [line for name, value in said.items() for line in _wrapped(f"{name:<{NAMES}}", plain(value) or "-")]


def _wrapped(first: str, text: str) -> list[str]:
    """Text behind `first`, broken between words only; further lines are indented as far."""
    lines = wrap(text, COLUMNS - len(first), break_long_words=False, break_on_hyphens=False)
    return [f"{first if at == 0 else ' ' * len(first)}{line}".rstrip() for at, line in enumerate(lines or [""])]
