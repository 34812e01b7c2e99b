"""faster-whisper as it comes: one file after another, the same options as the `whisper` command. JSON of texts out.

python -m benchmarks.peers.run_faster_whisper MODEL_FOLDER OUTPUT PROMPT CLIPS FILE...

CLIPS is JSON: by name of file where to listen, "start,end,start,end"; "0" is everywhere.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from pipeline.adapters.machine import precision


def main() -> None:
    """Transcribe each file."""
    from faster_whisper import WhisperModel

    # In int8 it would hear nonsense on a processor without VNNI, and try each window six times.
    model = WhisperModel(sys.argv[1], device="cpu", compute_type=precision())
    clips = json.loads(sys.argv[4])
    for file in map(Path, sys.argv[5:]):
        segments, _ = model.transcribe(
            str(file),
            language="nl",
            beam_size=5,
            best_of=5,
            condition_on_previous_text=False,
            initial_prompt=sys.argv[3],
            word_timestamps=True,
            clip_timestamps=clips.get(file.stem, "0"),
        )
        text = " ".join(segment.text.strip() for segment in segments)
        (Path(sys.argv[2]) / f"{file.stem}.json").write_text(json.dumps({"text": text}))


if __name__ == "__main__":
    main()
