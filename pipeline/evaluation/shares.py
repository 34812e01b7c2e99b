"""So many of so many, and how sure that makes us."""

from __future__ import annotations

import math
from dataclasses import dataclass

_Z = 1.96  # 95 %


@dataclass(frozen=True, slots=True)
class Share:
    """`right` of `of`."""

    right: int
    of: int

    @property
    def value(self) -> float | None:
        """0 to 1; None where there was nothing to count."""
        return self.right / self.of if self.of else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """Wilson's 95 % interval; None where there was nothing to count."""
        if not self.of:
            return None
        share = self.right / self.of
        weight = 1 + _Z * _Z / self.of
        centre = share + _Z * _Z / (2 * self.of)
        spread = _Z * math.sqrt(share * (1 - share) / self.of + _Z * _Z / (4 * self.of * self.of))
        return (centre - spread) / weight, (centre + spread) / weight

    def __add__(self, other: Share) -> Share:
        return Share(self.right + other.right, self.of + other.of)

    def as_dict(self) -> dict[str, object]:
        """For JSON."""
        return {"right": self.right, "of": self.of, "value": self.value, "interval": self.interval}
