"""The process that holds the speech model: a window in, its words out."""

from __future__ import annotations

import hashlib
import wave
from typing import Any

from pipeline.adapters.answering import Answering, Json, serve
from pipeline.adapters.sound import samples


def main() -> None:
    """Load the model of the first line, then answer each line that follows."""
    serve(_load)


def _load(order: Json) -> Answering:
    """What answers a window, with the model in memory."""
    import torch
    import whisper

    torch.set_num_threads(order["threads"])
    torch.use_deterministic_algorithms(True, warn_only=True)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    published = whisper._MODELS.get(order["name"])
    if published and published.split("/")[-2] != order["digest"]:
        raise ValueError
    # By path, never by name: by name whisper would fetch what it misses.
    model = whisper.load_model(order["path"], device=device)
    if published:
        model.set_alignment_heads(whisper._ALIGNMENT_HEADS[order["name"]])
    _encode_once(model.encoder)
    if device == "cpu":
        _weigh_vocabulary_once(model.decoder)
        for block in model.decoder.blocks:
            _listen_together(block.cross_attn)
    options = {**order["options"], "fp16": device == "cuda"}
    return lambda window: _hear(model, options, window)


def _encode_once(encoder: Any) -> None:
    """Remember the last window: each try of the fallback, and the word times, ask for it again."""
    import torch

    forward = encoder.forward
    last: list[Any] = []

    def once(mel: Any) -> Any:
        if not last or last[0].shape != mel.shape or not torch.equal(last[0], mel):
            last[:] = [mel, forward(mel)]
        return last[1]

    encoder.forward = once


def _weigh_vocabulary_once(decoder: Any) -> None:
    """Multiply the vocabulary by the few new tokens, not the tokens by the vocabulary: the same sums, twice as fast.

    Otherwise this is whisper's own `TextDecoder.forward`.
    """
    forward = decoder.forward

    def few(x: Any, xa: Any, kv_cache: Any = None) -> Any:
        if x.shape[-1] > 1 or not kv_cache:
            return forward(x, xa, kv_cache)
        offset = next(iter(kv_cache.values())).shape[1]
        h = (decoder.token_embedding(x) + decoder.positional_embedding[offset : offset + 1]).to(xa.dtype)
        for block in decoder.blocks:
            h = block(h, xa, mask=decoder.mask, kv_cache=kv_cache)
        rows = decoder.ln(h).flatten(0, 1)
        weighed = decoder.token_embedding.weight.to(h.dtype) @ rows.T
        return weighed.T.unflatten(0, x.shape).float()

    decoder.forward = few


def _listen_together(attention: Any) -> None:
    """Let the beams ask the one recording side by side, where whisper copies the recording for each of them."""
    attend = attention.qkv_attention

    def together(q: Any, k: Any, v: Any, mask: Any = None) -> Any:
        if q.shape[0] == 1 or k.shape[0] > 1 or mask is not None:
            return attend(q, k, v, mask)
        found, weights = attend(q.flatten(0, 1)[None], k, v)
        return found.reshape(q.shape), weights

    attention.qkv_attention = together


def _hear(model: Any, options: Json, window: Json) -> Json:
    """The words of one window: text, start, end, confidence. Tried once more when nothing came of it."""
    import torch

    with wave.open(window["audio"], "rb") as stream:
        audio = samples(stream, window["start"], window["end"]).mean(axis=1)
    draw = hashlib.sha256(f"{window['seed']} {window['start']:.3f}".encode()).digest()
    torch.manual_seed(int.from_bytes(draw[:7]))
    said = model.transcribe(audio, **options)
    words = _words(said, window["start"])
    if not words:
        again = {**options, "initial_prompt": None, "no_speech_threshold": None}
        again["temperature"] = tuple(t for t in options["temperature"] if t > 0) or (0.2,)
        said = model.transcribe(audio, **again)
        words = _words(said, window["start"])
    temperatures = [segment["temperature"] for segment in said["segments"] if segment["words"]]
    return {"words": words, "temperature": max(temperatures, default=0.0)}


def _words(said: Json, offset: float) -> list[list[Any]]:
    """Whisper's word pieces; one that starts without a space belongs to the word before ("Anne" + "-Marie")."""
    words: list[list[Any]] = []
    for segment in said["segments"]:
        for piece in segment["words"]:
            text, sure = piece["word"], float(piece["probability"])
            start, end = offset + float(piece["start"]), offset + float(piece["end"])
            if words and not text[:1].isspace():
                words[-1] = [words[-1][0] + text, words[-1][1], end, min(words[-1][3], sure)]
            elif text.strip():
                words.append([text.strip(), start, end, sure])
    return [[text.strip(), round(start, 3), round(end, 3), round(sure, 4)] for text, start, end, sure in words]


if __name__ == "__main__":
    main()
