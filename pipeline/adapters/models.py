"""Speech models as files: which there are, fetching one, checking the one a study uses.

Fetching is the only thing in this package that goes online, and only when a person asks for it.
"""

from __future__ import annotations

from pathlib import Path

from pipeline.adapters.whisper import model_file
from pipeline.config import TranscribeSettings
from pipeline.errors import ModelDamaged, ModelMissing, ModelNotFetched, ModelUnknown
from pipeline.store import digest_of_file


def model_names() -> tuple[str, ...]:
    """The models that openai-whisper publishes."""
    import whisper

    return tuple(whisper.available_models())


def fetch_model(model: str, folder: Path) -> Path:
    """Fetch a model and check its digest. Raises ModelUnknown, ModelNotFetched."""
    import whisper

    if model not in model_names():
        raise ModelUnknown(model=model)
    try:
        return Path(whisper._download(whisper._MODELS[model], str(folder), in_memory=False))
    except (OSError, RuntimeError) as problem:
        raise ModelNotFetched(model=model, problem=type(problem).__name__) from None


def check_model(settings: TranscribeSettings, study: Path) -> str:
    """One line about a model that is here and whole. Raises ModelMissing, ModelDamaged."""
    import whisper

    path = model_file(settings, study)
    digest = digest_of_file(path)
    if not digest:
        raise ModelMissing(model=path.stem, folder=path.parent)
    published = whisper._MODELS.get(path.stem)
    if published and published.split("/")[-2] != digest:
        raise ModelDamaged(model=path.stem)
    return f"{path.name}  {path.stat().st_size / 1e6:.0f} MB  sha256:{digest[:12]}"
