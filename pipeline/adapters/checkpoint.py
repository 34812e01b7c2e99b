"""What a file that should be a speech model really is, found out without running anything that is in it."""

from __future__ import annotations

import zipfile
from pathlib import Path

from pipeline.errors import (
    ModelCutOff,
    ModelDamaged,
    ModelIsPointer,
    ModelOfOther,
    ModelOtherFormat,
    ModelPacked,
)

_POINTER = b"version https://git-lfs"
_ZIP = b"PK\x03\x04"
_PICKLE = b"\x80\x02"  # how torch wrote its files before they were zips
_OTHERS = {  # how files of other programs begin: in Dutch, in English
    b"lmgg": ("een model van whisper.cpp (ggml)", "a model of whisper.cpp (ggml)"),
    b"GGUF": ("een model in GGUF", "a model in GGUF"),
    b"<": ("een webpagina", "a web page"),
    b"\x1f\x8b": ("een ingepakt bestand (gzip)", "a packed file (gzip)"),
    b"\xfd7zXZ": ("een ingepakt bestand (xz)", "a packed file (xz)"),
    b"7z\xbc\xaf": ("een ingepakt bestand (7z)", "a packed file (7z)"),
    b"Rar!": ("een ingepakt bestand (rar)", "a packed file (rar)"),
}
_SAFETENSORS = ("een model van Hugging Face (safetensors)", "a model of Hugging Face (safetensors)")
_SOMETHING = ("een bestand van een andere soort", "a file of another kind")
_DIMENSIONS = {
    *("n_mels", "n_audio_ctx", "n_audio_state", "n_audio_head", "n_audio_layer"),
    *("n_vocab", "n_text_ctx", "n_text_state", "n_text_head", "n_text_layer"),
}
_ENGLISH_WORDS = 51864  # the vocabulary of a model without languages; all others have more


def must_be_checkpoint(path: Path) -> None:
    """Look at the outside. Raises ModelCutOff, ModelIsPointer, ModelPacked, ModelOtherFormat."""
    size = path.stat().st_size
    with path.open("rb") as stream:
        head = stream.read(64)
    cut_off = ModelCutOff(model=path.name, megabytes=f"{size / 1e6:.0f}")
    if not head.strip(b"\0"):  # nothing, or room that was kept for it
        raise cut_off
    if head.startswith(_POINTER):
        raise ModelIsPointer(model=path.name)
    if head.startswith(_ZIP):
        try:
            with zipfile.ZipFile(path) as packed:
                if not any(name.endswith("data.pkl") for name in packed.namelist()):
                    raise ModelPacked(model=path.name)
        except (zipfile.BadZipFile, ValueError):  # its list of contents stands at the end
            raise cut_off from None
    elif not head.startswith(_PICKLE):
        known = _SAFETENSORS if head[8:10] == b'{"' else _SOMETHING
        nl, en = next((what for start, what in _OTHERS.items() if head.startswith(start)), known)
        raise ModelOtherFormat(model=path.name, what=nl, what_en=en)


def knows_languages(path: Path) -> bool:
    """Read a checkpoint of whisper, and say whether it knows more than English.

    Raises ModelDamaged where its bytes are not those that were written, ModelOfOther. Runs nothing that is in it.
    """
    import torch

    packed = zipfile.is_zipfile(path)
    if packed:
        with zipfile.ZipFile(path) as archive:
            if archive.testzip():
                raise ModelDamaged(model=path.name)
    try:
        held = torch.load(path, map_location="cpu", weights_only=True, mmap=packed)
        dims, weights = held["dims"], held["model_state_dict"]
        embedding = weights["decoder.token_embedding.weight"]
        as_whisper = set(dims) == _DIMENSIONS and tuple(embedding.shape) == (dims["n_vocab"], dims["n_text_state"])
    except Exception:  # any way in which another program may have filled it
        as_whisper = False
    if not as_whisper:
        raise ModelOfOther(model=path.name)
    return bool(dims["n_vocab"] > _ENGLISH_WORDS)
