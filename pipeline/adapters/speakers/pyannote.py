"""pyannote.audio with a pipeline kept in a folder; its telemetry is off. Reads a recording as a whole."""

from __future__ import annotations

import os
import wave
from pathlib import Path

from pipeline.adapters.answering import Answering, Json
from pipeline.adapters.sound import samples, seconds

HOW = "pip install 'casus[pyannote]'; docs/speakers.md"


def files(models: Path) -> tuple[Path, ...]:
    """The description of a pipeline, its networks beside it."""
    return (models / "pyannote" / "config.yaml",)


def load(order: Json) -> Answering:
    """What tells voices apart with the pipeline in memory."""
    os.environ["PYANNOTE_METRICS_ENABLED"] = "0"  # before the import: it reports use to its makers otherwise
    import torch
    from pyannote.audio import Pipeline

    torch.set_num_threads(order["threads"])
    finder = Pipeline.from_pretrained(Path(order["files"][0]).parent)
    if torch.cuda.is_available():
        finder.to(torch.device("cuda"))

    def answer(question: Json) -> Json:
        with wave.open(question["audio"], "rb") as stream:
            rate = stream.getframerate()
            mono = torch.from_numpy(samples(stream, 0.0, seconds(stream)).mean(axis=1))
        said = finder({"waveform": mono[None], "sample_rate": rate}, num_speakers=question["count"] or None)
        turns = getattr(said, "speaker_diarization", said)  # version 4 answers more than who spoke
        found = [[turn.start, turn.end, voice] for turn, _, voice in turns.itertracks(yield_label=True)]
        return {"spoken": sorted(found)}

    return answer
