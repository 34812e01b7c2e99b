"""What bfloat16 would save openai-whisper on this processor, and whether it writes the same.

python -m benchmarks.precision [--widened]

Both hear the same windows of the demo's first interviews, on one thread; seconds are of the processor.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
import wave
from pathlib import Path
from typing import Any

from benchmarks.widen import write_widened
from demo.prepare import prepare
from pipeline.accounting import windows
from pipeline.adapters.engines.openai_whisper import OpenAIWhisper
from pipeline.adapters.ffmpeg import Ffmpeg
from pipeline.adapters.silero import Silero
from pipeline.adapters.sound import samples, seconds
from pipeline.config import TranscribeSettings

_WINDOWS = 16


def main() -> None:
    """Print seconds, how far the encoder moved, and how many windows read the same."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--widened", action="store_true", help="the demo's model, the size of small")
    arguments = parser.parse_args()
    os.environ |= {"OMP_NUM_THREADS": "1", "NUMBA_NUM_THREADS": "1"}
    settings = TranscribeSettings(window_seconds=7.0)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        study, model = prepare(folder), folder / "models" / "demo.pt"
        if arguments.widened:
            write_widened(model, folder / "wide.pt")
            model = folder / "wide.pt"
        talk = folder / "talk.wav"
        Ffmpeg()(study / "inbox" / "casus-01" / "leraar" / "2026-05-13 opname.m4a", talk, "talk")
        with wave.open(str(talk), "rb") as stream:
            parts = windows(Silero(settings.speech_threshold)(talk), seconds(stream), settings)[:_WINDOWS]
            sound = [samples(stream, part.start, part.end).mean(axis=1) for part in parts]
        order = {"threads": 1, "name": "", "path": str(model), "digest": "", "beam": 5, "language": "nl"}
        found: dict[str, tuple[Any, list[str]]] = {}
        for kind in ("float32", "bfloat16"):
            engine = OpenAIWhisper(order | {"precision": kind})
            begun = time.process_time()
            heard = engine.listen(sound)
            encoded = time.process_time()
            said = engine.decode(heard, range(len(sound)), 0.0, settings.prompt, 0)
            found[kind] = heard.float(), [one.text for one in said]
            print(f"{kind:9} encoder {encoded - begun:6.1f} s, text {time.process_time() - encoded:6.1f} s", flush=True)
        apart = (found["float32"][0] - found["bfloat16"][0]).abs().max()
        same = sum(a == b for a, b in zip(found["float32"][1], found["bfloat16"][1], strict=True))
        print(f"encoder apart by {apart:.3f} at most; {same} of {len(sound)} windows read the same")


if __name__ == "__main__":
    main()
