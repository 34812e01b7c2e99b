"""The transcript as plain text, to be read and marked on paper. UTF-8, LF, about 100 columns."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import wrap

from pipeline.config import Settings
from pipeline.model import CaseFile, Figures, Redacted, RedactedCase, Third
from pipeline.seal import EMPTY
from pipeline.verbatim import tidied
from pipeline.writers.facts import about, agreed, clock, engine, labels, marks, per_hundred, plain, stem, worded_share
from pipeline.writers.reading import read, stretch
from pipeline.writers.wording import Wording, wording

COLUMNS = 100
NAMES = 18  # columns for the names of header lines


def write_txt(case: CaseFile, settings: Settings) -> dict[str, bytes]:
    """Each transcript of the case as text with a header, by file name ("leraar-1.txt")."""
    words = wording(settings)
    return {
        f"{stem(one.redacted)}.txt": _page(_lines(agreed(one, words) | {words.seal: EMPTY}), one.redacted, settings)
        for one in case.transcripts
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
    words, heard = wording(settings), redacted.recording.kind == "audio"
    masking = settings.redact.model_dump() | {"dates": words.dates[settings.redact.dates]}
    how = {
        words.engine: engine(redacted, settings),
        words.settings: words.settings_line.format(language=redacted.language, **masking),
        **(_measured(redacted.figures, words) if heard else {}),
        **(_marked(redacted.figures, words) if redacted.recording.kind != "document" else {}),
        words.labels: ", ".join(label if label == "XX" else f"[{label}]" for label in labels(redacted)),
    }
    remarks = [words.pseudonymised]
    if redacted.recording.kind == "transcript":
        how = {words.source if name == words.engine else name: value for name, value in how.items()}
        remarks.append(words.imported)
    if heard and settings.study.demo:
        remarks.append(words.demo)
    if any(block.kind == "turn" and block.speaker is None for block in redacted.blocks):
        remarks.append(words.not_separated)
    if late := tidied(redacted.figures.thirds):
        remarks.append(words.tidied.format(thirds=words.and_the.join(words.thirds[at] for at in late)))
    occur = marks(redacted)
    legend = [*words.legend, *(line for mark, line in words.legend_of_marks.items() if mark in occur)]
    head = [*_lines(about(redacted, words, settings.release.convention)), *consent, *_lines(how), "", *remarks, *legend]
    return "\n".join([*head, "", "-" * COLUMNS, "", *_body(redacted, settings), ""]).encode()


def _measured(figures: Figures, words: Wording) -> dict[str, str]:
    """What became of the speech in the recording, in header lines."""
    return {
        words.figures: words.figures_line.format(
            speech=words.number(figures.speech),
            share=words.number(100 * worded_share(figures)),
            gaps=words.number(figures.gaps),
        ),
        words.attempts: "; ".join(
            (words.retried if at else words.first_try).format(count=count, temperature=words.number(at))
            for at, count in figures.temperatures
        ),
    }


def _marked(figures: Figures, words: Wording) -> dict[str, str]:
    """What is doubtful in the words, and how literal they are, in header lines."""
    thirds = " - ".join(_literal(third, words) for third in figures.thirds)
    return {
        words.marked: "; ".join(f"{count} {words.marks[mark]}" for mark, count in figures.marks) or words.none,
        words.hesitations: words.hesitations_line.format(thirds=thirds) if thirds else "",
    }


def _literal(third: Third, words: Wording) -> str:
    counts = third.fillers, third.repetitions, third.broken
    return " / ".join(words.number(per_hundred(count, third)) for count in counts)


def _body(redacted: Redacted, settings: Settings) -> Iterator[str]:
    """Numbered blocks, wrapped with a hanging indent."""
    words = wording(settings)
    digits = len(str(len(redacted.blocks)))
    speakers = max((len(block.speaker or "-") for block in redacted.blocks), default=1) + 1
    for number, (block, said) in enumerate(read(redacted.blocks, settings.release), start=1):
        first = f"{number:>{digits}}  "
        text = " ".join(one.text for one in said)
        if block.kind == "turn":
            first += f"{clock(block.start)}  " if block.start is not None else ""
            first += f"{(block.speaker or '-') + ':':<{speakers}}  "
        elif block.kind in ("gap", "silence", "held"):
            text = stretch(block, words, f"{clock(block.start or 0)}-{clock(block.end or 0)}")
        elif block.kind == "heading":
            if number > 1:
                yield ""
            text = f"== {text} =="
        yield from _wrapped(first, text)


def _lines(said: dict[str, str]) -> list[str]:
    """Header lines: name and value."""
    return [line for name, value in said.items() for line in _wrapped(f"{name:<{NAMES}}", plain(value) or "-")]


def _wrapped(first: str, text: str) -> list[str]:
    """Text behind `first`, broken between words only; further lines are indented as far."""
    lines = wrap(text, COLUMNS - len(first), break_long_words=False, break_on_hyphens=False) or [""]
    return [f"{first if at == 0 else ' ' * len(first)}{plain(line)}".rstrip() for at, line in enumerate(lines)]
