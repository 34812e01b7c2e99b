"""The process that holds the speech model: windows in, their words out."""

from __future__ import annotations

import wave
from collections.abc import Callable
from typing import TYPE_CHECKING

from pipeline.adapters.answering import Answering, Json, serve
from pipeline.adapters.engines.faster_whisper import FasterWhisper
from pipeline.adapters.engines.hearing import hear
from pipeline.adapters.engines.openai_whisper import OpenAIWhisper
from pipeline.adapters.sound import samples

if TYPE_CHECKING:
    from pipeline.adapters.engines.hearing import Engine

ENGINES: dict[str, Callable[[Json], Engine]] = {"openai-whisper": OpenAIWhisper, "faster-whisper": FasterWhisper}


def main() -> None:
    """Load the model of the first line, then answer each line that follows."""
    serve(_load)


def _load(order: Json) -> Answering:
    """What answers a batch of windows, with the model in memory."""
    engine = ENGINES[order["engine"]](order)
    return lambda batch: {"windows": _hear(engine, order["temperatures"], batch)}


def _hear(engine: Engine, temperatures: list[float], batch: Json) -> list[Json]:
    """For each window its words (text, start, end, sureness), in seconds of the recording, and a temperature."""
    with wave.open(batch["audio"], "rb") as stream:
        sound = [samples(stream, start, end).mean(axis=1) for start, end in batch["windows"]]
    seeds = [f"{batch['seed']} {start:.3f}" for start, _ in batch["windows"]]
    answers = hear(engine, sound, temperatures, batch["prompt"], seeds)
    for (offset, _), answer in zip(batch["windows"], answers, strict=True):
        answer["words"] = [
            [text, round(offset + start, 3), round(offset + end, 3), sure] for text, start, end, sure in answer["words"]
        ]
    return answers


if __name__ == "__main__":
    main()
