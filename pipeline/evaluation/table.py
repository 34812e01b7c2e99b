"""The report as the cells of a table, in Dutch or English."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from pipeline.errors import Language
from pipeline.evaluation.gold import DIRECT, OTHER, Utterance
from pipeline.evaluation.report import Report
from pipeline.evaluation.score import Scores
from pipeline.evaluation.shares import Share
from pipeline.model import Doubt

Row = tuple[str, str, str]

_NOTHING = Share(0, 0)
_RECALL = {  # subset: (Dutch, English)
    "direct": ("personen, scholen, instellingen gemaskeerd", "persons, schools, institutions masked"),
    "core": ("idem, 'wijkteam' en dergelijke niet nodig", "the same, 'wijkteam' and the like not needed"),
    "plain": ("  gewoon geschreven", "  written as usual"),
    "lower": ("  kleine letters, niet verhoord", "  lower case, not misheard"),
    "asr": ("  verhoord, gespeld of gesplitst", "  misheard, spelled or split"),
    "all lower": ("  alles in kleine letters", "  all in lower case"),
    "known": ("  bekend uit de toestemming", "  known from the consent record"),
    "unknown": ("  niet vooraf bekend", "  not known beforehand"),
    "other": ("andere gegevens gemaskeerd", "other identifiers masked"),
    "all": ("alles bij elkaar gemaskeerd", "all of these masked"),
}


def headings(language: Language) -> Row:
    """What stands above the columns."""
    return ("", "automatisch", "met wachtrij") if language == "nl" else ("", "automatic", "with queue")


def rows(report: Report, language: Language) -> Iterator[Row]:
    """Every figure: share (counts) [95 % interval]; per 1,000 words where it says so."""
    which = 0 if language == "nl" else 1
    both = (report.automatic, report.with_queue)
    for subset, names in _RECALL.items():
        yield _row(names[which], percentage, *(scores.recall.get(subset, _NOTHING) for scores in both))
    for label in (*DIRECT, *OTHER):
        if label in report.automatic.recall:
            yield _row(f"  {label}", percentage, *(scores.recall[label] for scores in both))
    for names, show, figure in _OTHERS:
        yield _row(names[which], show, *map(figure, both))
    for doubt, names in _ASKED.items():
        yield names[which], per_thousand(report.queue[doubt].single), ""
        yield _GROUPED[which], per_thousand(report.queue[doubt].grouped), ""


def error_lines(scores: Scores, utterances: Sequence[Utterance], most: int, language: Language) -> Iterator[str]:
    """At most so many missed mentions, and so many wrongly masked words, each marked in its sentence."""
    texts = {utterance.id: utterance.text for utterance in utterances}
    names = ("gemist", "onterecht") if language == "nl" else ("missed", "wrong")
    for name, places in zip(names, (scores.missed, scores.wrong), strict=True):
        for place in places[:most]:
            text = texts[place.utterance]
            marked = f"{text[: place.start]}»{text[place.start : place.end]}«{text[place.end :]}"
            yield " ".join(filter(None, (name, place.utterance, place.label, marked)))


def _row(name: str, show: Callable[[Share], str], *shares: Share) -> Row:
    automatic, with_queue = map(show, shares)
    return name, automatic, with_queue


def percentage(share: Share) -> str:
    """ "99.0 % (284/287) [97.0-99.6]"; "-" where there was nothing to count."""
    if share.value is None or share.interval is None:
        return "-"
    low, high = share.interval
    return f"{100 * share.value:.1f} % ({share.right}/{share.of}) [{100 * low:.1f}-{100 * high:.1f}]"


def per_thousand(share: Share) -> str:
    """ "2.3 (7)": so many in every thousand, and how many there were; "-" where there were no words."""
    return "-" if share.value is None else f"{1000 * share.value:.2f} ({share.right})"


_OTHERS: tuple[tuple[tuple[str, str], Callable[[Share], str], Callable[[Scores], Share]], ...] = (
    (
        ("een persoon, school of instelling overal gemaskeerd", "a person, school or institution masked everywhere"),
        percentage,
        lambda scores: scores.direct_entities,
    ),
    (("idem, met alle andere gegevens", "the same, with all others"), percentage, lambda scores: scores.entities),
    (("gemaskeerde woorden terecht", "masked words that were right"), percentage, lambda scores: scores.precision),
    (
        ("onterecht gemaskeerd per 1.000 andere woorden", "wrongly masked per 1,000 other words"),
        per_thousand,
        lambda scores: scores.alarms,
    ),
    (
        ("uitingen zonder gegevens die geraakt zijn", "utterances without identifiers touched"),
        percentage,
        lambda scores: scores.touched,
    ),
    (("soort van het label goed", "kind of the label right"), percentage, lambda scores: scores.kind),
    (("rol van het label goed", "role of the label right"), percentage, lambda scores: scores.role),
)
_ASKED: dict[Doubt, tuple[str, str]] = {
    "name": ("gevraagd per 1.000 woorden: is dit een naam?", "asked per 1,000 words: is this a name?"),
    "who": ("gevraagd per 1.000 woorden: van wie?", "asked per 1,000 words: whose?"),
}
_GROUPED = ("  eens per woord en casus", "  once per word and case")
