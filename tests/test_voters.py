"""Voters: a second opinion in a process of its own, which asks and never masks."""

from __future__ import annotations

import importlib.util
import os
import shutil
import signal
from importlib.metadata import version
from pathlib import Path

import pytest
import spacy

from pipeline.adapters.voters.voter import VoterProcess, voters_for
from pipeline.config import RedactSettings, Settings, StudySettings
from pipeline.errors import SettingsWrong, VoterMissing, VoterStopped
from pipeline.model import Block, ConsentRecord, Figures, Recording, Verbatim, Word
from pipeline.ports import Voter
from pipeline.stages.find import findings_in
from tests.studies import Casus, empty_study

NOBODY = ConsentRecord("casus-01", (), (), ())
TEXT = "toen kwam de vaas met de bezem en Xandrika binnen"


def saved_pipeline(folder: Path) -> Path:
    """A real spaCy pipeline on disk that takes "vaas" for a person, and a title and an article with it."""
    nlp = spacy.blank("nl")
    ruler = nlp.add_pipe("entity_ruler")
    patterns = {"de vaas": "PER", "Xandrika": "PER", "toen": "WORK"}
    ruler.add_patterns([{"label": label, "pattern": text} for text, label in patterns.items()])  # type: ignore[attr-defined]
    nlp.to_disk(folder)
    return folder


def said(text: str) -> Verbatim:
    recording = Recording("casus-01_ouder-1", "casus-01", "ouder", "", (), None, "", ".txt", "document")
    words = tuple(Word(f"w{at}", word) for at, word in enumerate(text.split(" ")))
    return Verbatim(recording, "nl", (Block("b1", "turn", words),), Figures(), "test")


def found(text: str, *voters: Voter) -> dict[str, tuple[float, str]]:
    settings = Settings(study=StudySettings(name="-"))
    spans = findings_in(said(text), NOBODY, settings, voters).spans
    return {text[span.start : span.end]: (span.score, span.recogniser) for span in spans}


@pytest.fixture
def voter(tmp_path: Path) -> VoterProcess:
    folder = saved_pipeline(tmp_path / "model")
    return VoterProcess("spacy", folder, model=folder)


def test_what_only_a_voter_says_is_asked_and_what_we_found_stays(voter: VoterProcess) -> None:
    alone, voted = found(TEXT), found(TEXT, voter)
    assert "vaas" not in alone and alone["Xandrika"] == voted["Xandrika"]
    score, who = voted["de vaas"]
    assert score < RedactSettings().mask_from and who == "voter-spacy"
    assert set(voted) == {*alone, "de vaas"}
    voter.close()


def test_its_identity_changes_with_the_model_and_names_the_version(voter: VoterProcess, tmp_path: Path) -> None:
    before = voter.identity
    assert before.startswith(f"spacy, spacy {version('spacy')}, model sha256:")
    (tmp_path / "model" / "extra.txt").write_text("x")
    again = VoterProcess("spacy", tmp_path / "model", model=tmp_path / "model")
    assert again.identity != before
    voter.close()
    again.close()


def test_a_voter_that_is_killed_is_replaced_and_one_that_is_broken_says_so(voter: VoterProcess, tmp_path: Path) -> None:
    before = found(TEXT, voter)
    assert voter._process.pid
    os.kill(voter._process.pid, signal.SIGKILL)
    assert found(TEXT, voter) == before
    voter.close()
    shutil.rmtree(tmp_path / "model" / "vocab")
    (tmp_path / "model" / "config.cfg").write_text("[nonsense", encoding="utf-8")
    broken = VoterProcess("spacy", tmp_path / "model", model=tmp_path / "model")
    with pytest.raises(VoterStopped) as raised:
        found(TEXT, broken)
    assert "vaas" not in raised.value.sentence("nl")
    broken.close()


def test_a_document_on_one_line_is_asked_about_in_pieces(voter: VoterProcess) -> None:
    text = " ".join([TEXT] * 1200)
    votes = voter(text)
    assert len(text) > 40_000 and len(votes) == 2 * 1200
    assert {text[vote.start : vote.end] for vote in votes} == {"de vaas", "Xandrika"}
    voter.close()


def test_a_voter_that_is_not_there_is_an_error_with_a_remedy(tmp_path: Path) -> None:
    study = empty_study(tmp_path / "study")
    (missing,) = voters_for(("spacy:models/none",), study)
    with pytest.raises(VoterMissing):
        assert missing.identity
    (absent,) = voters_for(("transformers:.",), study)
    if importlib.util.find_spec("transformers") is None:
        with pytest.raises(VoterMissing) as raised:
            assert absent.identity
        assert "transformers" in raised.value.sentence("nl")
    absent.close()


@pytest.mark.skipif(
    importlib.util.find_spec("deduce") is None, reason="deduce is not installed: pip install '.[peers]'"
)
def test_deduce_votes_from_a_process_of_its_own(tmp_path: Path) -> None:
    (voter,) = voters_for(("deduce",), empty_study(tmp_path / "study"))
    assert {TEXT[vote.start : vote.end] for vote in voter("Jan Jansen woont in Utrecht")}
    voter.close()


def test_a_kind_of_voter_that_does_not_exist_is_named_by_the_settings(casus: Casus, tmp_path: Path) -> None:
    study = empty_study(tmp_path / "study")
    settings = tmp_path / "study" / "study.toml"
    settings.write_text(settings.read_text() + '[redact]\nvoters = ["spacey:x"]\n', encoding="utf-8")
    said = casus("status", "--study", str(study.root))
    assert said.returncode == SettingsWrong.exit_code and "redact.voters" in said.stderr
