"""Writes the picture of a study into `reports/`, unless it would name somebody."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from html import unescape
from itertools import chain
from pathlib import Path

from pipeline.config import Settings
from pipeline.consent.fields import PURPOSES
from pipeline.errors import ReportNamesSomebody, all_errors
from pipeline.labels import role_words
from pipeline.leaks import first_leak
from pipeline.mirror import mirror
from pipeline.model import Register
from pipeline.ports import Mapper
from pipeline.report.gathering import picture_of
from pipeline.report.page import Drawn, draw
from pipeline.report.picture import Case, Consent, Picture
from pipeline.status import NEXT
from pipeline.store import Study

PAGE = "study.html"
_STRING = re.compile(r"(?<=>)[^<>]+(?=<)|(?<==\")[^\"]*(?=\")")  # text between tags, and attributes
_APART = "\n0\n"  # keeps neighbours from being read as one name


def write_report(study: Study, settings: Settings, today: date, machine: str, over: Mapper = map) -> Path:
    """The page of the study as it is now, and its plots; where it lies. `machine`: how the machine is used, in words.

    Where it would name somebody there is none, and an earlier one goes. Raises ReportNamesSomebody, VaultDamaged,
    StorageFailed.
    """
    language = settings.study.language
    picture = picture_of(study, settings, today, machine, over)
    drawn = draw(picture, language)
    leak = _leak_in(drawn, picture, study, settings)
    files = {} if leak else {PAGE: drawn.page} | {f"plots/{name}": data for name, data in drawn.plots.items()}
    mirror(files, study.reports, study.work / "reports.json")
    if leak:
        raise ReportNamesSomebody(label=leak)
    return study.reports / PAGE


def _leak_in(drawn: Drawn, picture: Picture, study: Study, settings: Settings) -> str:
    """The label of the first whom the files would name; "": nobody. All registers at once: the page tells of all."""
    entities = chain.from_iterable(study.register(case.name).entities for case in picture.cases)
    told = _strings([drawn.page, *drawn.plots.values()], list(drawn.plots))
    leak = first_leak(told, Register("", tuple(entities)), _own_words(picture, settings))
    return leak.label if leak else ""


def _own_words(picture: Picture, settings: Settings) -> str:
    """What we say ourselves: the page without anything that people wrote, the words of errors, roles, purposes."""
    blank = draw(_blank(picture), settings.study.language)
    roles = (word for role, others in settings.roles.items() for word in (role, *others))
    errors = (text for kind in all_errors() for text in (*kind.nl, *kind.en))
    steps = chain.from_iterable(NEXT.values())
    return _strings([blank.page, *blank.plots.values()], [*roles, *role_words(), *errors, *steps, *PURPOSES])


def _strings(pages: Iterable[bytes], others: Iterable[str]) -> str:
    """All text and all attributes of pages, as they are read, each once; and other strings."""
    found = (text for page in pages for text in _STRING.findall(page.decode()))
    return _APART.join(dict.fromkeys(chain(map(unescape, found), others)))


def _blank(picture: Picture) -> Picture:
    """The same picture without anything that came from people; days and counts stay."""
    steps = tuple(replace(step, next="", reason="", subjects=("",)) for step in picture.steps)
    cases = tuple(map(_blank_case, picture.cases))
    return replace(picture, name="", machine="", roles=(), complete=(), elsewhere=(), steps=steps, cases=cases)


def _blank_case(case: Case) -> Case:
    rows = tuple(replace(row, case="", recording="", reason="", next="") for row in case.rows)
    read = tuple(replace(one, recording="", name="") for one in case.read)
    agreed = tuple(
        replace(
            one, person="", form="", purposes=(), signed=(), ended=tuple((day, kind, "") for day, kind, _ in one.ended)
        )
        for one in case.consent.agreed
    )
    consent = Consent(tuple(replace(one, now=one.now and "-") for one in agreed), problem=case.consent.problem and "-")
    return replace(case, name="", rows=rows, read=read, labels=(), consent=consent)
