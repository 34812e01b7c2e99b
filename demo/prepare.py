"""Lays out a fresh demo study to run: `python -m demo.prepare FOLDER` makes FOLDER/study and FOLDER/models."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from demo.unpack import unpacked
from pipeline.ledger.keyring import begin
from pipeline.ledger.keys import public_file
from pipeline.ledger.log import Log

ROOT = Path(__file__).resolve().parent.parent
PASSPHRASE = "alleen voor de demo"  # noqa: S105 - stands in the Makefile too
MODEL = ROOT / "demo" / "model" / "demo.pt.xz"


def prepare_model(models: Path) -> Path:
    """The demo speech model as a checkpoint that whisper loads; unpacked once."""
    target = models / "demo.pt"
    if not target.is_file():
        models.mkdir(parents=True, exist_ok=True)
        with unpacked(MODEL) as plain:
            half = target.with_suffix(".half")
            shutil.copyfile(plain, half)
            half.replace(target)
    return target


def prepare(folder: Path) -> Path:
    """A copy of the demo study with its settings and model; an earlier run is thrown away."""
    study = folder / "study"
    shutil.rmtree(study, ignore_errors=True)
    shutil.copytree(ROOT / "demo" / "study", study)
    shutil.copyfile(ROOT / "configs" / "demo.toml", study / "study.toml")
    prepare_model(folder / "models")
    key = folder / "sleutel.pem"
    for old in (key, public_file(key)):
        old.unlink(missing_ok=True)
    begin(Log(study / "consent"), key, PASSPHRASE)
    return study


if __name__ == "__main__":
    prepare(Path(sys.argv[1]))
