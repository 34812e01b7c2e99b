"""Speech models as files: which are here, and whether the one of a study can be used on this machine."""

from __future__ import annotations

from contextlib import suppress
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from pipeline.adapters.checkpoint import knows_languages, must_be_checkpoint
from pipeline.adapters.engines.checkpoints import published_digest
from pipeline.adapters.engines.pool import model_file
from pipeline.adapters.machine import memory_needed, this_machine
from pipeline.catalogue import MODELS, Checked, Shelf
from pipeline.config import Settings
from pipeline.errors import ModelDamaged, ModelEnglishOnly, ModelMissing, ModelOfOtherEngine, ModelTooLarge
from pipeline.store import digest_of_file

_EXTRAS = ("deduce", "stanza", "transformers", "Resemblyzer", "sherpa-onnx", "pyannote.audio")


def on_the_shelf(folder: Path) -> dict[str, Shelf]:
    """Which of the published models lie in this folder, and whether they are whole."""
    found: dict[str, Shelf] = {}
    for model in MODELS:
        digest = digest_of_file(folder / f"{model.name}.pt")
        found[model.name] = "whole" if digest == published_digest(model.name) else "damaged" if digest else "absent"
    return found


def fits(model_bytes: int, batch: int) -> bool | None:
    """Whether a model of this size, with so many windows, fits in memory; None beside a graphics card: not known."""
    machine = this_machine()
    return None if machine.gpu else memory_needed(model_bytes, batch) <= machine.memory


def extras() -> dict[str, str]:
    """Optional packages for second opinions and speakers, and which version is installed; "" for none."""
    found = dict.fromkeys(_EXTRAS, "")
    for name in found:
        with suppress(PackageNotFoundError):
            found[name] = version(name)
    return found


def check_model(settings: Settings, study: Path) -> Checked:
    """Whether the study's model is here, whole, of its engine and language, and fits.

    Raises ModelMissing, ModelOfOtherEngine, ModelCutOff, ModelIsPointer, ModelPacked, ModelOtherFormat, ModelDamaged,
    ModelOfOther, ModelEnglishOnly, ModelTooLarge.
    """
    wanted, path = settings.transcribe, model_file(settings.transcribe, study)
    if not path.exists():
        raise ModelMissing(model=path.stem, folder=path.parent)
    found = _checkpoint(path, wanted.batch)
    if not found.multilingual and wanted.language != "en":
        raise ModelEnglishOnly(model=found.name, language=wanted.language)
    machine = this_machine()
    if not machine.gpu and found.memory > machine.memory:
        sizes = {"needed": f"{found.memory / 1e9:.0f}", "memory": f"{machine.memory / 1e9:.0f}"}
        raise ModelTooLarge(model=found.name, **sizes)
    return found


def _checkpoint(path: Path, batch: int) -> Checked:
    """What both engines read: faster-whisper converts it by itself."""
    if path.is_dir():
        raise ModelOfOtherEngine(model=path.name)
    must_be_checkpoint(path)
    digest, published, size = digest_of_file(path), published_digest(path.stem), path.stat().st_size
    if published and digest != published:
        raise ModelDamaged(model=path.name)
    multilingual = not path.stem.endswith(".en") if published else knows_languages(path)
    return Checked(path.name, size, digest, bool(published), multilingual, memory_needed(size, batch))
