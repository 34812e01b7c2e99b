"""The speech models that openai-whisper publishes, and what others published about them. Every fact has its source.

Nothing here was measured by us. A figure that nobody published is absent, never guessed.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Literal

from pipeline.ports import Machine

Speech = Literal["children", "teenagers", "adults, second language", "telephone", "care", "news"]
Shelf = Literal["absent", "whole", "damaged"]

SOURCES = {
    "whisper": "github.com/openai/whisper, README.md of 2025-06-25 (licence, memory, relative speed); "
    "file sizes as users list their copies",
    "jasmin": "github.com/opensource-spraakherkenning-nl/ASR_NL_results, UT/Jasmin/jasmin_res.md: "
    "talk with a machine, faster-whisper with voice activity detection",
    "nbest": "the same, UT/N-Best/nbest_res.md: adults on the telephone; broadcast news",
    "homed": "the same, RU/wer.md: patients and care providers, 110 and 38 conversations",
    "processor": "github.com/SYSTRAN/faster-whisper, README.md of 2025-10-31: "
    "small, 13 minutes on an i7-12700K with 8 threads, openai-whisper in 6:58, faster-whisper in 2:37 to 0:51",
    "laptop": "github.com/JuergenFleiss/aTrain, README.md: 22 minutes and speakers, turbo in 18:30, large-v3 in 26:12",
    "card": "as processor: large-v2 in 2:23 on an RTX 3070 Ti; and ASR_NL_results, NISV: 0.27 on a Quadro RTX 6000",
}
LICENCE = "MIT, OpenAI"
_SMALL_ON_8_CORES = 0.54  # hours per hour ("processor")
_LARGE_ON_A_CARD = (0.18, 0.27)  # hours per hour ("card")


@dataclass(frozen=True, slots=True)
class ErrorRate:
    """Of every 100 words so many wrong, in one published test of Dutch speech."""

    speech: Speech
    percent: float
    source: str  # a key of SOURCES


@dataclass(frozen=True, slots=True)
class SpeechModel:
    """One published file. All facts but the last two are of source "whisper"."""

    name: str
    also: str  # another name for the same file
    file_bytes: int
    parameters: int  # millions
    card_gigabytes: int  # memory of a graphics card, about
    speed: float  # beside large, on English and a large graphics card
    dutch: tuple[ErrorRate, ...] = ()
    slower: float = 1.0  # on a processor, than that speed promises ("laptop")

    @property
    def multilingual(self) -> bool:
        """Whether it knows Dutch at all."""
        return not self.name.endswith(".en")


@dataclass(frozen=True, slots=True)
class Checked:
    """A model that is here, whole, and of use to the study."""

    name: str
    file_bytes: int
    digest: str  # SHA-256, hexadecimal
    published: bool  # the very file that OpenAI publishes under this name: then it is known what tells times of words
    multilingual: bool
    memory: int  # bytes that one process needs


_LARGE_V2 = (
    ErrorRate("children", 28.2, "jasmin"),
    ErrorRate("teenagers", 22.9, "jasmin"),
    ErrorRate("adults, second language", 51.4, "jasmin"),
    ErrorRate("telephone", 23.9, "nbest"),
    ErrorRate("news", 10.0, "nbest"),
    ErrorRate("care", 34.1, "homed"),
    ErrorRate("care", 57.1, "homed"),
)
_LARGE_V3 = (
    ErrorRate("children", 34.4, "jasmin"),
    ErrorRate("teenagers", 28.6, "jasmin"),
    ErrorRate("adults, second language", 58.2, "jasmin"),
    ErrorRate("telephone", 25.1, "nbest"),
    ErrorRate("news", 12.3, "nbest"),
)
MODELS = (
    SpeechModel("tiny", "", 75_572_083, 39, 1, 10),
    SpeechModel("tiny.en", "", 75_571_315, 39, 1, 10),
    SpeechModel("base", "", 145_262_807, 74, 1, 7),
    SpeechModel("base.en", "", 145_261_783, 74, 1, 7),
    SpeechModel("small", "", 483_617_219, 244, 2, 4),
    SpeechModel("small.en", "", 483_615_683, 244, 2, 4),
    SpeechModel("medium", "", 1_528_008_539, 769, 5, 2),
    SpeechModel("medium.en", "", 1_528_006_491, 769, 5, 2),
    SpeechModel("large-v1", "", 3_086_999_982, 1550, 10, 1),
    SpeechModel("large-v2", "", 3_086_999_982, 1550, 10, 1, _LARGE_V2),
    SpeechModel("large-v3", "large", 3_087_371_615, 1550, 10, 1, _LARGE_V3),
    SpeechModel("large-v3-turbo", "turbo", 1_617_941_637, 809, 6, 8, slower=8 / 1.4),
)


def hours_per_hour(model: SpeechModel, machine: Machine) -> tuple[float, float]:
    """Hours of computing for an hour of speech, roughly, from and to: published speeds, never measured here.

    On a processor with fewer cores than the published one the upper end grows in proportion.
    """
    if machine.gpu:
        return _LARGE_ON_A_CARD[0] / model.speed, _LARGE_ON_A_CARD[1] / model.speed
    quickest = _SMALL_ON_8_CORES * 4 / model.speed * model.slower
    return quickest, quickest * max(1.0, 8 / machine.cores)


def as_dict(
    model: SpeechModel, machine: Machine, memory: int, fits: bool | None, shelf: Shelf | None
) -> dict[str, object]:
    """For --json; `memory` in bytes; `fits` is None where that is not known, `shelf` where nobody looked."""
    return asdict(model) | {
        "multilingual": model.multilingual,
        "licence": LICENCE,
        "memory": memory,
        "hours_per_hour": hours_per_hour(model, machine),
        "fits": fits,
        "here": shelf,
    }
