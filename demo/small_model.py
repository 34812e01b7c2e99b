"""The demo model's shape: a small vocabulary while it trains, whisper's full one in its file.

Only the tokens that the demo's text uses are trained: the other fifty thousand share one row.
"""

from __future__ import annotations

import lzma
from collections.abc import Callable
from pathlib import Path
from typing import Any

import torch
import torch.nn.functional as F  # noqa: N812
from torch import Tensor, nn
from whisper.model import ModelDimensions, Whisper
from whisper.tokenizer import Tokenizer

from demo.unpack import unpacked
from demo.windows import PROMPT, Batch, text_tokens

WIDTH, HEADS, ENCODER_LAYERS, DECODER_LAYERS = 256, 4, 4, 3
VOCABULARY = 51_865
FRAMES = 1500
"""Encoder frames of whisper's 30 s."""

_QUIET = -60.0


class Rows:
    """Which of whisper's tokens are trained, and the row of each in the small vocabulary.

    Row 0 stands for every token never used.
    """

    def __init__(self, tokenizer: Tokenizer, sentences: set[str]) -> None:
        words = {word for text in sentences for word in text.split()} | set(PROMPT.split())
        used = {token for word in words for token in text_tokens(tokenizer, word)}
        used |= {tokenizer.eot, tokenizer.sot_prev, tokenizer.no_timestamps, tokenizer.no_speech}
        used |= {*tokenizer.sot_sequence}
        used |= {tokenizer.timestamp_begin + step for step in range(1501)}
        self.used = sorted(used)
        self.ids = {token: row + 1 for row, token in enumerate(self.used)}
        self.unused = sorted(set(range(VOCABULARY)) - used)

    def __len__(self) -> int:
        return len(self.used) + 1


def new_model(rows: int) -> Whisper:
    """A model with a small vocabulary and fresh weights."""
    model = Whisper(_dimensions(rows))
    for module in model.modules():
        if isinstance(module, nn.Linear):
            nn.init.trunc_normal_(module.weight, std=0.03)
            if module.bias is not None:
                nn.init.zeros_(module.bias)
    nn.init.normal_(model.decoder.token_embedding.weight, std=0.05)
    nn.init.normal_(model.decoder.positional_embedding, std=0.02)
    return model


def take_weights(model: Whisper, path: Path, rows: Rows) -> None:
    """Starts the model from a whisper file of the same shape."""
    with unpacked(path) as plain:
        state = torch.load(plain, map_location="cpu", weights_only=True)["model_state_dict"]
    table = state["decoder.token_embedding.weight"].float()
    state["decoder.token_embedding.weight"] = torch.cat([torch.zeros(1, WIDTH), table[torch.tensor(rows.used)]])
    # A row that the given weights never trained is the same as thousands of others.
    common = table[torch.tensor(rows.unused)].median(0).values
    untrained = (state["decoder.token_embedding.weight"] - common).abs().max(1).values < 1e-3
    untrained[0] = True
    fresh = torch.randn(int(untrained.sum()), WIDTH) * 0.05
    state["decoder.token_embedding.weight"][untrained] = fresh
    model.load_state_dict({key: value.float() for key, value in state.items()})


def watch_attention(model: Whisper) -> list[Tensor]:
    """Makes the upper half of the decoder leave its cross-attention (n, heads, tokens, frames).

    Whisper takes word times from just these layers.
    """
    seen: list[Tensor] = []
    for block in model.decoder.blocks[DECODER_LAYERS // 2 :]:
        block.cross_attn.forward = _watched(block.cross_attn, seen)
    return seen


def _watched(attention: Any, seen: list[Tensor]) -> Callable[..., tuple[Tensor, None]]:
    def forward(x: Tensor, xa: Tensor, mask: Any = None, kv_cache: Any = None) -> tuple[Tensor, None]:
        def split(part: Tensor) -> Tensor:
            return part.reshape(*part.shape[:2], HEADS, WIDTH // HEADS).transpose(1, 2)

        query, key = split(attention.query(x)), split(attention.key(xa))
        value = split(attention.value(xa))
        scores = (query @ key.transpose(-1, -2)).float() * (WIDTH // HEADS) ** -0.5
        weights = scores.softmax(-1)
        seen.append(weights)
        mixed = (weights.to(value.dtype) @ value).transpose(1, 2).flatten(2)
        return attention.out(mixed), None

    return forward


def encoded(model: Whisper, mel: Tensor) -> Tensor:
    """The encoder's output (n, frames, width) for a spectrogram of any length."""
    encoder = model.encoder
    x = F.gelu(encoder.conv1(mel))
    x = F.gelu(encoder.conv2(x)).permute(0, 2, 1)
    x = (x + encoder.positional_embedding[: x.shape[1]]).to(x.dtype)
    for block in encoder.blocks:
        x = block(x)
    return encoder.ln_post(x)  # type: ignore[no-any-return]


def off_the_mark(attention: list[Tensor], batch: Batch) -> Tensor:
    """How far attention is from where each token is spoken: minus the log of its share there."""
    mean = torch.stack([weights.mean(1) for weights in attention]).mean(0)
    frame = torch.arange(mean.shape[2])
    inside = (frame >= batch.spans[:, :, :1]) & (frame <= batch.spans[:, :, 1:])
    share = (mean * inside).sum(2)
    counted = batch.spans[:, :, 0] >= 0
    return -(share[counted] + 1e-3).log().mean()


def save(model: Whisper, rows: Rows, sample: Batch, path: Path) -> None:
    """Writes whisper's own format in fp16, full vocabulary, compressed when it ends in .xz."""
    state = {key: value.detach().clone() for key, value in model.state_dict().items()}
    table = state["decoder.token_embedding.weight"]
    full = _quiet_row(model, table, sample).repeat(VOCABULARY, 1)
    full[torch.tensor(rows.used)] = table[1:]
    state["decoder.token_embedding.weight"] = full
    plain = path.with_name(path.name + ".part")
    torch.save(
        {
            "dims": vars(_dimensions(VOCABULARY)),
            "model_state_dict": {key: value.half() for key, value in state.items()},
        },
        plain,
    )
    if path.suffix == ".xz":
        packed = lzma.compress(plain.read_bytes(), preset=6)
        plain.write_bytes(packed)
    plain.replace(path)


def _quiet_row(model: Whisper, table: Tensor, sample: Batch) -> Tensor:
    """A row whose logit is far below all others.

    Tens of thousands of tokens share it: left as it came, sampling would draw them all the time.
    """
    states: list[Tensor] = []
    hook = model.decoder.ln.register_forward_hook(
        lambda module, inputs, output: states.append(output.detach().float().flatten(0, 1))
    )
    with torch.no_grad():
        sound = encoded(model, sample.mel)
        model.decoder(sample.inputs, sound)
        model.decoder(torch.randint_like(sample.inputs, 1, len(table)), sound)
    hook.remove()
    hidden = torch.cat(states)
    square = hidden.T @ hidden + 1e-4 * len(hidden) * torch.eye(WIDTH)
    row: Tensor = torch.linalg.solve(square, hidden.T @ torch.full((len(hidden),), _QUIET))
    return row


def _dimensions(vocabulary: int) -> ModelDimensions:
    return ModelDimensions(
        n_mels=80,
        n_audio_ctx=FRAMES,
        n_audio_state=WIDTH,
        n_audio_head=HEADS,
        n_audio_layer=ENCODER_LAYERS,
        n_vocab=vocabulary,
        n_text_ctx=448,
        n_text_state=WIDTH,
        n_text_head=HEADS,
        n_text_layer=DECODER_LAYERS,
    )
