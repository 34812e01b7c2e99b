"""Parts of a release: each is made by itself, in a process of its own where there is much to do, and kept while what
it is made of stays the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from operator import call

from pipeline.ports import Tools
from pipeline.releasing.making import Made
from pipeline.stages import code
from pipeline.store import Receipt, digest_of, digest_of_file

_STAGE = "release"
OURS = ("**/*.py", "writers/**/*")  # all our code: a part takes seconds, and any change may change it


@dataclass(frozen=True, slots=True)
class Part:
    """Something that a release holds. `make` writes and checks it; it travels to another process."""

    name: str  # "by-case/casus-01", "study", "packs/all"
    inputs: tuple[str, ...]  # digests of all that it is made of, besides settings
    make: Callable[[], Made] = field(repr=False)


def make(parts: Sequence[Part], tools: Tools) -> dict[str, Made]:
    """Each part by name, in order: as it lies there where nothing changed since it was checked, else made now."""
    found = {part.name: _kept(part, tools) for part in parts}
    stale = [part for part in parts if found[part.name] is None]
    fresh = dict(zip((part.name for part in stale), tools.spread(call, [part.make for part in stale]), strict=True))
    return {name: fresh[name] if one is None else one for name, one in found.items()}


def note(parts: Iterable[Part], made: Mapping[str, Made], tools: Tools) -> None:
    """Remember how parts were made whose files are in place now, and forget all others. Raises StorageFailed."""
    folder, names = tools.study.work / "receipts" / _STAGE, {part.name for part in parts}
    for path in sorted(folder.rglob("*.json")):
        if (name := path.relative_to(folder).with_suffix("").as_posix()) not in names:
            tools.study.forget(_STAGE, name)
    for part in parts:
        if (one := made[part.name]).refused:
            tools.study.forget(_STAGE, part.name)
        elif not one.kept:
            outputs = tuple(sorted((place, digest_of(data)) for place, data in one.files.items()))
            tools.study.save_receipt(part.name, replace(_receipt(part, tools), outputs=outputs))


def _kept(part: Part, tools: Tools) -> Made | None:
    """The part as it lies there; None: something it is made of changed, or one of its files did."""
    before = tools.study.receipt(_STAGE, part.name)
    if before is None or replace(before, outputs=()) != _receipt(part, tools):
        return None
    if any(digest_of_file(tools.study.release / place) != digest for place, digest in before.outputs):
        return None
    return Made(kept=dict(before.outputs))


def _receipt(part: Part, tools: Tools) -> Receipt:
    """What a part is made of and with; not what came out."""
    return Receipt(
        stage=_STAGE,
        version=code(*OURS),
        settings=digest_of(tools.settings.model_dump_json().encode()),
        inputs=tuple((f"{number:04}", digest) for number, digest in enumerate(part.inputs, start=1)),
        outputs=(),
    )
