"""Where the study stands: what waits for whom, and every case with its roles."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from markupsafe import Markup

from pipeline.report.blocks import LABELS, Block, Note, Plot, Say, Section, Table, bar, folded, lines, whole, words
from pipeline.report.picture import Case, Picture, Read, Step, Who
from pipeline.status import STATES, Row

SYMBOLS = {
    "released": "✓",
    "concept": "✎",
    "ready": "◐",
    "new": "○",
    "waiting": "…",
    "blocked": "■",
    "withdrawn": "✕",
    "quarantined": "▲",
    "failed": "!",
}
_WHO: dict[Who, tuple[str, str]] = {
    "researcher": ("de onderzoeker", "the researcher"),
    "reviewer": ("wie naleest", "the reviewer"),
    "steward": ("de datasteward", "the data steward"),
}
_NARROW = 9.0  # per cent of a plot that a symbol with a count needs


def waiting(picture: Picture, say: Say) -> Section:
    """What waits for whom, and the next command."""
    title = say("Wat wacht op wie", "What waits for whom")
    if not picture.cases and not picture.elsewhere and not picture.steps:
        return Section("wachten", say("Begin hier", "Begin here"), tuple(Note(line) for line in _first_steps(say)))
    if not picture.steps:
        return Section("wachten", title, (Note(say("Niemand hoeft nu iets te doen.", "Nobody has to do anything.")),))
    heads = (say("Wie", "Who"), say("Wat", "What"), say("Waar", "Where"), say("Wat nu", "Next"))
    caption = say("Wat er open staat, en voor wie", "What is open, and for whom")
    ids = [step.subjects[0] for step in picture.steps]
    return Section(
        "wachten",
        title,
        folded(ids, lambda part: [Table(caption, heads, tuple(_step(step, say) for step in picture.steps[part]))]),
    )


def _first_steps(say: Say) -> tuple[str, ...]:
    return (
        say("Er is nog niets om te laten zien. Zo begint een studie:", "There is nothing to show yet. To begin:"),
        say(
            "1. Leg per casus de toestemming vast: casus consent new casus-01",
            "1. Write down the consent of each case: casus consent new casus-01",
        ),
        say(
            "2. Leg opnamen en dossierstukken in de map inbox; LEESMIJ.txt daar zegt hoe ze heten.",
            "2. Drop recordings and documents in the folder inbox; LEESMIJ.txt there says how to name them.",
        ),
        say(
            "3. Laat ze verwerken: casus run. Daarna staat hier wat ervan geworden is.",
            "3. Have them processed: casus run. After that this page tells what became of them.",
        ),
    )


def _step(step: Step, say: Say) -> tuple[str, ...]:
    who = say(*_WHO[step.who])
    if step.state == "unread":
        what = say("nog niet ingelezen bestanden", "files not read yet")
        return who, what, f"inbox/ ({step.subjects[0]})", step.next
    return (
        who,
        Markup("{}<br>{}").format(state(step.state, say), step.reason),
        Markup(", ").join(map(whole, step.subjects)),
        step.next,
    )


def state(name: str, say: Say) -> Markup:
    """A state as symbol, word and colour."""
    return Markup('<span class="state {}"><span aria-hidden="true">{}</span> {}</span>').format(
        name, SYMBOLS[name], say(*STATES[name])
    )


def matrix(picture: Picture, say: Say) -> Section:
    """Each case and role: states, minutes, words."""
    rows = [row for case in picture.cases for row in case.rows]
    if not rows:
        return Section("casussen", "", ())
    heads = (say("Casus", "Case"), *picture.roles)
    caption = say("Opnamen per casus en rol", "Recordings by case and role")
    missing = say(
        f"– ontbreekt: een complete casus heeft {', '.join(picture.complete)} (table.complete).",
        f"– missing: a complete case has {', '.join(picture.complete)} (table.complete).",
    )

    def table(part: slice) -> list[Block]:
        cells = tuple(
            (case.name, *(_cell(case, role, picture, say) for role in picture.roles)) for case in picture.cases[part]
        )
        return [Table(caption, heads, cells)]

    totals = _totals(picture, say)
    names = [case.name for case in picture.cases]
    plot = _states(picture, rows, say)
    return Section(
        "casussen",
        say("Casussen en rollen", "Cases and roles"),
        (plot, totals, *folded(names, table), Note(missing)),
    )


def _cell(case: Case, role: str, picture: Picture, say: Say) -> Markup:
    """All recordings of a role: what became of each, and how much was said."""
    read = {one.recording: one for one in case.read}
    found = [Markup("<br>").join(_told(row, read.get(row.recording), say)) for row in case.rows if row.role == role]
    if found:
        return Markup('<span class="apart"></span>').join(found)
    absent = say("– ontbreekt", "– missing") if role in picture.complete else ""
    return Markup('<span class="quiet">{}</span>').format(absent)


def _told(row: Row, read: Read | None, say: Say) -> list[Markup]:
    told = [state(row.state, say)]
    if read:
        minutes = [say.time(read.duration)] if read.timed else []
        told.append(lines([*minutes, f"{say.count(read.words)} {say('woorden', 'words')}"], "quiet"))
    return told


def _totals(picture: Picture, say: Say) -> Table:
    """Per role: how many, how long, how much."""
    totals = []
    for role in (*picture.roles, ""):
        rows = [row for case in picture.cases for row in case.rows if role in ("", row.role)]
        there = {row.recording for row in rows}
        read = [one for case in picture.cases for one in case.read if one.recording in there]
        totals.append(
            (
                role or say("samen", "together"),
                say.count(len(rows)),
                say.count(sum(row.state == "released" for row in rows)),
                say.time(_seconds(read)),
                say.count(sum(one.words for one in read)),
            )
        )
    heads = (
        say("Rol", "Role"),
        say("Opnamen", "Recordings"),
        say("Uitgegeven", "Released"),
        say("Uitgeschreven", "Written down"),
        say("Woorden", "Words"),
    )
    return Table(say("Samen, per rol", "Together, by role"), heads, tuple(totals), (1, 2, 3, 4))


def _states(picture: Picture, rows: Sequence[Row], say: Say) -> Plot:
    """A bar for each role, in parts by state."""
    most = max(Counter(row.role for row in rows).values())
    marks, told, y = [], [], 6
    for role in picture.roles:
        counts = Counter(row.state for row in rows if row.role == role)
        marks.append(words(0, y + 15, role))
        x = LABELS
        for name in (name for name in STATES if counts[name]):
            width = (100 - LABELS) * counts[name] / most
            marks.append(bar(x, y, width, f"fill {name}", 20))
            text = f"{SYMBOLS[name]} {counts[name]}" if width > _NARROW else SYMBOLS[name]
            marks.append(words(x + width / 2, y + 15, text, "on", "middle"))
            x += width
        told.append(f"{role}: {_counts(counts, say) or say('geen', 'none')}")
        y += 28
    there = [name for name in STATES if any(row.state == name for row in rows)]
    for number, name in enumerate(there):  # two beside each other
        at, down = 50 * (number % 2), y + 14 + 20 * (number // 2)
        marks.append(bar(at, down - 11, 3, f"fill {name}", 13))
        marks.append(words(at + 3, down, f"{SYMBOLS[name]} {say(*STATES[name])}", "", by=6))
    height = y + 14 + 20 * ((len(there) + 1) // 2)
    title = say("Opnamen per rol en toestand", "Recordings by role and state")
    return Plot("toestanden", title, "; ".join(told) + ".", height, tuple(marks))


def _counts(counts: Counter[str], say: Say) -> str:
    return ", ".join(f"{counts[name]} {say(*STATES[name])}" for name in STATES if counts[name])


def tiles(picture: Picture, say: Say) -> tuple[tuple[str, str], ...]:
    """The study in a few figures: how many, of what; none of a study with nothing in it."""
    rows = [row for case in picture.cases for row in case.rows] + list(picture.elsewhere)
    if not rows:
        return ()
    read = [one for case in picture.cases for one in case.read]
    return (
        (say.count(len(picture.cases)), say("casussen", "cases")),
        (say.count(len(rows)), say("opnamen en stukken", "recordings and documents")),
        (say.count(sum(row.state == "released" for row in rows)), say("uitgegeven", "released")),
        (say.count(sum(row.state == "concept" for row in rows)), say("na te kijken", "to review")),
        (say.time(_seconds(read)) or "0", say("gesprek", "of talk")),
        (say.count(sum(one.words for one in read)), say("woorden", "words")),
    )


def _seconds(read: Iterable[Read]) -> float:
    return sum(one.duration for one in read if one.timed)
