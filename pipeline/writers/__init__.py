"""Writers of released transcripts, one file each. They take a `CaseFile` or a `StudyFile` and touch no disk."""

from collections.abc import Callable

from pipeline.config import Settings
from pipeline.model import CaseFile
from pipeline.writers.as_json import write_json
from pipeline.writers.overview import write_overview
from pipeline.writers.txt import write_concept, write_txt
from pipeline.writers.vtt import write_vtt

Writer = Callable[[CaseFile, Settings], dict[str, bytes]]

WRITERS: dict[str, Writer] = {"txt": write_txt, "json": write_json, "vtt": write_vtt}

__all__ = ["WRITERS", "Writer", "write_concept", "write_overview"]
