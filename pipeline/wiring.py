"""Settings -> tools. The only importer of adapters."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from pipeline.adapters.bleep import Bleep
from pipeline.adapters.engines.pool import Pool, choose_workers
from pipeline.adapters.fetching import fetch_model
from pipeline.adapters.ffmpeg import Ffmpeg
from pipeline.adapters.machine import memory_needed, this_machine
from pipeline.adapters.models import check_model, extras, fits, on_the_shelf
from pipeline.adapters.processes import Processes
from pipeline.adapters.silero import Silero
from pipeline.adapters.speakers.finder import speaker_finder
from pipeline.adapters.threads import side_by_side
from pipeline.adapters.voters.voter import voters_for
from pipeline.config import Settings, read_settings
from pipeline.consent.book import consent_book
from pipeline.errors import StudyInCheckout
from pipeline.ledger.log import Log
from pipeline.ports import Bleeper, MachinePlan, Mapper, Tools
from pipeline.store import Study
from pipeline.withdrawal.doing import make_ready
from pipeline.witness import Witness

__all__ = [
    "bleeper",
    "check_model",
    "consent_log",
    "extras",
    "fetch_model",
    "fits",
    "memory_needed",
    "on_the_shelf",
    "open_study",
    "plan_for",
    "refuse_checkout",
    "this_machine",
    "tools_for",
]


def open_study(folder: Path) -> tuple[Study, Settings]:
    """The study in this folder and its settings. Raises NotAStudy, SettingsWrong, StudyInCheckout."""
    settings = read_settings(folder)
    if not settings.study.demo:
        refuse_checkout(folder)
    return Study(folder.resolve()), settings


def refuse_checkout(folder: Path) -> None:
    """Interviews never belong in version control. Raises StudyInCheckout."""
    root = folder.resolve()
    if any((parent / ".git").exists() for parent in (root, *root.parents)):
        raise StudyInCheckout(folder=folder)


def plan_for(settings: Settings, study: Path) -> MachinePlan:
    """How this machine will be used for the study in this folder."""
    machine, (workers, threads) = this_machine(), choose_workers(settings, study)
    return MachinePlan(machine.cores, machine.memory, machine.gpu, workers, threads)


def bleeper() -> Bleeper:
    """What takes names out of sound."""
    return Bleep()


def consent_log(study: Study) -> Log:
    """Where it is written down what was done, for an auditor; under the study's lock.

    A line that a kill cut off is removed, and that is noted in it. Raises LogBroken, StorageFailed.
    """
    log = Log(study.root / "consent")
    log.mend_tail()
    return log


@contextmanager
def tools_for(study: Study, settings: Settings) -> Iterator[tuple[Tools, Mapper]]:
    """Everything the stages need, and a `map` with as many workers as the machine carries; under the study's lock.

    A deletion that was cut off is finished first. Raises StudyEnded, and what `finish` raises.
    """
    make_ready(study, settings, Witness(study, consent_log(study)).write)
    plan = plan_for(settings, study.root)
    transcriber = Pool(settings.transcribe, study.root, plan.workers, plan.threads)
    find_speakers = speaker_finder(settings.speakers, study.root)
    voters = voters_for(settings.redact.voters, study)
    tools = Tools(
        settings=settings,
        study=study,
        decode=Ffmpeg(),
        find_voice=Silero(settings.transcribe.speech_threshold),
        transcribe=transcriber,
        find_speakers=find_speakers,
        consent=consent_book(study, settings),
        today=date.today(),
        voters=voters,
        witness=Witness(study, consent_log(study)),
        spread=Processes(plan.cores),
    )
    try:
        yield tools, side_by_side(plan.workers)
    finally:
        transcriber.close()
        find_speakers.close()
        for voter in voters:
            voter.close()
