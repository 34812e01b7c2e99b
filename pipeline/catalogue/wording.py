"""The catalogue and this machine in words, in Dutch or English."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import PurePath

from pipeline.catalogue import LICENCE, SOURCES, Checked, Shelf, Speech, SpeechModel, hours_per_hour
from pipeline.config import Settings
from pipeline.errors import Language
from pipeline.ports import Machine, MachinePlan

HEADINGS = {
    "nl": ("Model", "MB", "Geheugen", "Kinderen", "Tieners", "Telefoon", "Zorg", "Uur per uur", "Past", "Staat er"),
    "en": ("Model", "MB", "Memory", "Children", "Teenagers", "Telephone", "Care", "Hours/hour", "Fits", "Here"),
}
_SHOWN: tuple[Speech, ...] = ("children", "teenagers", "telephone", "care")
_SHELF: dict[Shelf | None, tuple[str, str]] = {
    "absent": ("nee", "no"),
    "whole": ("ja, heel", "yes, whole"),
    "damaged": ("beschadigd", "damaged"),
    None: ("?", "?"),
}
_YES = {True: ("ja", "yes"), False: ("nee", "no"), None: ("?", "?")}
_NOTES = (
    (
        "Kinderen, tieners, telefoon, zorg: van elke 100 woorden zoveel fout, in gepubliceerde proeven met\n"
        "Nederlandse gesprekken [jasmin, nbest, homed]; -: nergens gepubliceerd. Een model op .en kent alleen Engels.",
        "Children, teenagers, telephone, care: of every 100 words so many wrong, in published tests with Dutch talk\n"
        "[jasmin, nbest, homed]; -: published nowhere. A model that ends in .en knows English only.",
    ),
    (
        "Uur per uur: rekentijd per uur spraak, ruw, uit gepubliceerde snelheden [processor, laptop, card, whisper]\n"
        "en het aantal kernen, voor openai-whisper; niet op deze computer gemeten. faster-whisper is op een processor\n"
        "volgens zijn makers 2,7 tot 8 keer zo snel.",
        "Hours/hour: computing per hour of speech, rough, from published speeds [processor, laptop, card, whisper]\n"
        "and the number of cores, for openai-whisper; not measured on this computer. On a processor faster-whisper\n"
        "is, by its makers, 2.7 to 8 times as fast.",
    ),
    (
        "Kinderen worden het slechtst verstaan: hun transcripten leest een mens na (release.always_review).",
        "Children are misheard most: a person reads their transcripts (release.always_review).",
    ),
    (f"Licentie van alle modellen: {LICENCE} [whisper].", f"Licence of all models: {LICENCE} [whisper]."),
)


def row(
    model: SpeechModel, machine: Machine, memory: int, fits: bool | None, shelf: Shelf | None, language: Language
) -> tuple[str, ...]:
    """One line of the table; `memory` in bytes."""
    which = language == "en"
    low, high = (_number(hours, language) for hours in hours_per_hour(model, machine))
    return (
        f"{model.name} (= {model.also})" if model.also else model.name,
        f"{model.file_bytes / 1e6:.0f}",
        f"{memory / 1e9:.0f} GB",
        *(_percents(model, speech, language) for speech in _SHOWN),
        low if low == high else f"{low} - {high}",
        _YES[fits][which],
        _SHELF[shelf][which],
    )


def notes(extras: Mapping[str, str], language: Language) -> Iterator[str]:
    """What the table means, where its figures come from, and which optional packages there are."""
    which = language == "en"
    yield from (note[which] for note in _NOTES)
    named = ", ".join(f"{name} {found or '-'}" for name, found in extras.items())
    yield (f"Extra pakketten (-: niet geïnstalleerd): {named}", f"Extra packages (-: not installed): {named}")[which]
    yield from (f"[{key}] {source}" for key, source in SOURCES.items())


def checked_lines(checked: Checked, settings: Settings, language: Language) -> Iterator[str]:
    """What is known of a model that can be used."""
    which = language == "en"
    memory, told = _number(checked.memory / 1e9, language), settings.transcribe
    yield f"{checked.name}  {checked.file_bytes / 1e6:.0f} MB  sha256:{checked.digest[:12]}"
    if checked.published:
        yield ("Heel: precies het bestand dat OpenAI uitgeeft.", "Whole: the very file that OpenAI publishes.")[which]
    else:
        yield (
            "Heel, maar geen uitgegeven model: hoe goed het is weet alleen wie het maakte, en woordtijden zijn ruwer.",
            "Whole, but no published model: only its maker knows how good it is, and times of words are rougher.",
        )[which]
    knows = (("alleen Engels", "English only"), ("Nederlands en andere talen", "Dutch and other languages"))
    yield (
        f"Kent {knows[checked.multilingual][0]}; de studie is in '{told.language}', de engine is {told.engine}.",
        f"Knows {knows[checked.multilingual][1]}; the study is in '{told.language}', the engine is {told.engine}.",
    )[which]
    yield (f"Vraagt {memory} GB geheugen per herkenner.", f"Takes {memory} GB of memory per recogniser.")[which]


def carry_lines(model: str, language: Language) -> Iterator[str]:
    """How a fetched model gets to the machine that is offline."""
    if language == "nl":
        yield "Heel, en gecontroleerd. Zo komt het op de computer met de interviews, die geen internet nodig heeft:"
        yield f'  kopieer dit ene bestand naar STUDIE/models/, zet in study.toml model = "{model}", en kijk het na met'
    else:
        yield "Whole, and verified. To bring it to the computer with the interviews, which needs no internet:"
        yield f'  copy this one file to STUDY/models/, put model = "{model}" in study.toml, and look with'
    yield "  casus models check"


def machine_line(plan: MachinePlan, settings: Settings, language: Language) -> str:
    """How this machine will be used for this study. A path of a model may name somebody: only its file is told."""
    told, gigabytes = settings.transcribe, f"{plan.memory / 1e9:.0f} GB"
    model = f"{told.engine} {PurePath(told.model).name}"
    return (
        f"Deze computer: kernen {plan.cores}, geheugen {gigabytes}, grafische kaart {_YES[plan.gpu][0]}; gebruikt met "
        f"herkenners {plan.workers} x threads {plan.threads}: {model}, tot {told.batch} vensters tegelijk",
        f"This computer: cores {plan.cores}, memory {gigabytes}, graphics card {_YES[plan.gpu][1]}; used with "
        f"recognisers {plan.workers} x threads {plan.threads}: {model}, up to {told.batch} windows together",
    )[language == "en"]


def readers_line(settings: Settings, language: Language) -> str:
    """Who is read all the same where others are not; "" where everybody is, or nobody."""
    roles = ", ".join(settings.release.always_review)
    if settings.release.review == "required" or not roles:
        return ""
    return (f"Altijd eerst na te kijken: {roles}", f"Always to be read first: {roles}")[language == "en"]


def _percents(model: SpeechModel, speech: Speech, language: Language) -> str:
    return " - ".join(_number(rate.percent, language) for rate in model.dutch if rate.speech == speech) or "-"


def _number(value: float, language: Language) -> str:
    text = f"{value:.2f}" if value < 0.1 else f"{value:.1f}"
    return text.replace(".", ",") if language == "nl" else text
