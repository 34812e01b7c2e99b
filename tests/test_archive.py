"""The bag for an archive: whole, valid for those who made the formats, of nobody who did not want it, naming nobody."""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
import sys
import tomllib
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import bagit
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from lxml import etree
from rdflib import RDF, Graph, Namespace, URIRef

from pipeline.archive.archive import copy_to, take_back
from pipeline.archive.crate import crate_json
from pipeline.archive.dans import dataset_xml, files_xml
from pipeline.archive.dataset import File, dataset_of, in_ascii
from pipeline.archive.readme import readme
from pipeline.config import settings_from
from pipeline.errors import (
    ArchiveNames,
    ArchiveUnsettled,
    AudienceUnknown,
    NothingToArchive,
    NotReleased,
    SettingsWrong,
)
from pipeline.mirror import listed, move_in
from pipeline.model import ConsentRecord, Permission, StudyFile
from pipeline.seal import SIDECAR
from pipeline.stages.gate import gate, gather
from pipeline.unpacking import texts_in
from pipeline.verifying import verify
from tests import archiving
from tests import redacted as make
from tests.archiving import DATASET, FILES, UNTIL, case_of, packed, payload, record, tools_for, unpacked
from tests.studies import CHILD_ALLOWS, OWN, Casus, empty_study, record_of

SCHEMA_ORG = Namespace("http://schema.org/")


def bag_of(tmp_path: Path, *cases: str, **archive: Any) -> Path:
    tools = tools_for(tmp_path / "study", *map(record, cases), **archive)
    return unpacked(tools, packed(tools, *map(case_of, cases)), tmp_path / "received")


# --- whole and valid, for others ------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [1, 17])
def test_the_bag_is_valid_for_bagit_and_for_the_schemas_of_dans(tmp_path: Path, count: int) -> None:
    bag = bag_of(tmp_path, *(f"casus-{number:02}" for number in range(1, count + 1)))
    opened = bagit.Bag(str(bag))
    assert opened.validate() and "Bagging-Date" not in opened.info  # no clock: only a date of the settings stands there
    assert (bag / "bagit.txt").read_text() == "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
    assert {path.name for path in (bag / "metadata").iterdir()} == {"dataset.xml", "files.xml"}
    DATASET.assertValid(etree.parse(str(bag / "metadata" / "dataset.xml")))
    FILES.assertValid(etree.parse(str(bag / "metadata" / "files.xml")))
    places = {place for place in payload(bag) if place.startswith("transcripts/")}
    assert len(places) == count * (4 + 4 + 3)  # a dossier has no vtt; each has its consent beside it


def test_the_command_of_bagit_says_that_it_is_valid_and_sees_a_changed_letter(tmp_path: Path) -> None:
    bag = bag_of(tmp_path, "casus-01")
    check = [sys.executable, "-m", "bagit", "--validate", str(bag)]
    assert subprocess.run(check, capture_output=True).returncode == 0
    page = bag / "data" / "transcripts" / "casus-01" / "leraar-1.txt"
    page.write_bytes(page.read_bytes().replace(b"leest", b"least"))
    assert subprocess.run(check, capture_output=True).returncode == 1


def test_every_file_is_told_of_once_and_has_a_name_in_ascii(tmp_path: Path) -> None:
    bag = bag_of(tmp_path, "casus-01", "casus-02")
    there = sorted(payload(bag))
    root = etree.parse(str(bag / "metadata" / "files.xml")).getroot()
    assert sorted(one.get("filepath").removeprefix("data/") for one in root) == there
    assert {one.findtext("{*}accessibleToRights") for one in root} == {"RESTRICTED_REQUEST"}
    assert all(one.findtext("{*}format") for one in root)
    assert all(re.fullmatch(r"[A-Za-z0-9./-]+", path.relative_to(bag).as_posix()) for path in bag.rglob("*"))
    tables = {"overview.csv", "cases.csv", "overview.xlsx", "study.qdpx"}
    assert {"README.txt", "consent.json", "transcript.schema.json", *tables} < set(there)
    page = payload(bag)["README.txt"].decode()
    assert all(page.count(f"  {name} ") == 2 for name in (*tables, "consent.json")) and "turns.csv" not in page
    types = {one.get("filepath").rpartition(".")[2]: one.findtext("{*}format") for one in root}
    assert types["jsonld"] == "application/ld+json" and types["qdpx"] == "application/zip"
    assert types["xlsx"].endswith("spreadsheetml.sheet") and "application/octet-stream" not in types.values()


def test_the_seals_and_the_consent_of_a_received_bag_hold(tmp_path: Path) -> None:
    bag = bag_of(tmp_path, "casus-01")
    folder = bag / "data" / "transcripts" / "casus-01"
    checked = {one.path.name: one for one in verify([folder]) if not one.path.name.endswith(SIDECAR)}
    assert len(checked) == 8 and {(one.state, one.by) for one in checked.values()} == {("whole", "seal, consent")}
    page = folder / "leraar-1.txt"
    page.write_bytes(page.read_bytes().replace(b"leest", b"least"))
    beside = page.with_name("leraar-1.consent.jsonld")  # it says what the page was
    assert {one.path for one in verify([folder]) if one.state == "changed"} == {page, beside}


def test_every_file_is_a_part_of_the_crate_for_a_reader_of_linked_data(tmp_path: Path) -> None:
    bag = bag_of(tmp_path, "casus-01")
    written = json.loads(payload(bag)["ro-crate-metadata.json"])
    assert written["@context"] == "https://w3id.org/ro/crate/1.2/context"
    local = written | {"@context": {"@vocab": str(SCHEMA_ORG)}}  # the words of schema.org, without the network
    graph = Graph().parse(data=json.dumps(local), format="json-ld", publicID="http://bag/")
    root = URIRef("http://bag/")
    parts = {str(part).removeprefix("http://bag/") for part in graph.objects(root, SCHEMA_ORG.hasPart)}
    assert parts | {"ro-crate-metadata.json"} == set(payload(bag))
    assert all((URIRef(f"http://bag/{part}"), RDF.type, SCHEMA_ORG.File) in graph for part in parts)
    (about,) = graph.objects(URIRef("http://bag/ro-crate-metadata.json"), SCHEMA_ORG.about)
    assert about == root and len(list(graph.objects(root, SCHEMA_ORG.author))) == 2
    for wanted in ("name", "description", "datePublished", "license"):
        assert list(graph.objects(root, SCHEMA_ORG[wanted])), wanted


def test_the_same_study_gives_the_same_bytes_wherever_and_however_often(tmp_path: Path) -> None:
    seen = set()
    for place, order in (("a", ("casus-01", "casus-02")), ("b/deeper", ("casus-02", "casus-01"))):
        tools = tools_for(tmp_path / place, *map(record, order))
        for _ in range(2):
            archived = packed(tools, *map(case_of, order))
            seen.add((archived.place, (tools.study.archive / archived.place).read_bytes()))
        later = replace(tools, today=date(2027, 3, 1))  # another day, still within everybody's consent
        archived = packed(later, *map(case_of, order))
        seen.add((archived.place, (tools.study.archive / archived.place).read_bytes()))
    assert len(seen) == 1


def test_a_transcript_goes_along_as_it_was_released_which_stays_as_it_was(tmp_path: Path) -> None:
    tools = tools_for(tmp_path / "study", record("casus-01"))
    archived = packed(tools, case_of("casus-01"))
    released = {p: (p.read_bytes(), p.stat().st_ino) for p in tools.study.release.rglob("*") if p.is_file()}
    (tools.study.release / "by-case" / "casus-01" / "leraar-1.notities.txt").write_text("van een ander")
    archived = packed(tools, case_of("casus-01"))
    found = payload(unpacked(tools, archived, tmp_path / "received"))
    for path, (data, inode) in released.items():
        assert path.read_bytes() == data and path.stat().st_ino == inode
    start = tools.study.release / "by-case"
    assert {p.removeprefix("transcripts/"): d for p, d in found.items() if p.startswith("transcripts/")} == {
        path.relative_to(start).as_posix(): data for path, (data, _) in released.items() if start in path.parents
    }


def test_the_index_and_the_consent_tell_of_each_transcript_in_it(tmp_path: Path) -> None:
    found = payload(bag_of(tmp_path, "casus-01", "casus-02"))
    rows = list(csv.DictReader(io.StringIO(found["overview.csv"].decode("utf-8-sig")), delimiter=";"))
    assert [(row["casus"], row["rol"]) for row in rows] == [
        (case, role) for case in ("casus-01", "casus-02") for role in ("ouder", "leraar", "dossier")
    ]
    told = json.loads(found["consent.json"])["transcripts"]
    assert all("archiveren" in one["purposes"] for one in told)
    until = {"ouder": "2040-01", "leraar": UNTIL, "dossier": UNTIL}  # what else than herself tells of the child
    assert all(one["valid_until"] == until[one["role"]] for one in told)
    assert {one["transcript"] for one in told} == {
        place.removeprefix("transcripts/").partition(".")[0] for place in found if place.startswith("transcripts/")
    }


# --- whose consent ----------------------------------------------------------------------------------------------


def left_out(tmp_path: Path, *records: ConsentRecord) -> dict[str, str]:
    tools = tools_for(tmp_path / "study", record("casus-09"), *records)
    archived = packed(tools, *(case_of(one.case) for one in records), case_of("casus-09"))
    places = payload(unpacked(tools, archived, tmp_path / "received"))
    for recording, _ in archived.left_out:
        assert not [place for place in places if recording.replace("_", "/") in place]
    return {recording: error.sentence("nl") for recording, error in archived.left_out}


ALL = {"casus-01_ouder-1", "casus-01_leraar-1", "casus-01_dossier-1"}


def test_whoever_is_heard_must_allow_it(tmp_path: Path) -> None:
    out = left_out(tmp_path, record("casus-01", without=("leraar-1",)))
    assert out.keys() == {"casus-01_leraar-1"} and "leraar-1" in out["casus-01_leraar-1"]


@pytest.mark.parametrize("parent", ["moeder-1", "vader-1"])
def test_a_case_of_which_one_of_two_parents_did_not_allow_it_stays_out(tmp_path: Path, parent: str) -> None:
    out = left_out(tmp_path, record("casus-01", unsigned=(parent,)))
    assert out.keys() == ALL and all(parent in why for why in out.values())


def test_a_case_stays_out_where_it_was_not_allowed_for_the_child(tmp_path: Path) -> None:
    assert left_out(tmp_path, record("casus-01", without=("kind-1",))).keys() == ALL


def test_what_was_withdrawn_or_ran_out_stays_out(tmp_path: Path) -> None:
    whole = record("casus-01")

    def changed(**change: Any) -> ConsentRecord:
        given = tuple(replace(p, **change) if p.person == "kind-1" else p for p in whole.permissions)
        return replace(whole, permissions=given)

    for number, one in enumerate((changed(withdrawn_on=date(2026, 5, 20)), changed(valid_until=date(2026, 5, 31)))):
        assert left_out(tmp_path / str(number), one).keys() >= {"casus-01_ouder-1"}


def test_nothing_to_archive_is_told_with_what_to_do(tmp_path: Path) -> None:
    tools = tools_for(tmp_path / "study", record("casus-01", without=("kind-1",)))
    with pytest.raises(NothingToArchive) as none:
        packed(tools, case_of("casus-01"))
    assert "archiveren" in none.value.remedy("nl") and not tools.study.archive.exists()
    with pytest.raises(NothingToArchive):
        packed(tools_for(tmp_path / "empty"))


def test_the_note_beside_the_bag_tells_what_is_not_in_it_and_why_in_ids(tmp_path: Path) -> None:
    tools = tools_for(tmp_path / "study", record("casus-01", without=("leraar-1",)))
    waits = {"casus-02_ouder-1": NotReleased(recording="casus-02_ouder-1")}
    archived = packed(tools, case_of("casus-01"), not_released=waits)
    (note,) = tools.study.archive.glob("*.txt")
    told = note.read_text(encoding="utf-8")
    assert "casus-01_leraar-1" in told and "Het transcript is nog niet uitgegeven" in told and UNTIL in told
    assert not re.search("Sanne|Wit|Bos|Maas", told)
    assert note.name not in payload(unpacked(tools, archived, tmp_path / "received"))


def test_the_note_tells_when_the_first_may_be_in_the_archive_no_longer(tmp_path: Path) -> None:
    whole = record("casus-01")
    (child,) = (p for p in whole.permissions if p.person == "kind-1")
    apart = (
        replace(child, purposes=("archiveren",), valid_until=date(2027, 6, 30)),
        replace(child, purposes=tuple(p for p in child.purposes if p != "archiveren")),
    )
    others = tuple(p for p in whole.permissions if p.person != "kind-1")
    tools = tools_for(tmp_path / "study", replace(whole, permissions=(*apart, *others)))
    packed(tools, case_of("casus-01"))
    (note,) = tools.study.archive.glob("*.txt")
    assert "2027-06" in note.read_text(encoding="utf-8") and UNTIL not in note.read_text(encoding="utf-8")


def test_sound_goes_along_only_when_asked_for_and_of_who_agreed_to_that(tmp_path: Path) -> None:
    cases = ("casus-01", "casus-02")
    tools = tools_for(tmp_path / "study", record("casus-01", leraar_1="geluid delen"), record("casus-02"))
    for case in cases:
        for name in ("leraar-1", "ouder-1"):
            half = tmp_path / "half.wav"
            half.write_bytes(b"RIFF")
            move_in(half, f"{case}/{name}.wav", tools.study.sound, tools.study.work / "sound.json")
    stranger = tools.study.sound / "casus-01" / "kind-1.wav"
    stranger.write_bytes(b"RIFF")

    def sounds(sound: bool) -> set[str]:
        archived = packed(tools, *map(case_of, cases), sound=sound)
        bag = unpacked(tools, archived, tmp_path / f"received-{sound}")
        assert bagit.Bag(str(bag)).validate() and archived.dataset.sound == sound
        return {place for place in payload(bag) if place.startswith("sound/")}

    assert sounds(False) == set()
    assert sounds(True) == {"sound/casus-01/leraar-1.wav"}


# --- taken back -------------------------------------------------------------------------------------------------


def test_the_study_knows_what_lies_ready_and_takes_it_back_once_something_in_it_changed(tmp_path: Path) -> None:
    whole, records = [case_of("casus-01"), case_of("casus-02")], [record("casus-01"), record("casus-02")]
    tools = tools_for(tmp_path / "study", *records)
    archived = packed(tools, *whole)
    lie = listed(tools.study.work / "archive.json")
    assert archived.place in lie and {path.name for path in tools.study.archive.iterdir()} == set(lie)
    assert take_back([gate(case, tools) for case in whole], tools) == ()
    stopped = tools_for(tmp_path / "study", records[0], record("casus-02", without=("leraar-1",)))
    assert take_back([gate(case, stopped) for case in whole], stopped) == lie
    assert not tools.study.archive.exists() and listed(tools.study.work / "archive.json") == ()

    packed(tools, *whole)
    page = tools.study.release / "by-case" / "casus-01" / "ouder-1.txt"
    page.write_bytes(page.read_bytes() + b"een naam minder\n")
    assert take_back([gate(case, tools) for case in whole], tools) == lie


def test_another_bag_takes_the_place_of_the_one_before_and_leaves_what_is_not_ours(tmp_path: Path) -> None:
    tools = tools_for(tmp_path / "study", record("casus-01"))
    first = packed(tools, case_of("casus-01"))
    (tools.study.archive / "brief van DANS.pdf").write_bytes(b"%PDF")
    second = packed(tools_for(tmp_path / "study", record("casus-01"), dated=date(2027, 2, 3)), case_of("casus-01"))
    assert (first.place, second.place) == ("proef-2026-05.zip", "proef-2027-02.zip")
    assert {p.name for p in tools.study.archive.iterdir()} == {second.place, "proef-2027-02.txt", "brief van DANS.pdf"}
    bag = bagit.Bag(str(unpacked(tools, second, tmp_path / "received")))
    assert bag.info["Bagging-Date"] == "2027-02-03"
    copy = copy_to(tmp_path / "stick", second, tools.study)
    assert copy.read_bytes() == (tools.study.archive / second.place).read_bytes()


def test_what_cannot_be_written_leaves_the_bag_before_it_and_no_half_one(tmp_path: Path) -> None:
    tools = tools_for(tmp_path / "study", record("casus-01"))
    archived = packed(tools, case_of("casus-01"))
    before = (tools.study.archive / archived.place).read_bytes()
    with pytest.raises(ArchiveNames):
        packed(tools_for(tmp_path / "study", record("casus-01"), title="Sanne"), case_of("casus-01"))
    assert (tools.study.archive / archived.place).read_bytes() == before
    assert not list((tools.study.vault / "scratch").rglob("*.*"))


# --- names nobody -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("archive.title", "Het verhaal van sanne"),
        ("archive.description", "Over leren.\n\nMet dank aan juf Bos-Maas en Tom Bos."),
        ("archive.subjects", ["jeugdhulp", "Mirthe Zandstra"]),
        ("study.name", "Studie Zandstra"),
    ],
)
def test_a_name_in_what_becomes_public_stops_it_and_is_not_repeated(tmp_path: Path, key: str, value: Any) -> None:
    section, _, name = key.partition(".")
    more = {"study": value} if section == "study" else {name: value}
    tools = tools_for(tmp_path / "study", record("casus-01"), record("casus-02"), **more)
    tools.study.save("register", "casus-02", archiving.register("casus-02", "Mirthe Zandstra"))  # of nothing released
    with pytest.raises(ArchiveNames) as named:
        packed(tools, case_of("casus-01"))
    said = named.value.sentence("nl") + named.value.remedy("nl")
    assert key in said and not re.search("sanne|zandstra|mirthe|bos", said, re.IGNORECASE)
    assert not tools.study.archive.exists()


def test_a_name_that_only_a_consent_record_knows_stops_it_too(tmp_path: Path) -> None:
    tools = tools_for(tmp_path / "study", record("casus-01"), record("casus-02"), title="Met Els Maas")
    path = tools.study.consent("casus-02")  # a case of which nothing was heard yet
    path.parent.mkdir(parents=True)
    path.touch()
    with pytest.raises(ArchiveNames, match="casus-0"):
        packed(tools, case_of("casus-01"))


def test_who_made_the_data_may_be_called_as_somebody_in_it(tmp_path: Path) -> None:
    makers = [{"initials": "T.", "surname": "Bos", "organisation": "Sanne de Wit Stichting"}]
    bag = bag_of(tmp_path, "casus-01", creators=makers, rights_holder="Tom Bos")
    assert "Bos" in (bag / "metadata" / "dataset.xml").read_text(encoding="utf-8")


def test_a_child_whose_name_is_a_word_of_ours_stops_nothing(tmp_path: Path) -> None:
    tools = tools_for(tmp_path / "study", record("casus-01"))
    packed(tools, case_of("casus-01", names=("Will", "File", "Data", "Creators", "Metadata")))


words = st.sampled_from(["Sanne", "de Wit", "Tom Bos", "[KIND-1]", "gaat", "é", "&", "<b>", "samen", "\u0301", "\n\n"])


@given(st.lists(words, max_size=5), st.lists(words, min_size=1, max_size=5), st.lists(words, max_size=2))
@example(["Sanne"], ["gaat"], [])
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_nothing_in_a_bag_holds_a_name_or_a_path(
    tmp_path_factory: pytest.TempPathFactory, title: list[str], said: list[str], subjects: list[str]
) -> None:
    folder = tmp_path_factory.mktemp("van-zonderling")
    tools = tools_for(
        folder / "study", record("casus-01"), record("casus-02"), title=f"T {' '.join(title)}", subjects=subjects
    )
    told = make.redacted(make.turn(" ".join(said)), of=make.recording("casus-01"))
    try:
        archived = packed(tools, case_of("casus-01", told), case_of("casus-02"))
    except ArchiveNames:
        return
    bag = unpacked(tools, archived, folder / "received")
    for path in [path for path in bag.rglob("*") if path.is_file()]:
        place = path.relative_to(bag).as_posix()
        found = "\n".join((place, *(part for told in texts_in(place, path.read_bytes()) for part in told)))
        assert not re.search(r"Sanne|\bWit\b|\bTom\b|\bBos\b|\bMaas\b|zonderling", found, re.IGNORECASE), path.name
        assert str(Path.home()) not in found and str(Path.cwd()) not in found


# --- what is told -----------------------------------------------------------------------------------------------


@given(st.text(max_size=40), st.text(max_size=80), st.text(max_size=10))
@example("Samen é & <zo>", "één\n\ntwee \x00\ufffe", "]]>")
@example("{title}", "{cases}", "{}")
@settings(deadline=None)
def test_any_letters_in_a_title_give_valid_metadata(title: str, description: str, subject: str) -> None:
    told = {"title": f"a{title}", "description": f"b{description}", "subjects": [subject]}
    made = make.settings(archive=archiving.SETTINGS | told)
    study = study_file(made)
    dataset = replace(dataset_of(study, made, ()), files=(File("README.txt", 1),))
    for data, schema in ((dataset_xml(dataset), DATASET), (files_xml(dataset), FILES)):
        schema.assertValid(etree.fromstring(data))
    assert json.loads(crate_json(dataset))["@graph"][1]["name"] == dataset.title
    assert dataset.title in readme(dataset).decode()


def study_file(made: Any) -> StudyFile:
    case = replace(make.case_file(), transcripts=(make.transcript(),))
    return gather(made.study.name, [case])


def test_all_that_is_missing_is_told_at_once(tmp_path: Path) -> None:
    tools = tools_for(tmp_path / "study", record("casus-01"), title=" ", creators=[], audience=[])
    with pytest.raises(ArchiveUnsettled) as missing:
        packed(tools, case_of("casus-01"))
    assert missing.value.details["keys"] == "title, creators, audience" and missing.value.exit_code == 3


def test_pages_without_a_date_ask_for_one(tmp_path: Path) -> None:
    page = make.redacted(
        make.turn("Het gaat goed.", None, None, "paragraph"),
        of=make.recording("casus-01", "dossier", recorded_on=None),
    )
    with pytest.raises(ArchiveUnsettled, match="dated"):
        packed(tools_for(tmp_path / "study", record("casus-01")), case_of("casus-01", page))
    tools = tools_for(tmp_path / "study", record("casus-01"), dated=date(2026, 11, 30))
    archived = packed(tools, case_of("casus-01", page))
    bag = unpacked(tools, archived, tmp_path / "received")
    DATASET.assertValid(etree.parse(str(bag / "metadata" / "dataset.xml")))


def test_the_rights_holder_is_the_organisation_of_the_study_where_none_is_told(tmp_path: Path) -> None:
    made = make.settings(archive=archiving.SETTINGS | {"rights_holder": ""}, contact={"organisation": "Hogeschool"})
    assert dataset_of(study_file(made), made, ()).rights_holder == "Hogeschool"


def test_a_discipline_that_dans_does_not_have_is_refused(tmp_path: Path) -> None:
    with pytest.raises(AudienceUnknown, match="D99999"):
        packed(tools_for(tmp_path / "study", record("casus-01"), audience=["D99999"]), case_of("casus-01"))


@pytest.mark.parametrize(
    ("text", "key", "said"),
    [
        ('licence = "CC BY"', "archive.licence", "webadres"),
        ('audience = ["pedagogiek"]', "archive.audience", "D54000"),
        ('creators = [{ surname = "Loon" }]', "archive.creators", "initials"),
        ('creators = [{ initials = "A." }]', "archive.creators", "surname"),
        ('creators = [{ initials = "A.", surname = "Loon", orcid = "1234" }]', "archive.creators", "ORCID"),
        ('access = "OPEN_ACCESS"', "archive.access", "REQUEST_PERMISSION"),
        ("dated = true", "archive.dated", "2026-11-30"),
        ('titel = "x"', "archive.titel", "deze sleutel is er niet"),
    ],
)
def test_a_setting_that_cannot_be_is_told_with_its_key(text: str, key: str, said: str) -> None:
    with pytest.raises(SettingsWrong) as wrong:
        settings_from(f'[study]\nname = "x"\n[archive]\n{text}\n'.encode(), "study.toml")
    assert key in wrong.value.sentence("nl") and said in wrong.value.sentence("nl")


def test_names_become_ascii_and_stay_apart() -> None:
    made = in_ascii(["a/zorgcoördinator-1.txt", "a/zorgcoordinator-1.txt", "a/x y_z.leesbaar.txt", "é/..txt"])
    assert sorted(made.values()) == [
        "a/x-y-z.leesbaar.txt",
        "a/zorgcoordinator-1-2.txt",
        "a/zorgcoordinator-1.txt",
        "e/txt",
    ]


# --- the command ------------------------------------------------------------------------------------------------


def test_a_study_is_archived_and_taken_back_by_the_commands(casus: Casus, tmp_path: Path) -> None:
    from pipeline.consent.writing import record_as_yaml
    from tests.test_cli import CAST

    study = empty_study(tmp_path / "study")
    allowed = {"kind-1": (*CHILD_ALLOWS, "archiveren"), "moeder-1": (*OWN, "archiveren")}

    def agreed(case: str) -> ConsentRecord:
        made = record_of(case, CAST)
        given: tuple[Permission, ...] = tuple(
            replace(p, purposes=allowed.get(p.person, p.purposes)) for p in made.permissions
        )
        return replace(made, permissions=given)

    path = study.consent("casus-01")
    path.parent.mkdir(parents=True)
    path.write_bytes(record_as_yaml(agreed("casus-01")))
    name = CAST.people["kind"].full
    for role, text in (("moeder", "Met {} gaat het goed hoor."), ("leraar", "Ja, {} leest graag in de klas.")):
        spoken = f"I: Hoe gaat het met {name}?\n\nR: {text.format(name.split()[0])}\n"
        (study.inbox / f"casus-01_{role}_2026-05-13.txt").write_text(spoken, encoding="utf-8")
    (study.inbox / "casus-02_leraar_2026-06-13.txt").write_text("I: Hoi.\n\nR: Ja hoor.\n")  # without a record
    here = ("--study", str(study.root))
    assert casus("run", *here).returncode == 0
    untold = casus("archive", *here)
    assert untold.returncode == 3 and "title, description, creators" in untold.stderr

    told = {key: value for key, value in archiving.SETTINGS.items() if key != "creators"}
    lines = [f"{key} = {json.dumps(value)}" for key, value in told.items()]
    lines.append('creators = [{ initials = "A.", surname = "Loon" }]')
    settings = study.root / "study.toml"
    settings.write_text(f"{settings.read_text()}\n[archive]\n" + "\n".join(lines) + "\n", encoding="utf-8")
    assert tomllib.loads(settings.read_text())
    ran = casus("archive", *here, "--to", str(tmp_path / "stick"))
    assert ran.returncode == 0, ran.stderr
    assert "proef-2026-05.zip" in ran.stdout and "casus-01_leraar-1" in ran.stdout
    assert "casus-02_leraar-1" in ran.stdout
    assert name.split()[0] not in ran.stdout
    assert (tmp_path / "stick" / "proef-2026-05.zip").read_bytes() == (study.archive / "proef-2026-05.zip").read_bytes()

    path.write_bytes(record_as_yaml(record_of("casus-01", CAST)))  # nobody allows it any more
    again = casus("run", *here)
    assert again.returncode == 0 and "archive/" in again.stdout and not study.archive.exists()
