"""Consent over time: for each case and person from when until when, who signed, what was taken back, what recorded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from markupsafe import Markup

from pipeline.model import ObjectionKind
from pipeline.report.blocks import (
    LABELS,
    Block,
    Gallery,
    Note,
    Plot,
    Say,
    Section,
    Table,
    bar,
    dot,
    folded,
    lines,
    upright,
    whole,
    words,
)
from pipeline.report.picture import Agreed, Case, Picture

_AHEAD = timedelta(days=270)  # how far behind the last event the plots go
_MONTHS = (1, 2, 3, 6, 12, 24, 60)  # between two days on the axis
_TICKS = 4  # at most
_ENDED: dict[ObjectionKind, tuple[str, str]] = {
    "withdrawn": ("ingetrokken", "withdrawn"),
    "refused": ("geweigerd", "refused"),
    "resisted": ("verzet", "resisted"),
}


@dataclass(frozen=True, slots=True)
class _Axis:
    """Which days are shown."""

    first: date
    last: date

    def at(self, day: date) -> float:
        """Where a day is, in per cent of the plot."""
        share = (min(max(day, self.first), self.last) - self.first).days / (self.last - self.first).days
        return LABELS + share * (100 - LABELS)

    def ticks(self) -> tuple[date, ...]:
        """First days of months, a few of them."""
        months = (self.last.year - self.first.year) * 12 + self.last.month - self.first.month
        step = next((step for step in _MONTHS if months / step <= _TICKS), months)
        start = self.first.year * 12 + self.first.month - 1
        days = (date(at // 12, at % 12 + 1, 1) for at in range(start - start % step + step, start + months + 1, step))
        return tuple(days)


def consents(picture: Picture, say: Say) -> Section:
    """A plot for each case, and every permission in a table."""
    cases = [case for case in picture.cases if case.consent.agreed or case.consent.problem]
    if not cases:
        return Section("toestemming", "", ())
    axis = _axis(cases, picture.today)
    intro = say(
        "Een balk loopt zolang de toestemming geldt; › loopt verder dan het plaatje. ● getekend, ◆ opgenomen of op "
        "schrift, ✕ teruggenomen. De streep is vandaag.",
        "A bar runs as long as consent is valid; › goes on beyond the picture. ● signed, ◆ recorded or written, "
        "✕ taken back. The line is today.",
    )

    def part(which: slice) -> list[Block]:
        some = cases[which]
        drawn = [case for case in some if case.consent.agreed]
        return [Gallery(tuple(_timeline(case, axis, picture.today, say) for case in drawn)), _table(some, say)]

    return Section(
        "toestemming",
        say("Toestemming in de tijd", "Consent over time"),
        (Note(intro), *folded([case.name for case in cases], part)),
    )


def _axis(cases: Sequence[Case], today: date) -> _Axis:
    """From the first event to some months behind the last; consent may be valid for years more."""
    events = [today, *(day for case in cases for _, day in case.consent.recorded)]
    agreed = [one for case in cases for one in case.consent.agreed]
    events += [day for one in agreed for _, day in one.signed] + [day for one in agreed for day, _, _ in one.ended]
    first = min([*events, *(one.valid_from for one in agreed)])
    return _Axis(first.replace(day=1), max(events) + _AHEAD)


def _timeline(case: Case, axis: _Axis, today: date, say: Say) -> Plot:
    height = 24 + 24 * len(case.consent.agreed)
    marks = []
    for day in axis.ticks():
        marks += [upright(axis.at(day), 18, height, "tick"), words(axis.at(day), 12, f"{day:%Y-%m}", "small", "middle")]
    y = 24
    for one in case.consent.agreed:
        marks += _row(case, one, axis, y, say)
        y += 24
    marks.append(upright(axis.at(today), 16, height, "today"))
    told = ". ".join(f"{one.person}: {_span(one, say)}{_now(one, say)}" for one in case.consent.agreed)
    return Plot(f"toestemming-{case.name}", case.name, f"{told}.", height, tuple(marks))


def _row(case: Case, one: Agreed, axis: _Axis, y: int, say: Say) -> list[Markup]:
    """One permission: a bar with what happened on it."""
    until = min((day for day, kind, _ in one.ended if kind == "withdrawn"), default=one.valid_until)
    start, end = axis.at(one.valid_from), axis.at(min(until, one.valid_until))
    marks = [
        words(0, y + 12, one.person, "small"),
        bar(start, y + 2, end - start, "fill gone" if one.now else "fill valid", 12),
    ]
    if one.valid_until > axis.last and until == one.valid_until:
        marks.append(words(100, y + 12, f"{one.valid_until:%Y-%m} ›", "small on", "end", by=-3))
    marks += [dot(axis.at(day), y + 8, "signed") for _, day in one.signed]
    marks += [
        words(axis.at(day), y + 12, "◆", "recorded", "middle")
        for who, day in case.consent.recorded
        if who == one.person
    ]
    marks += [words(axis.at(day), y + 13, "✕", "ended", "middle") for day, _, _ in one.ended]
    return marks


def _span(one: Agreed, say: Say) -> str:
    return say(f"{one.valid_from} tot en met {one.valid_until}", f"{one.valid_from} to {one.valid_until}")


def _now(one: Agreed, say: Say) -> str:
    return "" if not one.now else say(", nu niet geldig", ", not valid now")


def _table(cases: Sequence[Case], say: Say) -> Table:
    heads = (
        say("Casus", "Case"),
        say("Persoon, formulier", "Person, form"),
        say("Waarvoor", "For what"),
        say("Getekend", "Signed"),
        say("Geldig", "Valid"),
        say("Opgenomen", "Recorded"),
        say("Nu", "Now"),
    )
    return Table(
        say("Elke toestemming", "Every permission"), heads, tuple(line for case in cases for line in _lines(case, say))
    )


def _lines(case: Case, say: Say) -> list[tuple[str, ...]]:
    consent = case.consent
    if consent.problem:
        return [(case.name, "", "", "", "", _months([day for _, day in consent.recorded]), consent.problem)]
    return [
        (
            case.name,
            Markup("<br>").join([whole(one.person), whole(one.form, "quiet")]),
            ", ".join(one.purposes),
            lines([f"{day} {who}" for who, day in one.signed]),
            lines([f"{one.valid_from}", f"{say('t/m', 'to')} {one.valid_until}"]),
            _months([day for who, day in consent.recorded if who == one.person]),
            one.now or "; ".join(_ended(one, say)) or say("geldig", "valid"),
        )
        for one in consent.agreed
    ]


def _ended(one: Agreed, say: Say) -> list[str]:
    """What was taken back, where the rest still holds."""
    return [f"{say(*_ENDED[kind])} {day} ({by})" for day, kind, by in one.ended]


def _months(days: Sequence[date]) -> Markup:
    return lines(list(dict.fromkeys(f"{day:%Y-%m}" for day in sorted(days))))
