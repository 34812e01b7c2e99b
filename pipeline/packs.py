"""Which reading packs were asked for. They are made anew at every release, so that they hold what may be read now."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pipeline.errors import VaultDamaged
from pipeline.store import Study, read_json, to_json, write


@dataclass(frozen=True, slots=True)
class Pack:
    """All transcripts of a role, or all roles of a case, in one file; neither: all there is. Names nobody."""

    role: str = ""
    case: str = ""
    cards: bool = False  # a card for each transcript, to lay them in order, and not the transcripts

    @property
    def place(self) -> str:
        """Where it lies in the release, without its ending: "packs/by-role/leraar"."""
        where = f"by-role/{self.role}" if self.role else f"by-case/{self.case}" if self.case else "all"
        return f"packs/{where}{'.cards' if self.cards else ''}"


def asked(study: Study) -> tuple[Pack, ...]:
    """The packs that are asked for, sorted by place; none where that is not known."""
    try:
        return read_json(tuple[Pack, ...], study.work / "packs.json")
    except (FileNotFoundError, VaultDamaged):
        return ()


def ask_for(packs: Iterable[Pack], study: Study) -> None:
    """From now on make these and no others. Raises StorageFailed."""
    write(study.work / "packs.json", to_json(tuple(sorted(set(packs), key=lambda pack: pack.place))))
