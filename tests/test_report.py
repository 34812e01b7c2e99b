"""The picture of the study: complete, the same every time, and nobody's name in it."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.consent.writing import record_as_yaml
from pipeline.errors import ReportNamesSomebody
from pipeline.leaks import find_leaks
from pipeline.model import (
    Finding,
    Findings,
    Objection,
    QueueItem,
    Redacted,
    RedactedCase,
    Third,
)
from pipeline.report.blocks import TOGETHER, Say
from pipeline.report.consents import consents
from pipeline.report.gathering import picture_of
from pipeline.report.picture import Agreed, Case, Consent, Picture
from pipeline.report.writing import write_report
from pipeline.store import Receipt, Spent, StateFile, Study, digest_of, write
from tests import redacted as make
from tests.studies import Casus, empty_study

MACHINE = "Deze computer: kernen 2, geheugen 16 GB"
TODAY = date(2026, 6, 1)
SPOKEN = "zwabberdefluts"


def put(study: Study, case: str, *transcripts: Redacted, state: str = "released", names: Sequence[str] = ()) -> None:
    """A case in the study's vault, as the stages would have left it; every recording in this state."""
    register = make.register(case, *names)
    write(study.consent(case), record_as_yaml(_record(case)))
    study.save("register", case, register)
    study.save("redacted", case, RedactedCase(case, register, transcripts))
    for one in transcripts:
        study.save("recordings", one.recording.id, one.recording)
        study.save_state(StateFile(one.recording.id, "release", state))
        spans = (Finding("b1", 0, 4, "PERSON", 1.0, "known-exact"), Finding("b1", 6, 9, "PERSON", 0.4, "capital"))
        study.save("findings", one.recording.id, Findings(one.recording.id, spans))


def _record(case: str) -> Any:
    record = make.record(case)
    ids = {"kind": "kind-1", "moeder": "moeder-1", "leraar": "leraar-1"}
    return replace(
        record,
        persons=tuple(replace(person, id=ids[person.id]) for person in record.persons),
        authority=("moeder-1",),
        permissions=tuple(
            replace(
                one, person=ids[one.person], form="ouders-2.0", signed=tuple((ids[who], on) for who, on in one.signed)
            )
            for one in record.permissions
        ),
    )


def transcript(case: str = "casus-01", role: str = "leraar", queue: int = 0, **more: Any) -> Redacted:
    """Minutes, words, a gap, thirds of which the last is suspiciously clean."""
    made = make.redacted(
        make.turn(f"Ja nou eh, [KIND-1] is negen, een {SPOKEN}."),
        make.gap(5, 9),
        of=make.recording(case, role, **more),
    )
    thirds = (Third(400, 20, 9, 4), Third(400, 18, 9, 4), Third(400, 1, 0, 0))
    items = tuple(QueueItem(f"q{n}", "b1", n, n + 1, "PERSON", "PERSOON", "name", "capital") for n in range(queue))
    return replace(made, figures=replace(made.figures, thirds=thirds), queue=items)


@pytest.fixture
def study(tmp_path: Path) -> Study:
    """Two cases: all of one is released, of the other a transcript waits for a reader and a file is damaged."""
    study = Study(tmp_path / "study")
    study.make()
    put(study, "casus-01", transcript(), transcript(role="ouder"), transcript(role="dossier", recorded_on=None))
    put(study, "casus-02", transcript("casus-02", queue=3), state="concept")
    (study.quarantine / "q-12345678").mkdir(parents=True)
    details = (("file", "q-12345678"),)
    study.save_state(StateFile("q-12345678", "intake", "quarantined", "CaseMissing", details))
    study.save_spent(Spent("transcribe", "casus-01_leraar-1", 950.0))
    study.save_spent(Spent("redact", "casus-01", 2.0))
    return study


def page_of(here: Study, today: date = TODAY, **sections: Any) -> str:
    return write_report(here, make.settings(**sections), today, MACHINE).read_text(encoding="utf-8")


class Outline(HTMLParser):
    """Headings, and what a reader with a screen reader would miss."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.headings: list[int] = []
        self.tables: list[set[str]] = []
        self.pictures: list[set[str]] = []
        self.loose_heads = 0
        self.fetched: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        if re.fullmatch(r"h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if tag == "table":
            self.tables.append(set())
        if tag in ("caption", "thead", "tbody") and self.tables:
            self.tables[-1].add(tag)
        if tag == "th" and "scope" not in told:
            self.loose_heads += 1
        if tag == "svg":
            self.pictures.append({"img"} if told.get("role") == "img" else set())
        if tag in ("title", "desc") and self.pictures:
            self.pictures[-1].add(tag)
        self.fetched += [value or "" for name, value in attrs if name in ("src", "href", "data", "action", "srcset")]


def test_the_page_needs_no_script_and_no_network(study: Study) -> None:
    page = page_of(study)
    assert "default-src 'none'; style-src 'unsafe-inline'; img-src data:" in page
    assert "<script" not in page and " style=" not in page and "@import" not in page and "url(" not in page
    assert all(place.startswith(("#", "data:,")) for place in Outline(page).fetched)
    assert set(re.findall(r"https?://[^\"']*", page)) == {"http://www.w3.org/2000/svg"}  # the name of SVG, no address


def test_headings_tables_and_pictures_can_be_read_without_seeing(study: Study) -> None:
    page = Outline(page_of(study))
    assert page.headings[0] == 1 and page.headings.count(1) == 1
    assert all(after <= before + 1 for before, after in zip(page.headings, page.headings[1:], strict=False))
    assert page.tables and all(parts == {"caption", "thead", "tbody"} for parts in page.tables)
    assert page.loose_heads == 0
    assert page.pictures and all(parts == {"img", "title", "desc"} for parts in page.pictures)


def test_it_shows_states_in_words_minutes_words_and_what_waits_for_whom(study: Study) -> None:
    page = page_of(study)
    assert "Proef" in page and 'lang="nl"' in page
    for told in ("uitgegeven", "concept", "quarantaine", "31 min", "– ontbreekt", "wie naleest", "de onderzoeker"):
        assert told in page, told
    assert "nakijken: casus review list casus-02" in page
    assert "Nog te beslissen na de laatste verwerking: 3" in page
    assert "naam uit de toestemming" in page and "hoofdletter in de zin" in page
    assert "[KIND-1] 1x" in page
    assert "▲" in page and "eind" in page  # the last third is suspiciously clean
    assert "luisteren" in page and MACHINE in page


def test_nothing_that_was_said_and_no_value_of_a_trait_is_in_it(study: Study) -> None:
    files = [page_of(study), *(path.read_text(encoding="utf-8") for path in study.reports.rglob("*.svg"))]
    assert len(files) > 4
    for text in files:
        assert SPOKEN not in text and "negen" not in text and "Sanne" not in text and "de Wit" not in text
    assert "leeftijd 1x" in files[0]


def test_the_same_study_gives_the_same_bytes_and_another_day_another_date(study: Study) -> None:
    page_of(study)
    before = {path: path.read_bytes() for path in study.reports.rglob("*") if path.is_file()}
    page_of(study)
    assert before == {path: path.read_bytes() for path in study.reports.rglob("*") if path.is_file()}
    later = page_of(study, date(2026, 6, 2))
    assert later != before[study.reports / "study.html"].decode()
    assert "2026-06-02" in later


def test_every_plot_on_the_page_is_a_file_of_its_own(study: Study) -> None:
    page = page_of(study)
    plots = sorted((study.reports / "plots").iterdir())
    assert len(plots) == page.count("<svg") >= 6
    for path in plots:
        root = ET.fromstring(path.read_bytes())  # noqa: S314
        assert root.tag.endswith("svg") and root[0].text and root[1].text and "--released" in (root[2].text or "")


def test_a_study_with_nothing_in_it_says_what_to_do_first(tmp_path: Path) -> None:
    study = Study(tmp_path)
    study.make()
    page = page_of(study)
    assert "Begin hier" in page and "casus consent new casus-01" in page and "casus run" in page
    assert "<table" not in page and "<svg" not in page
    english = page_of(study, study={"language": "en"})
    assert 'lang="en"' in english and "Begin here" in english and "Overzicht" not in english


def test_the_whole_page_speaks_english_when_the_study_does(study: Study) -> None:
    page = page_of(study, study={"language": "en"})
    text = re.sub(r"<style>.*?</style>", "", page, flags=re.DOTALL)
    for dutch in ("opname", "uitgegeven", "toestemming", "woorden", "casussen", "Duur", "luister"):
        assert dutch not in re.sub(r'(id|href|aria-labelledby)="[^"]*"', "", text), dutch


def test_a_case_with_a_record_and_no_recordings_yet_is_shown(study: Study) -> None:
    write(study.consent("casus-07"), record_as_yaml(_record("casus-07")))
    assert "casus-07" in page_of(study)


def test_what_lies_in_the_inbox_waits_for_the_researcher(study: Study) -> None:
    (study.inbox / "casus-01_ib_2026-05-01.txt").write_text("x", encoding="utf-8")
    page = page_of(study)
    assert "nog niet ingelezen bestanden" in page and "inbox/ (1)" in page and "casus-01_ib" not in page


def test_a_wrong_consent_record_is_told_and_the_rest_is_shown(study: Study) -> None:
    study.consent("casus-02").write_text("casus: casus-02\npersonen: [x]\n", encoding="utf-8")
    page = page_of(study)
    assert "casus-02.yaml" in page and "toestemming-casus-01" in page


def test_what_was_withdrawn_is_told_and_not_counted(study: Study) -> None:
    before = page_of(study)
    study.save_state(StateFile("casus-01_ouder-1", "gate", "withdrawn", "ConsentWithdrawn", _withdrawn()))
    page = page_of(study)
    assert "woordelijk-casus-01-t" in page and "ingetrokken" in page
    line = 'scope="row">casus-01_ouder-1<'
    assert line in before and line not in page


def _withdrawn() -> tuple[tuple[str, str], ...]:
    return (("day", "2026-05-20"), ("person", "moeder-1"))


def test_many_cases_are_folded_up_and_all_of_them_are_there(tmp_path: Path) -> None:
    study = Study(tmp_path)
    study.make()
    cases = [f"casus-{number:03}" for number in range(1, TOGETHER + 2)]
    for case in cases:
        put(study, case, transcript(case))
    page = page_of(study)
    assert page.count("<details>") == 2 * 5  # two parts in each section about cases
    assert f"casus-001 – casus-0{TOGETHER}" in page
    assert all(f'scope="row">{case}<' in page for case in cases)


def test_counting_is_done_once_and_again_when_the_case_is_redacted_anew(study: Study) -> None:
    study.save_receipt("casus-01", Receipt("redact", "1", "", (), ()))
    first = page_of(study)
    kept = study.scratch("picture", "casus-01").folder / "counted"
    assert kept.is_relative_to(study.vault) and kept.is_file()
    register = make.register("casus-01")
    study.save("redacted", "casus-01", RedactedCase("casus-01", register, (transcript(role="ib"),)))
    assert page_of(study) == first  # nobody told that the case changed
    study.save_receipt("casus-01", Receipt("redact", "2", "", (), ()))
    assert "casus-01_ib-1" in page_of(study)


# --- names --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "sections",
    [
        {"study": {"name": "Onderzoek naar Sanne"}},
        {"study": {"name": "Proef <b>San-ne</b>"}},
        {"table": {"complete": ["sanne"]}},
    ],
)
def test_a_known_name_is_never_written_and_an_earlier_page_goes(study: Study, sections: dict[str, Any]) -> None:
    page_of(study)
    with pytest.raises(ReportNamesSomebody) as told:
        page_of(study, **sections)
    assert list(study.reports.rglob("*.html")) == list(study.reports.rglob("*.svg")) == []
    assert "KIND-1" in told.value.sentence("nl") and "anne" not in told.value.sentence("nl")


def test_a_name_of_one_case_may_not_stand_in_what_is_told_of_another(study: Study) -> None:
    put(study, "casus-03", transcript("casus-03"), names=["Noor"])
    record = _record("casus-02")
    form = replace(record.permissions[0], form="formulier-noor-1.0")
    write(study.consent("casus-02"), record_as_yaml(replace(record, permissions=(form, *record.permissions[1:]))))
    with pytest.raises(ReportNamesSomebody):
        page_of(study)


def test_the_machine_may_not_name_somebody_either(study: Study) -> None:
    with pytest.raises(ReportNamesSomebody):
        write_report(study, make.settings(), TODAY, "model van sanne.pt")


@pytest.mark.parametrize("name", ["Tom Arts", "Kees Week", "Lies Woorden", "Mei de Rol", "Jan Ouder", "Fill Plain"])
def test_somebody_called_like_our_own_words_does_not_stop_the_page(study: Study, name: str) -> None:
    put(study, "casus-01", transcript(), transcript(role="ouder"), names=[name])
    assert "casus-01" in page_of(study)


NAMES = (
    st.text(st.sampled_from("abdefgijklmnoprstuvwzéëç-' "), min_size=3, max_size=14)
    .map(str.strip)
    .filter(lambda name: sum(letter.isalpha() for letter in name) > 2)
)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=NAMES, place=st.sampled_from(["study", "role", "machine", "nowhere"]))
def test_whatever_somebody_is_called_the_page_names_them_nowhere(study: Study, name: str, place: str) -> None:
    known = make.register("casus-02", name)
    study.save("register", "casus-02", make.register("casus-02"))
    blank = page_of(study, study={"name": ""}, table={"complete": []})
    ours = {blank[leak.start : leak.end].casefold() for leak in find_leaks(blank, known)}

    study.save("register", "casus-02", known)
    told = {where: name if where == place else "" for where in ("study", "role", "machine")}
    sections = make.settings(study={"name": told["study"]}, table={"complete": [told["role"]]})
    try:
        page = write_report(study, sections, TODAY, told["machine"]).read_text(encoding="utf-8")
    except ReportNamesSomebody:
        assert place != "nowhere" and not (study.reports / "study.html").exists()
        return
    assert all(page[leak.start : leak.end].casefold() in ours for leak in find_leaks(page, known))


# --- consent ------------------------------------------------------------------------------------------------


def permission(**more: Any) -> Agreed:
    made = Agreed(
        person="leraar-1",
        form="volwassenen-1.0",
        purposes=("opnemen",),
        signed=(("leraar-1", date(2026, 3, 1)),),
        valid_from=date(2026, 3, 1),
        valid_until=date(2041, 3, 1),
        ended=(),
        now="",
    )
    return replace(made, **more)


def consent_section(*agreed: Agreed) -> str:
    case = Case("casus-01", (), (), (), None, Consent(agreed, (("leraar-1", date(2026, 5, 13)),)))
    picture = Picture("Proef", TODAY, False, (), (), (case,), (), (), (), (), 3, 1, "")
    gallery, table = consents(picture, Say("nl")).blocks[1:]
    return "".join(plot.drawn() for plot in getattr(gallery, "plots", ())) + str(getattr(table, "rows", ""))


def test_consent_shows_signatures_recordings_withdrawals_and_what_goes_on_for_years() -> None:
    told = consent_section(permission())
    assert "2041-03 ›" in told and "◆" in told and 'class="signed"' in told and "✕" not in told
    ended = permission(ended=((date(2026, 5, 20), "withdrawn", "leraar-1"),), now="ingetrokken op 2026-05-20")
    told = consent_section(ended)
    assert "✕" in told and "fill gone" in told and "›" not in told and "ingetrokken op 2026-05-20" in told
    assert "verzet 2026-05-20 (kind-1)" in consent_section(
        permission(ended=((date(2026, 5, 20), "resisted", "kind-1"),))
    )


def test_an_objection_of_a_record_is_told_with_who_made_it(study: Study) -> None:
    def consent(case: str) -> Any:
        return replace(_record(case), objections=(Objection("leraar-1", "leraar-1", "refused", date(2026, 5, 2)),))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("pipeline.report.gathering.consent_book", lambda *_: consent)
        picture = picture_of(study, make.settings(), TODAY, MACHINE)
    (teacher,) = (one for one in picture.cases[0].consent.agreed if one.person == "leraar-1")
    assert teacher.ended == ((date(2026, 5, 2), "refused", "leraar-1"),)


@pytest.mark.parametrize("until", [date(2026, 6, 1), date(2026, 7, 1), date(2036, 1, 1)])
@pytest.mark.parametrize("start", [date(2016, 1, 31), date(2026, 5, 31), date(2026, 6, 1)])
def test_any_span_of_years_can_be_drawn(start: date, until: date) -> None:
    told = consent_section(permission(valid_from=start, valid_until=until, signed=(("leraar-1", start),)))
    places = [float(at) for at in re.findall(r'x1?="([\d.]+)%"', told)]
    assert places and all(0 <= at <= 100 for at in places)
    assert 1 <= len(re.findall(r'class="tick"', told)) <= 5


# --- through the command ------------------------------------------------------------------------------------

DOSSIER = "In groep 6 gaat het goed met het kind. De juf ziet dat het rustiger is.\n"


@pytest.fixture
def dropped(tmp_path: Path) -> Study:
    """A study with a document in its inbox that consent allows: no model is needed."""
    study = empty_study(tmp_path / "study")
    write(study.consent("casus-01"), record_as_yaml(_record("casus-01")))
    (study.inbox / "casus-01_dossier_2026-05-01.txt").write_text(DOSSIER, encoding="utf-8")
    return study


def test_every_run_writes_the_page_again_and_remembers_how_long_stages_took(dropped: Study, casus: Casus) -> None:
    said = casus("run", "--study", "study")
    assert said.returncode == 0, said.stderr
    assert "study/reports/study.html" in said.stdout
    assert {one.stage for one in dropped.spent()} == {"extract", "find", "redact"}
    assert all(one.seconds > 0 for one in dropped.spent())
    page = (dropped.reports / "study.html").read_bytes()
    times = dropped.spent()

    again = casus("run", "--study", "study")
    assert "Er was niets te doen" in again.stdout  # how long a stage took makes nothing else to do
    assert dropped.spent() == times and (dropped.reports / "study.html").read_bytes() == page
    (dropped.reports / "study.html").unlink()
    assert casus("report", "--study", "study").returncode == 0
    assert (dropped.reports / "study.html").read_bytes() == page


def test_a_name_in_the_page_is_told_after_a_run_that_did_its_work(dropped: Study, casus: Casus) -> None:
    path = dropped.root / "study.toml"
    path.write_text(f'{path.read_text(encoding="utf-8")}\n[table]\ncomplete = ["sanne"]\n', encoding="utf-8")
    said = casus("run", "--study", "study")
    assert said.returncode == 0 and "Uitgegeven: 1" in said.stdout
    assert "er zou een bekende naam in staan" in said.stderr and "Sanne" not in said.stderr
    assert not (dropped.reports / "study.html").exists()
    assert casus("report", "--study", "study").returncode == 8


def test_json_stays_json_and_no_study_is_an_error_as_elsewhere(dropped: Study, casus: Casus) -> None:
    said = casus("run", "--study", "study", "--json")
    assert said.stdout.startswith("{") and (dropped.reports / "study.html").is_file()
    assert casus("report", "--study", "nowhere").returncode == 3


def test_what_a_recording_is_called_in_its_receipts_does_not_change(study: Study) -> None:
    receipt = Receipt("find", "1", "s", (), (("findings", digest_of(b"x")),))
    study.save_receipt("casus-01_leraar-1", receipt)
    study.save_spent(Spent("find", "casus-01_leraar-1", 1.25))
    assert study.receipt("find", "casus-01_leraar-1") == receipt
    (study.work / "times" / "find" / "casus-01_leraar-1.json").write_text("{", encoding="utf-8")
    assert [one.stage for one in study.spent()] == ["redact", "transcribe"]
