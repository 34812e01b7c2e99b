"""Trains the networks of `pipeline.recognisers.sense` on marked talk.

python -m training.train_sense [--lines FOLDER] [--copies N] [--epochs N] [--votes N]
"""

from __future__ import annotations

import argparse
import io
import lzma
import random
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import nn

from pipeline.model import FindingKind
from pipeline.recognisers import lexicon
from pipeline.recognisers.lexicon import common, is_word
from pipeline.recognisers.page import PARTICLES, tokens_of
from pipeline.recognisers.sense import (
    AROUND,
    EDGE,
    KINDS,
    UNSEEN,
    Known,
    inputs_of,
    neighbour_of,
    page_of,
    shape_of,
)
from training.lines import FOLDER, Marked, Pools, kinds_of, read_lines, recast, spoken_ways

TARGET = Path(lexicon.__file__).parent / "data" / "sense.npz.xz"
WIDTH, HIDDEN, BATCH = 32, 160, 1024
KNOWN = 0.4  # so many of the names are known beforehand
NAMESAKES = 0.5  # in so many lines a word that is no name may be somebody's


@dataclass(frozen=True)
class Examples:
    """Rows and kinds of many words."""

    around: torch.Tensor  # (words, 2 * AROUND)
    shape: torch.Tensor  # (words, 8)
    kinds: torch.Tensor  # (words,)
    words: torch.Tensor  # (words,): the row of the word itself


class Net(nn.Module):
    """One vote: neighbours in their places, the word's shape, a hidden layer; it also learns to guess the word."""

    def __init__(self, rows: int) -> None:
        super().__init__()
        self.table = nn.Embedding(rows, WIDTH)
        nn.init.normal_(self.table.weight, std=0.1)
        self.hidden = nn.Linear((2 * AROUND + 1) * WIDTH, HIDDEN)
        self.kind = nn.Linear(HIDDEN, len(KINDS))
        self.word = nn.Linear(HIDDEN, rows)

    def forward(self, around: torch.Tensor, shape: torch.Tensor) -> torch.Tensor:
        """The hidden layer, (words, HIDDEN)."""
        seen = self.table(around)
        if self.training:  # a neighbour may be missed, so that none is leaned on
            seen = seen * (torch.rand(seen.shape[:2]) > 0.1).unsqueeze(-1)
        shaped = self.table(shape)
        if self.training:
            shaped = shaped * (torch.rand(shaped.shape[:2]) > 0.2).unsqueeze(-1)
        return torch.relu(self.hidden(torch.cat([seen.flatten(1), shaped.sum(dim=1)], dim=1)))


def known_by_name(lines: Sequence[Marked], at_least: int = 3) -> dict[str, int]:
    """Everything that has a row of its own: frequent words, kinds of words, marks, shapes."""
    counts: Counter[str] = Counter()
    shapes: Counter[str] = Counter()
    for marked in lines:
        for way in (marked, Marked(marked.text.lower(), marked.names)):
            tokens = tokens_of(way.text)
            cased = any(token.capital and not token.initial for token in tokens)
            for token, kind in zip(tokens, kinds_of(way), strict=True):
                word, group = neighbour_of(token)
                counts[group] += 2
                if not kind and (not token.word or is_word(token.text)):
                    counts[word] += 1
                for known in ("", "person", "thing"):
                    shapes.update(shape_of(token, cased, known))
    frequent = {name for name, count in (*counts.items(), *shapes.items()) if count >= 2 * at_least}
    return {name: row for row, name in enumerate(sorted(frequent | common() | {EDGE, UNSEEN, "~new"}))}


def pools_of(rng: random.Random) -> Pools:
    """Names and words of OpenTaal, and syllables of names in a row that nobody knows."""
    lower, names = lexicon._words()
    short = sorted(word for word in lower if word.isalpha() and 2 < len(word) < 8)
    both = sorted(word for word in lower & names if word.isalpha() and 1 < len(word) < 10)
    syllables = sorted({name[at : at + 3] for name in names for at in range(0, len(name) - 3, 2) if name.isalpha()})
    strange = {"".join(rng.choice(syllables) for _ in range(2)) for _ in range(4000)}
    return Pools(
        names=tuple(sorted(name for name in names if name.isalpha() and 2 < len(name) < 11)),
        strange=tuple(sorted(word for word in strange if not is_word(word))),
        words=tuple(both + rng.sample(short, len(both) // 2)),
    )


def copies_of(lines: Sequence[Marked], pools: Pools, copies: int, rng: random.Random) -> Iterator[Marked]:
    """Every line as it is and with other casts, in every way it may be written."""
    for line in lines:
        for copy in range(copies):
            yield from spoken_ways(recast(line, pools, rng) if copy else line, rng)


def known_in(
    marked: Marked, kinds: Sequence[FindingKind | None], places: Sequence[int], rng: random.Random
) -> list[Known]:
    """A consent record that names some of these words: names, and words by which somebody else is called."""
    tokens = tokens_of(marked.text)
    told: dict[str, Known] = {}
    for at in places:
        word, kind = tokens[at].norm, kinds[at]
        if kind and word not in told and word not in PARTICLES:
            told[word] = ("person" if kind == "PERSON" else "thing") if rng.random() < KNOWN else ""
    if rng.random() < NAMESAKES:
        at = rng.choice(places)
        likely = tokens[at].norm not in PARTICLES and (tokens[at].norm not in common() or rng.random() < 0.3)
        if likely and not kinds[at]:
            told.setdefault(tokens[at].norm, "person" if rng.random() < 0.6 else "thing")
    return [told.get(tokens[at].norm, "") for at in places]


def examples_of(marked: Iterator[Marked], rows: Mapping[str, int], rng: random.Random) -> Examples:
    """Every word of every line."""
    around, shape, kinds, words = [], [], [], []
    for way in marked:
        tokens = tokens_of(way.text)
        if any(token.word for token in tokens):
            keep = [at for at, token in enumerate(tokens) if token.word]
            here = kinds_of(way)
            near, own = inputs_of(page_of(way.text, rows), keep, known_in(way, here, keep, rng), rows)
            around.append(near)
            shape.append(own)
            kinds += [KINDS.index(here[at]) for at in keep]
            words += [rows.get(neighbour_of(tokens[at])[0], rows[UNSEEN]) for at in keep]
    return Examples(
        torch.from_numpy(np.concatenate(around)),
        torch.from_numpy(np.concatenate(shape)),
        torch.tensor(kinds),
        torch.tensor(words),
    )


def fit(examples: Examples, rows: int, epochs: int, seed: int) -> Net:
    """A trained network."""
    torch.manual_seed(seed)
    net = Net(rows)
    steps = epochs * (len(examples.kinds) // BATCH + 1)
    optimiser = torch.optim.AdamW(net.parameters(), lr=2e-3, weight_decay=0.02)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, 4e-3, total_steps=steps)
    for epoch in range(epochs):
        total = 0.0
        for chunk in torch.split(torch.randperm(len(examples.kinds)), BATCH):
            hidden = nn.functional.dropout(net(examples.around[chunk], examples.shape[chunk]), 0.4)
            loss = nn.functional.cross_entropy(net.kind(hidden), examples.kinds[chunk], label_smoothing=0.02)
            plain = examples.kinds[chunk] == 0
            guess = net.word(hidden[plain])
            total += loss.item() * len(chunk)
            loss = loss + 0.1 * nn.functional.cross_entropy(guess, examples.words[chunk][plain])
            optimiser.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            optimiser.step()
            schedule.step()
        print(f"vote {seed} epoch {epoch + 1}: loss {total / len(examples.kinds):.4f}", flush=True)
    return net


def store(nets: Sequence[Net], rows: Mapping[str, int], target: Path) -> None:
    """Write the networks as half floats."""
    arrays = {"names": np.frombuffer("\n".join(rows).encode(), dtype=np.uint8)}
    for vote, net in enumerate(nets):
        layers = {
            "table": net.table.weight,
            "in": net.hidden.weight.T,
            "in_bias": net.hidden.bias,
            "out": net.kind.weight.T,
            "out_bias": net.kind.bias,
        }
        arrays |= {f"{vote}/{name}": value.detach().numpy().astype(np.float16) for name, value in layers.items()}
    file = io.BytesIO()
    np.savez(file, **arrays)  # type: ignore[arg-type]
    target.write_bytes(lzma.compress(file.getvalue()))


def main() -> None:
    """Train and store."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lines", type=Path, default=FOLDER)
    parser.add_argument("--copies", type=int, default=4)
    parser.add_argument("--epochs", type=int, default=4)
    parser.add_argument("--votes", type=int, default=2)
    options = parser.parse_args()
    rng = random.Random(1)
    lines = read_lines(options.lines)
    rows = known_by_name(lines)
    examples = examples_of(copies_of(lines, pools_of(rng), options.copies, rng), rows, rng)
    print(f"{len(lines):,} lines, {len(examples.kinds):,} words, {len(rows):,} rows", flush=True)
    nets = [fit(examples, len(rows), options.epochs, seed) for seed in range(1, options.votes + 1)]
    store(nets, rows, TARGET)
    print(f"{TARGET.name}: {TARGET.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main()
