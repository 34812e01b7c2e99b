"""The demo's checkpoint with the shape, and so the cost, of whisper's `small`, computing the very same.

python -m benchmarks.widen demo.pt wide.pt

Every stream is three copies of itself (so that layer norms stay what they are), weights read the first copy, heads and
layers that are new add nothing. Attention maps of new heads and layers are copies: an even one has no word times.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import torch
from torch import Tensor

WIDTH, HEADS, LAYERS, MLP = 768, 12, 12, 3072
"""Of `small`."""

State = dict[str, Tensor]


def widen(state: State, dims: dict[str, int]) -> tuple[State, dict[str, int]]:
    """The weights and dimensions of a checkpoint whose width and heads divide those of `small`."""
    copies = WIDTH // dims["n_audio_state"]
    wide: State = {}
    for name in ("encoder.conv1", "encoder.conv2"):
        weight = state[f"{name}.weight"]
        if name.endswith("2"):
            weight = torch.cat([weight, weight.new_zeros(weight.shape[0], WIDTH - weight.shape[1], 3)], dim=1)
        wide[f"{name}.weight"] = weight.repeat(copies, 1, 1)
        wide[f"{name}.bias"] = state[f"{name}.bias"].repeat(copies)
    for name in ("encoder.positional_embedding", "decoder.positional_embedding", "decoder.token_embedding.weight"):
        wide[name] = state[name].repeat(1, copies)
    for part in ("weight", "bias"):
        wide[f"encoder.ln_post.{part}"] = state[f"encoder.ln_post.{part}"].repeat(copies)
        last = state[f"decoder.ln.{part}"]  # one copy only: the vocabulary is asked by all three
        wide[f"decoder.ln.{part}"] = torch.cat([last, last.new_zeros(WIDTH - len(last))])
    for side, count in (("encoder", dims["n_audio_layer"]), ("decoder", dims["n_text_layer"])):
        for at, (source, adds) in enumerate(_sources(count)):
            for name, tensor in _layer(state, f"{side}.blocks.{source}.", copies, adds).items():
                wide[f"{side}.blocks.{at}.{name}"] = tensor
    small = {"n_audio_state": WIDTH, "n_audio_head": HEADS, "n_audio_layer": LAYERS}
    small |= {"n_text_state": WIDTH, "n_text_head": HEADS, "n_text_layer": LAYERS}
    return wide, dims | small


def _sources(count: int) -> list[tuple[int, bool]]:
    """Which layer each new one is made from, and whether it adds anything: the first one first, the rest last."""
    return [(0, True), *[(min(1, count - 1), False)] * (LAYERS - count), *((at, True) for at in range(1, count))]


def _layer(state: State, place: str, copies: int, adds: bool) -> State:
    found: State = {}
    for name, tensor in ((key.removeprefix(place), value) for key, value in state.items() if key.startswith(place)):
        if "_ln." in name:
            found[name] = tensor.repeat(copies)
        elif name.startswith("mlp.0"):
            found[name] = _padded(tensor, MLP)
        elif ".out." in name or name.startswith("mlp.2"):  # back into the stream
            inside = _padded(tensor, len(tensor), MLP if name.startswith("mlp.2") else WIDTH)
            found[name] = (inside if adds else inside * 0).repeat(copies, *[1] * (tensor.dim() - 1))
        elif ".value." in name:
            found[name] = _padded(tensor, WIDTH)
        else:  # what is asked and what answers: the same in every copy of the heads
            found[name] = _padded(tensor, len(tensor)).repeat(copies, *[1] * (tensor.dim() - 1))
    return found


def _padded(tensor: Tensor, rows: int, columns: int = WIDTH) -> Tensor:
    """Zeros below and, for a matrix, to the right."""
    below = tensor.new_zeros(rows - tensor.shape[0], *tensor.shape[1:])
    taller = torch.cat([tensor, below])
    if tensor.dim() == 1:
        return taller
    return torch.cat([taller, tensor.new_zeros(rows, columns - tensor.shape[1])], dim=1)


def write_widened(source: Path, target: Path) -> None:
    """Read a checkpoint, write it widened."""
    held = torch.load(source, map_location="cpu", weights_only=True)
    state, dims = widen(held["model_state_dict"], held["dims"])
    torch.save({"dims": dims, "model_state_dict": state}, target)


def main() -> None:
    """From the command line."""
    parser = argparse.ArgumentParser()
    parser.add_argument("source", type=Path)
    parser.add_argument("target", type=Path)
    arguments = parser.parse_args()
    write_widened(arguments.source, arguments.target)
    print(f"{arguments.target}: {arguments.target.stat().st_size / 1e6:.0f} MB")


if __name__ == "__main__":
    main()
