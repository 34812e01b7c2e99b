"""The diarisation error rate, as NIST and everybody since count it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise, permutations

Said = tuple[float, float, str]
"""Start and end in seconds, and who spoke; stretches may overlap."""


@dataclass(frozen=True)
class Errors:
    """Seconds of speech, and of what went wrong with them; two people at once count twice."""

    speech: float
    missed: float
    false: float
    confused: float

    @property
    def rate(self) -> float:
        """All errors as a share of speech; may exceed one."""
        return (self.missed + self.false + self.confused) / self.speech if self.speech else 0.0


def diarisation_errors(truth: Sequence[Said], found: Sequence[Said], collar: float = 0.25) -> Errors:
    """Compare who spoke with who is said to have spoken, voices matched as well as they can be.

    Nothing counts within `collar` seconds of where somebody starts or stops. Tries every match: for few voices.
    """
    edges = [edge for start, end, _ in truth for edge in (start, end)]
    times = {time for start, end, _ in (*truth, *found) for time in (start, end)}
    times |= {edge + side for edge in edges for side in (-collar, collar)}
    speech = missed = false = both = 0.0
    together: dict[tuple[str, str], float] = {}
    for start, end in pairwise(sorted(times)):
        length, middle = end - start, (start + end) / 2
        if any(abs(middle - edge) < collar for edge in edges):
            continue
        real, said = _speaking(truth, middle), _speaking(found, middle)
        speech += length * len(real)
        missed += length * max(0, len(real) - len(said))
        false += length * max(0, len(said) - len(real))
        both += length * min(len(real), len(said))
        for pair in ((one, other) for one in real for other in said):
            together[pair] = together.get(pair, 0.0) + length
    return Errors(speech, missed, false, max(0.0, both - sum(together.get(p, 0.0) for p in matched(together).items())))


def matched(together: dict[tuple[str, str], float]) -> dict[str, str]:
    """For each true speaker the voice found, so that they share most; `together` has how much each pair shares."""
    people = sorted({one for one, _ in together})
    voices = sorted({other for _, other in together})
    voices += [""] * max(0, len(people) - len(voices))
    ways = (dict(zip(people, way, strict=True)) for way in permutations(voices, len(people)))
    return max(ways, key=lambda way: sum(together.get(pair, 0.0) for pair in way.items()))


def _speaking(stretches: Iterable[Said], time: float) -> set[str]:
    return {who for start, end, who in stretches if start <= time < end}
