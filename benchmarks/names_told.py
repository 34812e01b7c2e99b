"""What telling the recogniser the names does: names heard right, word errors, speech without words. With and without.

python -m benchmarks.names_told [--engine faster-whisper] [--only casus-01]

The demo's model learned one prompt: told anything else it guesses, and most windows are tried in all ways there are. It
shows what that costs; whether telling helps only a real model can.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from benchmarks.transcribe import CASUS, ENGINES, keep_only, timed
from demo.judge import committed_truths, judge
from demo.prepare import ROOT, prepare
from pipeline.consent.records import ConsentFiles
from pipeline.store import Study


def main() -> None:
    """Run the demo twice, or those of its recordings whose path holds `--only`."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--engine", choices=ENGINES, default="faster-whisper")
    parser.add_argument("--only", default="")
    arguments = parser.parse_args()
    for told in ("false", "true"):
        with tempfile.TemporaryDirectory() as name:
            study = Study(prepare(Path(name)))
            keep_only(arguments.only, study)
            settings = study.root / "study.toml"
            engine = f'[transcribe]\nengine = "{arguments.engine}"\nnames = {told}'
            settings.write_text(settings.read_text().replace("[transcribe]", engine, 1))
            timed([*CASUS, "run", "--study", str(study.root)])
            cases = sorted(path.stem for path in (study.vault / "consent").glob("*.yaml"))
            judged = judge(study, committed_truths(ROOT / "demo" / "truth"), map(ConsentFiles(study), cases))
        right = sum(one.right for one in judged.names)
        print(
            f"names {'told' if told == 'true' else 'not told'}: {right} of {len(judged.names)} heard right, "
            f"{judged.word_error_rate:.1%} word errors, {judged.worded / judged.speech:.1%} of speech in words, "
            f"{judged.gaps:.0f} s in gaps",
            flush=True,
        )


if __name__ == "__main__":
    main()
