"""Pack what may be archived today, and take back what no longer may be."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from importlib import resources
from pathlib import Path

from pipeline import __version__
from pipeline.archive.choosing import choose, sources
from pipeline.archive.consent import consent_json
from pipeline.archive.crate import METADATA, crate_json
from pipeline.archive.dans import dataset_xml, files_xml
from pipeline.archive.dataset import Dataset, File, blank, dataset_of, in_ascii
from pipeline.archive.packing import make_bag, make_zip
from pipeline.archive.readme import readme
from pipeline.archive.telling import note
from pipeline.config import Settings
from pipeline.consent.records import record_files
from pipeline.errors import ArchiveNames, CasusError, NoConsentRecord, NothingToArchive
from pipeline.mirror import keep_only, listed, move_in
from pipeline.model import CaseFile, Register, StudyFile
from pipeline.people.growing import grown
from pipeline.ports import Tools
from pipeline.releasing.check import blank_pages, leak_in_common, without_speech
from pipeline.store import Receipt, Study, digest_of_file, whole, write
from pipeline.writers import write_study

SCHEMA = "transcript.schema.json"
_VERSION = "1"


@dataclass(frozen=True, slots=True)
class Archived:
    """A bag, and what is not in it. Names nobody."""

    place: str  # in `archive/`
    dataset: Dataset
    left_out: tuple[tuple[str, CasusError], ...]  # (recording, why)


def archive(cases: Iterable[CaseFile], tools: Tools, not_released: Mapping[str, CasusError], sound: bool) -> Archived:
    """Pack the released transcripts that everybody lets go to an archive, in the place of what lay there before.

    What is not in the bag is told in a note beside it. Raises NothingToArchive, ArchiveUnsettled, AudienceUnknown,
    ArchiveNames, StorageFailed, NoConsentRecord, ConsentRecordWrong, VaultDamaged.
    """
    study, settings = tools.study, tools.settings
    chosen = choose(cases, tools, not_released)
    if not chosen.study.cases:
        raise NothingToArchive
    found = sources(chosen.study, study, sound)
    dataset = dataset_of(chosen.study, settings, tuple(found))
    scratch = study.scratch("archive", "bag")
    scratch.clear()
    try:
        dataset = _bagged(scratch.folder / dataset.name, dataset, found, chosen.study, tools)
        packed, told = (scratch.folder / f"{dataset.name}.{ending}" for ending in ("zip", "txt"))
        make_zip(scratch.folder / dataset.name, packed)
        write(told, note(dataset, chosen, digest_of_file(packed), settings.study.language))
        study.forget("archive", "bag")
        for file in (told, packed):
            move_in(file, file.name, study.archive, _manifest(study))
    finally:
        scratch.clear()
    keep_only({told.name, packed.name}, study.archive, _manifest(study))
    study.save_receipt("bag", _receipt(found.values(), tools, study.archive / packed.name))
    return Archived(packed.name, dataset, chosen.left_out)


def take_back(cases: Iterable[CaseFile], tools: Tools) -> tuple[str, ...]:
    """Take the bag away once anything in it is no longer released as it was, or may no longer be archived.

    Gives the places that were taken away. Raises StorageFailed, VaultDamaged.
    """
    study, receipt = tools.study, tools.study.receipt("archive", "bag")
    if not listed(_manifest(study)):
        return ()
    may = set(sources(choose(cases, tools, {}).study, study, sound=True).values())
    was = {study.root / place: digest for place, digest in receipt.inputs} if receipt else {}
    if was and was.keys() <= may and all(digest_of_file(path) == digest for path, digest in was.items()):
        return ()
    study.forget("archive", "bag")
    return keep_only((), study.archive, _manifest(study))


def copy_to(folder: Path, archived: Archived, study: Study) -> Path:
    """A copy of the bag elsewhere: the study does not know it, and cannot take it back. Raises StorageFailed."""
    with whole(folder / archived.place) as half:
        shutil.copyfile(study.archive / archived.place, half)
    return folder / archived.place


def _bagged(folder: Path, dataset: Dataset, found: Mapping[str, Path], chosen: StudyFile, tools: Tools) -> Dataset:
    """Make a bag of it all in this folder, once nothing public names anybody; gives the dataset with its files."""
    settings, registers = tools.settings, _registers(tools)
    for place, plainly in in_ascii(found).items():
        (folder / plainly).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(found[place], folder / plainly)
    for name, data in (write_study(chosen, settings) | {SCHEMA: _schema()}).items():
        write(folder / name, data)
    ours = {"consent.json": consent_json(chosen), "README.txt": readme(replace(dataset, files=_files(folder)))}
    for name, data in ours.items():
        write(folder / name, data)
    dataset = replace(dataset, files=_files(folder))
    write(folder / METADATA, crate_json(dataset))
    whole_set = replace(dataset, files=_files(folder))
    metadata = {"dataset.xml": dataset_xml(whole_set), "files.xml": files_xml(whole_set)}
    _refuse_names(_typed(settings), registers, settings, "")
    told = write_study(without_speech(chosen), settings) | ours | metadata | {METADATA: crate_json(dataset)}
    passed = "\n".join((_ours(dataset), blank_pages(chosen, settings)))
    _refuse_names(told, registers, settings, passed)
    info = {"Bag-Software-Agent": f"casus {__version__}", "Source-Organization": dataset.rights_holder}
    if settings.archive.dated:
        info["Bagging-Date"] = dataset.dated
    make_bag(folder, metadata, info)
    return whole_set


def _files(folder: Path) -> tuple[File, ...]:
    """What lies in this folder, in order of name."""
    there = sorted(path for path in folder.rglob("*") if path.is_file())
    return tuple(File(p.relative_to(folder).as_posix(), p.stat().st_size) for p in there)


def _schema() -> bytes:
    return resources.files("pipeline.writers").joinpath(SCHEMA).read_bytes()


def _typed(settings: Settings) -> dict[str, bytes]:
    """What people typed that becomes public, by its key in the settings; names of makers are meant to be there."""
    told = settings.archive
    texts = {"title": told.title, "description": told.description, "subjects": "\n0\n".join(told.subjects)}
    keys = {f"archive.{key}": text for key, text in texts.items()} | {"study.name": settings.study.name}
    return {key: text.encode("utf-8", "replace") for key, text in keys.items()}


def _ours(dataset: Dataset) -> str:
    """What stands in the metadata whatever the data: our own words, and who made it."""
    empty = blank(dataset)
    return "\n".join(data.decode() for data in (readme(empty), crate_json(empty), dataset_xml(empty), files_xml(empty)))


def _registers(tools: Tools) -> tuple[Register, ...]:
    """Who is who in every case of the study, also in those of which nothing is archived or even heard."""
    study = tools.study
    cases = {one.case for one in study.recordings()} | {path.stem for path in record_files(study)}
    cases |= {path.stem for path in (study.vault / "register").glob("*.json")}
    return tuple(_register(case, tools) for case in sorted(cases))


def _register(case: str, tools: Tools) -> Register:
    """Who is in the register of a case, and who is in its consent record as it is now; there may be none yet."""
    register = tools.study.register(case)
    try:
        return grown(register, tools.consent(case), (), tools.settings.study.language)
    except NoConsentRecord:
        return register


def _refuse_names(files: Mapping[str, bytes], registers: Iterable[Register], settings: Settings, passed: str) -> None:
    """Raises ArchiveNames."""
    if leak := leak_in_common(files, registers, settings, passed):
        case, where = leak
        raise ArchiveNames(case=case, where=where)


def _receipt(found: Iterable[Path], tools: Tools, bag: Path) -> Receipt:
    """What the bag that lies there was made of."""
    study = tools.study
    return Receipt(
        stage="archive",
        version=_VERSION,
        settings=tools.settings.archive.digest,
        inputs=tuple(sorted((path.relative_to(study.root).as_posix(), digest_of_file(path)) for path in found)),
        outputs=(("bag", digest_of_file(bag)),),
    )


def _manifest(study: Study) -> Path:
    return study.work / "archive.json"
