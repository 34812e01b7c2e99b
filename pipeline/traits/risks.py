"""Which cases of a study may be recognised by what is told of them. An indication, no proof."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pipeline.config import Settings
from pipeline.errors import NotRedactedYet, UnknownSubject
from pipeline.model import RedactedCase
from pipeline.store import Study
from pipeline.traits.extractor import Trait
from pipeline.traits.rarity import Advice, Combination, advise, count_shared, rare_groups, rarest
from pipeline.traits.rows import Fact, Row, row_of

FEW = 20  # with fewer cases nearly everything is unique: our own judgement
SETTING: dict[Trait, str] = {"age": "ages", "group": "groups", "town": "towns"}  # values of `redact.generalise`


@dataclass(frozen=True, slots=True)
class Risk:
    """One case: what is told, and what of it few share."""

    row: Row
    rarest: tuple[Combination, ...]
    rare: int  # combinations of up to three facts that fewer than k cases share
    advice: Advice | None


@dataclass(frozen=True, slots=True)
class Risks:
    """All cases that were redacted, and those still to come."""

    cases: tuple[Risk, ...]
    waiting: tuple[str, ...]
    k: int  # what fewer cases share is rare; never more than there are cases
    wanted: int  # the k of the settings
    compared: int

    def of(self, case: str) -> Risks:
        """One case, compared with all others. Raises UnknownSubject, NotRedactedYet."""
        found = tuple(risk for risk in self.cases if risk.row.case == case)
        if not found:
            raise NotRedactedYet(case=case) if case in self.waiting else UnknownSubject(what=case)
        return Risks(found, (), self.k, self.wanted, self.compared)

    def as_dict(self) -> dict[str, Any]:
        """For --json. No names, no spoken text, no towns."""
        return {
            "k": self.k,
            "compared": self.compared,
            "waiting": list(self.waiting),
            "cases": [_as_dict(risk) for risk in self.cases],
        }


def risks_in(study: Study, settings: Settings) -> Risks:
    """Compare all cases that were redacted. Raises VaultDamaged."""
    cases = sorted({recording.case for recording in study.recordings()})
    done = [case for case in cases if study.product("redacted", case).is_file()]
    rows = [row_of(study.load(RedactedCase, "redacted", case)) for case in done]
    return compared(rows, settings, tuple(case for case in cases if case not in done))


def compared(rows: list[Row], settings: Settings, waiting: tuple[str, ...] = ()) -> Risks:
    """Rows held against each other. Towns whose labels show the province count as that province."""
    if "towns" in settings.redact.generalise:
        rows = [row.with_coarser("town") for row in rows]
    wanted = settings.release.k_anonymity
    k, counts = min(wanted, len(rows)), count_shared(rows)
    advice = advise(rows, k)
    cases = (Risk(row, rarest(row, counts, k), rare_groups(row, counts, k), advice.get(row.case)) for row in rows)
    return Risks(tuple(cases), waiting, k, wanted, len(rows))


def _as_dict(risk: Risk) -> dict[str, Any]:
    return {
        "case": risk.row.case,
        "traits": [
            _fact(told.fact)
            | {"of_child": told.of_child, "unusual": told.unusual, "times": len(told.places)}
            | {"places": [{"recording": recording, "block": block} for recording, block in dict.fromkeys(told.places)]}
            for told in risk.row.told
        ],
        "rare": risk.rare,
        "rarest": [{"facts": list(map(_fact, one.facts)), "k": one.cases} for one in risk.rarest],
        "advice": risk.advice
        and {
            "trait": risk.advice.trait,
            "setting": SETTING.get(risk.advice.trait),
            "rare_before": risk.advice.before,
            "rare_after": risk.advice.after,
            "lowest_k_after": risk.advice.lowest,
        },
    }


def _fact(fact: Fact) -> dict[str, str]:
    return {"trait": fact.trait, "value": fact.shown}
