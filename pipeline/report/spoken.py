"""What was written down: how literal, with which labels, and what points at a child without its name."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from pipeline.errors import Language
from pipeline.report.blocks import Block, Gallery, Note, Plot, Say, Section, Table, bar, folded, whole, words
from pipeline.report.picture import Case, Layer, Picture, Rare, Read
from pipeline.traits.extractor import Trait
from pipeline.traits.wording import trait_name
from pipeline.verbatim import hesitations
from pipeline.writers.facts import per_hundred

_COLUMNS = (34.0, 57.0, 80.0)  # where the three thirds begin, per cent
_LONGEST = 11.0  # per cent: the longest bar of a third
_LAYER_NAMES = 46.0  # per cent that the names of layers take
_LAYERS: dict[str, tuple[str, str]] = {
    "known-exact": ("naam uit de toestemming", "name of the consent record"),
    "known-fuzzy": ("lijkt op een bekende naam", "resembles a known name"),
    "known-split": ("bekende naam, in stukken", "known name, in parts"),
    "known-joined": ("bekende naam, aaneen", "known name, as one word"),
    "known-possessive": ("bekende naam met een s", "known name with an s"),
    "known-diminutive": ("bekende naam, verkleind", "known name, as a pet form"),
    "title": ("na een aanspreekvorm", "after a title"),
    "introduction": ("iemand stelt zich voor", "somebody gives a name"),
    "initials": ("voorletters", "initials"),
    "spelled": ("gespeld", "spelled out"),
    "school": ("school", "school"),
    "institution": ("instelling", "institution"),
    "place": ("plaats", "place"),
    "street": ("straat", "street"),
    "capital": ("hoofdletter in de zin", "capital in the sentence"),
    "unknown": ("woord dat niemand kent", "unknown word"),
    "word-name": ("naam die ook een woord is", "name that is a word"),
    "email": ("e-mailadres", "e-mail address"),
    "phone": ("telefoonnummer", "telephone number"),
    "bsn": ("burgerservicenummer", "citizen service number"),
    "number": ("ander nummer", "other number"),
    "postcode": ("postcode", "postcode"),
    "plate": ("kenteken", "number plate"),
    "date": ("datum", "date"),
    "date-loose": ("losse dag of maand", "loose day or month"),
}


def literal(picture: Picture, say: Say) -> Section:
    """Gaps, and hesitations by third: what a recogniser tidies up goes first."""
    cases = [case for case in picture.cases if any(one.thirds for one in case.read)]
    if not cases:
        return Section("woordelijk", "", ())
    rates = [_rate(one, third) for case in cases for one in case.read for third in range(len(one.thirds))]
    most = max(1.0, *rates)

    def part(which: slice) -> list[Block]:
        some = cases[which]
        return [Gallery(tuple(_thermometer(case, most, say) for case in some)), _gaps(some, say)]

    intro = say(
        "Aarzelingen per 100 woorden (eh's, herhalingen en afgebroken woorden), in het begin, het midden en het eind "
        "van elk gesprek. Herkenners poetsen ze weg, en later in een gesprek vaker. Waar ▲ staat zijn het er veel "
        "minder dan in het begin: luister daar na.",
        "Hesitations in every 100 words (fillers, repetitions and words broken off), at the beginning, middle and end "
        "of each interview. Recognisers tidy them up, more so later on. Where ▲ stands they are far fewer than at the "
        "beginning: listen back there.",
    )
    return Section(
        "woordelijk",
        say("Hoe woordelijk", "How literal"),
        (Note(intro), *folded([case.name for case in cases], part)),
    )


def _rate(read: Read, third: int) -> float:
    return per_hundred(hesitations(read.thirds[third]), read.thirds[third])


def _thermometer(case: Case, most: float, say: Say) -> Plot:
    parts = (say("begin", "beginning"), say("midden", "middle"), say("eind", "end"))
    marks = [words(x, 12, part, "small") for x, part in zip(_COLUMNS, parts, strict=True)]
    told, y = [], 20
    for one in (one for one in case.read if one.thirds):
        marks.append(words(0, y + 12, one.name))
        for third, x in enumerate(_COLUMNS):
            rate, less = _rate(one, third), third in one.tidied
            width = _LONGEST * rate / most
            marks.append(bar(x, y + 1, width, "fill less" if less else "fill plain"))
            marks.append(words(x + width, y + 12, say.decimal(rate) + (" ▲" if less else ""), "small", by=3))
        told.append(f"{one.name}: {' / '.join(say.decimal(_rate(one, third)) for third in range(3))}")
        y += 22
    return Plot(f"woordelijk-{case.name}", case.name, "; ".join(told) + ".", y + 2, tuple(marks))


def _gaps(cases: Sequence[Case], say: Say) -> Table:
    """Every transcript with what is missing in it, and what may be."""
    heads = (
        say("Transcript", "Transcript"),
        say("Duur", "Duration"),
        say("Onverstaanbaar", "Unintelligible"),
        say("Spraak met woorden", "Speech in words"),
        say("Eh's, herhaald, afgebroken", "Fillers, repeated, broken off"),
        say("Luister na", "Listen back"),
    )
    rows = tuple(
        (
            one.recording,
            say.time(one.duration) if one.timed else "",
            _unintelligible(one, say),
            f"{say.decimal(100 * one.worded)}%" if one.heard else "",
            ", ".join(
                say.count(sum(getattr(third, kind) for third in one.thirds))
                for kind in ("fillers", "repetitions", "broken")
            ),
            ", ".join(
                (say("begin", "beginning"), say("midden", "middle"), say("eind", "end"))[at] for at in one.tidied
            ),
        )
        for case in cases
        for one in case.read
        if one.thirds
    )
    return Table(
        say("Wat ontbreekt, en wat kan ontbreken", "What is missing, and what may be"), heads, rows, (1, 2, 3, 4)
    )


def _unintelligible(read: Read, say: Say) -> str:
    if not read.heard:
        return ""
    return f"{read.gaps}x, {say.time(read.gap_seconds)}" if read.gaps else say("niets", "nothing")


def names(picture: Picture, say: Say) -> Section:
    """Which layer found how much, labels per case, and how much is still to be decided."""
    if not picture.layers:
        return Section("namen", "", ())
    cases = [case for case in picture.cases if case.read]
    heads = (say("Casus", "Case"), say("Nog te beslissen", "Still to decide"), say("Labels", "Labels"))

    def labels(part: slice) -> list[Block]:
        rows = tuple((case.name, say.count(_open(case)), _labels(case)) for case in cases[part])
        return [Table(say("Labels in de transcripten", "Labels in the transcripts"), heads, rows, (1,))]

    left = sum(map(_open, cases))
    note = say(
        f"Nog te beslissen na de laatste verwerking: {say.count(left)}. Wie naleest, ziet ze met: casus review list",
        f"Still to decide after the last run: {say.count(left)}. A reviewer sees them with: casus review list",
    )
    return Section(
        "namen",
        say("Namen en labels", "Names and labels"),
        (Note(note), _layers(picture.layers, say), *folded([case.name for case in cases], labels)),
    )


def _layer(layer: Layer, say: Say) -> str:
    return say(*_LAYERS.get(layer.name, (layer.name, layer.name)))


def _open(case: Case) -> int:
    return sum(one.queue for one in case.read)


def _labels(case: Case) -> Markup:
    return Markup(" ").join(whole(f"[{label}] {count}x", "label") for label, count in case.labels)


def _layers(layers: Sequence[Layer], say: Say) -> Plot:
    most = max(layer.places for layer in layers)
    told = [_found(layer, say) for layer in layers]
    marks: list[Markup] = []
    for number, (layer, text) in enumerate(zip(layers, told, strict=True)):
        width, y = (72 - _LAYER_NAMES) * layer.places / most, 4 + 20 * number
        marks += [words(0, y + 12, _layer(layer, say), "small"), bar(_LAYER_NAMES, y, width, "fill plain")]
        marks.append(words(_LAYER_NAMES + width, y + 12, text, "small", by=4))
    spelled = "; ".join(f"{_layer(layer, say)}: {text}" for layer, text in zip(layers, told, strict=True))
    title = say("Hoe vaak elke laag iets vond", "How often each layer found something")
    return Plot("namen", title, f"{spelled}.", 4 + 20 * len(layers), tuple(marks))


def _found(layer: Layer, say: Say) -> str:
    cases = say("casus" if layer.cases == 1 else "casussen", "case" if layer.cases == 1 else "cases")
    return f"{say.count(layer.places)} ({say.count(layer.cases)} {cases})"


def telling(picture: Picture, say: Say) -> Section:
    """What points at a child without naming it, in kinds and counts."""
    cases = [case for case in picture.cases if case.rare]
    if not cases:
        return Section("herkenbaar", "", ())
    heads = (
        say("Casus", "Case"),
        say("Verteld", "Told"),
        say("Op zichzelf ongewoon", "Unusual by itself"),
        say("Zeldzame combinaties", "Rare combinations"),
        say("Zeldzaamst", "Rarest"),
    )

    def table(part: slice) -> list[Block]:
        rows = tuple((case.name, *_rare(case.rare, say)) for case in cases[part] if case.rare)
        caption = say("Wat er zonder naam op een kind wijst", "What points at a child without its name")
        return [Table(caption, heads, rows, (3,))]

    intro = say(
        f"Zeldzaam: minder dan {picture.k} van de {picture.compared} casussen delen het. Hier staan alleen soorten en "
        "aantallen; wat er verteld is, en wat er aan te doen is, zegt: casus risk CASUS. Een aanwijzing, geen bewijs.",
        f"Rare: fewer than {picture.k} of {picture.compared} cases share it. Kinds and counts only; what was told, and "
        "what to do about it: casus risk CASE. An indication, no proof.",
    )
    return Section(
        "herkenbaar",
        say("Herkenbaar zonder naam", "Recognisable without a name"),
        (Note(intro), *folded([case.name for case in cases], table)),
    )


def _rare(rare: Rare, say: Say) -> tuple[str, ...]:
    language = say.language
    rarest = [f"{_kinds(kinds, language, ' + ')}: {cases}" for kinds, cases in rare.rarest[:3]]
    more = len(rare.rarest) - len(rarest)
    return (
        ", ".join(f"{trait_name(trait, language)} {times}x" for trait, times in rare.told),
        _kinds(rare.unusual, language, ", "),
        say.count(rare.combinations),
        "; ".join([*rarest, *([say(f"en nog {more}", f"and {more} more")] if more > 0 else [])]),
    )


def _kinds(traits: Sequence[Trait], language: Language, between: str) -> str:
    return between.join(trait_name(trait, language) for trait in traits)
