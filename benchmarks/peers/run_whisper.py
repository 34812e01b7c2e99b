"""openai-whisper's `transcribe`, told where to listen (its command takes that for one file only). JSON of texts out.

python -m benchmarks.peers.run_whisper MODEL OUTPUT PROMPT CLIPS FILE...

CLIPS is JSON: by name of file where to listen, "start,end,start,end".
"""

from __future__ import annotations

import json
import sys
from pathlib import Path


def main() -> None:
    """Transcribe each file."""
    import whisper

    model = whisper.load_model(sys.argv[1], device="cpu")
    clips = json.loads(sys.argv[4])
    for file in map(Path, sys.argv[5:]):
        result = whisper.transcribe(
            model,
            str(file),
            language="nl",
            beam_size=5,
            best_of=5,
            temperature=(0.0, 0.2, 0.4, 0.6, 0.8, 1.0),
            condition_on_previous_text=False,
            initial_prompt=sys.argv[3],
            carry_initial_prompt=True,
            word_timestamps=True,
            fp16=False,
            clip_timestamps=clips[file.stem],
        )
        (Path(sys.argv[2]) / f"{file.stem}.json").write_text(json.dumps({"text": result["text"]}))


if __name__ == "__main__":
    main()
