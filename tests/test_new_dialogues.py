"""New dialogues with random casts, from 20 fixed seeds, through all stages; one more on a fresh seed, printed only."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from demo.casts import random_cast
from demo.judge import Judgement, judge
from demo.perform import truth_of
from tests.conftest import run_casus
from tests.studies import empty_study, spoken, write_cast_record, write_wav

SEEDS = range(9000, 9020)
ROLES = ("leraar", "hulpverlener", "kind", "ib")
DOSSIER = "Verslag\n\n{full} zit op {school} in {place}. De moeder van {first} is {mother}.\n"


def judge_new(seeds: range, root: Path, model: Path) -> Judgement:
    """One study, one case a seed: an interview with a parent and one with somebody else, and a dossier."""
    study = empty_study(root, model)
    truths, records = {}, []
    for number, seed in enumerate(seeds, start=1):
        case, cast = f"casus-{number:02d}", random_cast(seed)
        records.append(write_cast_record(study, case, cast))
        for role in ("ouder", ROLES[seed % len(ROLES)]):
            dialogue, performance = spoken(role, cast, seed, exchanges=1)
            word = dialogue.played_by["R"] if role == "ouder" else role
            write_wav(study.inbox / f"{case}_{word}_2026-05-13.wav", performance.audio)
            truths[f"{case}_{role}-1"] = truth_of(performance)
        child = cast.people["kind"]
        (study.inbox / f"{case}_dossier.txt").write_text(
            DOSSIER.format(
                full=child.full,
                first=child.first,
                school=cast.others["school"],
                place=cast.others["plaats"],
                mother=cast.people["moeder"].full,
            ),
            encoding="utf-8",
        )
    said = run_casus(root.parent, "run", "--study", str(root))
    assert said.returncode == 0, said.stderr
    for record in records:
        dossier = (root / "release" / "by-case" / record.case / "dossier-1.txt").read_text(encoding="utf-8")
        assert dossier.count("[KIND-1]") >= 2
    return judge(study, truths, records)


def figures(judged: Judgement) -> str:
    """The figures of a judgement, in one line."""
    hidden = sum(name.hidden for name in judged.near_wrong)
    return (
        f"words {judged.words}, error rate {judged.word_error_rate:.3f}; names {len(judged.names)}, "
        f"known and right {len(judged.known_right)}, nearly right {len(judged.near_wrong)} (hidden {hidden}); "
        f"speech {judged.speech:.0f} s, worded {judged.worded / judged.speech:.3f}"
    )


def test_twenty_new_casts_keep_every_promise(tmp_path: Path, demo_model: Path) -> None:
    judged = judge_new(SEEDS, tmp_path / "study", demo_model)
    print(figures(judged))
    assert len(judged.known_right) > 60
    assert [name.recording for name in judged.known_right if not name.hidden] == []
    assert judged.survivors == ()
    assert sum(name.hidden for name in judged.near_wrong) >= 0.97 * len(judged.near_wrong)
    assert judged.worded + judged.gaps == pytest.approx(judged.speech, abs=0.5)
    assert judged.worded >= 0.97 * judged.speech
    child = {name.label for name in judged.names if name.entity == "kind-1" and name.right}
    # "de Vries" alone may be any of the family: that mention gets all their labels, and a person decides.
    assert {label for label in child if "/" not in label} == {"KIND-1"}
    assert all("KIND-1" in label.split("/") for label in child)
    assert judged.word_error_rate < 0.15


def test_a_fresh_cast_is_printed_not_asserted(
    tmp_path: Path, demo_model: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    seed = random.SystemRandom().randrange(10_000, 1_000_000)
    judged = judge_new(range(seed, seed + 1), tmp_path / "study", demo_model)
    with capsys.disabled():
        print(f"\nfresh seed {seed}: {figures(judged)}")
