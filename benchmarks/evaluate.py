"""How well the demo went: runs the demo study afresh and holds it against what was really spoken.

`make evaluate`, or `python -m benchmarks.evaluate`.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path

from demo.judge import committed_truths, judge
from demo.prepare import ROOT, prepare
from pipeline.consent.records import ConsentFiles
from pipeline.store import Study


def main() -> None:
    """Print the figures."""
    with tempfile.TemporaryDirectory() as folder:
        study = Study(prepare(Path(folder)))
        begun = time.monotonic()
        run = [sys.executable, "-c", "from pipeline.cli import main; main()", "run", "--study", str(study.root)]
        subprocess.run(run, check=True, stdout=subprocess.DEVNULL)
        seconds = time.monotonic() - begun
        cases = sorted(path.stem for path in (study.vault / "consent").glob("*.yaml"))
        judged = judge(study, committed_truths(ROOT / "demo" / "truth"), map(ConsentFiles(study), cases))
    right = [name for name in judged.names if name.right]
    known = judged.known_right
    near = judged.near_wrong
    lost = len(judged.names) - len(right) - len(near)
    print(f"wall time                 {seconds:.1f} s for {judged.speech:.0f} s of speech")
    print(f"word error rate           {judged.word_error_rate:.3f} ({judged.wrong_words} of {judged.words})")
    print(f"names heard right         {len(right)} of {len(judged.names)}; nearly right {len(near)}; otherwise {lost}")
    print(f"known and right, hidden   {sum(name.hidden for name in known)} of {len(known)}")
    print(f"any right, hidden         {sum(name.hidden for name in right)} of {len(right)}")
    print(f"nearly right, hidden      {sum(name.hidden for name in near)} of {len(near)}")
    print(f"speech with words         {judged.worded / judged.speech:.3f}; in gaps {judged.gaps:.1f} s")
    print(f"files with a known name   {len(judged.survivors)}")


if __name__ == "__main__":
    main()
