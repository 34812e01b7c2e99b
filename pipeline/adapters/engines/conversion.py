"""An openai-whisper checkpoint as CTranslate2 reads it: one model serves both engines.

Follows ctranslate2's own converter for Hugging Face's whisper (MIT) and needs neither that nor a network.
"""

from __future__ import annotations

import contextlib
import itertools
import json
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pipeline.adapters.engines.checkpoints import load_checkpoint

_TOKENIZER = "tokenizer.json"
Weights = Mapping[str, Any]


def converted(checkpoint: Path, name: str, digest: str) -> Path:
    """The folder with this checkpoint converted, beside it; made when it is not there yet, complete or absent.

    Raises whatever a broken checkpoint makes torch raise, OSError.
    """
    target = checkpoint.parent / f"{checkpoint.stem}-{digest[:12]}.ct2"
    if not target.is_dir():
        half = Path(tempfile.mkdtemp(dir=checkpoint.parent, prefix=".half-"))
        try:
            _convert(checkpoint, name, digest, half)
            with contextlib.suppress(FileExistsError, OSError):  # somebody else made the same meanwhile
                half.rename(target)
        finally:
            shutil.rmtree(half, ignore_errors=True)
    return target


def _convert(checkpoint: Path, name: str, digest: str, target: Path) -> None:
    import numpy as np
    from ctranslate2.specs import WhisperSpec
    from whisper.tokenizer import get_tokenizer

    model = load_checkpoint(checkpoint, name, digest, "cpu")
    dims = model.dims
    spec = WhisperSpec(dims.n_audio_layer, dims.n_audio_head, dims.n_text_layer, dims.n_text_head)
    weights = {
        key: value.numpy().astype(np.float16) for key, value in model.state_dict().items() if not value.is_sparse
    }
    for conv in ("conv1", "conv2"):
        _take(getattr(spec.encoder, conv), weights, f"encoder.{conv}")
    spec.encoder.position_encodings.encodings = weights["encoder.positional_embedding"]
    spec.decoder.position_encodings.encodings = weights["decoder.positional_embedding"]
    spec.decoder.embeddings.weight = weights["decoder.token_embedding.weight"]
    spec.decoder.projection.weight = weights["decoder.token_embedding.weight"]
    _normalise(spec.encoder.layer_norm, weights, "encoder.ln_post")
    _normalise(spec.decoder.layer_norm, weights, "decoder.ln")
    for side in ("encoder", "decoder"):
        for number, layer in enumerate(getattr(spec, side).layer):
            _layer(layer, weights, f"{side}.blocks.{number}")
    tokenizer = get_tokenizer(model.is_multilingual, num_languages=model.num_languages)
    tokens = _tokens(tokenizer)
    spec.register_vocabulary(tokens)
    spec.config.suppress_ids = list(tokenizer.non_speech_tokens)
    spec.config.suppress_ids_begin = [*tokenizer.encode(" "), tokenizer.eot]
    spec.config.lang_ids = list(tokenizer.all_language_tokens)
    spec.config.alignment_heads = [tuple(head) for head in model.alignment_heads.indices().T.tolist()]
    spec.validate()
    spec.optimize(quantization="float16")
    spec.save(str(target))
    (target / _TOKENIZER).write_text(json.dumps(_as_json(tokenizer, tokens)), encoding="utf-8")
    shape = {"feature_size": dims.n_mels, "sampling_rate": 16000, "hop_length": 160, "chunk_length": 30, "n_fft": 400}
    (target / "preprocessor_config.json").write_text(json.dumps(shape), encoding="utf-8")


def _layer(spec: Any, weights: Weights, place: str) -> None:
    import numpy as np

    query, key, value = (f"{place}.attn.{part}" for part in ("query", "key", "value"))
    attention = spec.self_attention
    attention.linear[0].weight = np.concatenate([weights[f"{part}.weight"] for part in (query, key, value)])
    attention.linear[0].bias = np.concatenate(
        [weights[f"{query}.bias"], np.zeros_like(weights[f"{query}.bias"]), weights[f"{value}.bias"]]
    )
    _take(attention.linear[1], weights, f"{place}.attn.out")
    _normalise(attention.layer_norm, weights, f"{place}.attn_ln")
    if f"{place}.cross_attn.query.weight" in weights:
        query, key, value = (f"{place}.cross_attn.{part}" for part in ("query", "key", "value"))
        _take(spec.attention.linear[0], weights, query)
        spec.attention.linear[1].weight = np.concatenate([weights[f"{part}.weight"] for part in (key, value)])
        bias = weights[f"{value}.bias"]
        spec.attention.linear[1].bias = np.concatenate([np.zeros_like(bias), bias])
        _take(spec.attention.linear[2], weights, f"{place}.cross_attn.out")
        _normalise(spec.attention.layer_norm, weights, f"{place}.cross_attn_ln")
    _take(spec.ffn.linear_0, weights, f"{place}.mlp.0")
    _take(spec.ffn.linear_1, weights, f"{place}.mlp.2")
    _normalise(spec.ffn.layer_norm, weights, f"{place}.mlp_ln")


def _take(spec: Any, weights: Weights, place: str) -> None:
    spec.weight, spec.bias = weights[f"{place}.weight"], weights[f"{place}.bias"]


def _normalise(spec: Any, weights: Weights, place: str) -> None:
    spec.gamma, spec.beta = weights[f"{place}.weight"], weights[f"{place}.bias"]


def _tokens(tokenizer: Any) -> list[str]:
    """Every token as Hugging Face writes it, in order: bytes as letters, special ones as they are."""
    from tokenizers import pre_tokenizers

    letters = _letters(sorted(pre_tokenizers.ByteLevel.alphabet()))
    encoding = tokenizer.encoding
    special = {number: text for text, number in encoding._special_tokens.items()}
    plain = {number: "".join(letters[byte] for byte in data) for data, number in encoding._mergeable_ranks.items()}
    return [special.get(number) or plain[number] for number in range(encoding.n_vocab)]


def _letters(alphabet: list[str]) -> dict[int, str]:
    """The letter of each byte: printable bytes stand for themselves, the others follow from U+0100."""
    printable = {ord(letter) for letter in alphabet if ord(letter) < 256}
    moved = itertools.count(256)
    return {byte: chr(byte if byte in printable else next(moved)) for byte in range(256)}


def _as_json(tokenizer: Any, tokens: list[str]) -> dict[str, Any]:
    """What the `tokenizers` library reads: tiktoken's ranks as the merges they stand for."""
    from tokenizers import AddedToken, Tokenizer, decoders, models, pre_tokenizers

    encoding = tokenizer.encoding
    ranks: dict[bytes, int] = encoding._mergeable_ranks
    merges = []
    for data in sorted((data for data in ranks if len(data) > 1), key=lambda data: ranks[data]):
        parts = _parts(data, ranks)
        if len(parts) == 2:
            merges.append((tokens[ranks[parts[0]]], tokens[ranks[parts[1]]]))
    vocabulary = {tokens[number]: number for number in ranks.values()}
    made = Tokenizer(models.BPE(vocab=vocabulary, merges=merges))
    made.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    made.decoder = decoders.ByteLevel()
    specials = sorted(encoding._special_tokens.items(), key=lambda pair: pair[1])
    made.add_special_tokens([AddedToken(text, special=True, normalized=False) for text, _ in specials])
    content: dict[str, Any] = json.loads(made.to_str())
    return content


def _parts(data: bytes, ranks: Mapping[bytes, int]) -> list[bytes]:
    """What a token was merged from: its bytes, merged as far as earlier ranks go."""
    parts, limit = [bytes([byte]) for byte in data], ranks[data]
    while True:
        pairs = [(ranks.get(parts[at] + parts[at + 1], limit), at) for at in range(len(parts) - 1)]
        rank, at = min(pairs, default=(limit, 0))
        if rank >= limit:
            return parts
        parts[at : at + 2] = [parts[at] + parts[at + 1]]
