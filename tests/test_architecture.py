"""The house rules that no linter knows."""

from __future__ import annotations

import ast
import itertools
import re
from pathlib import Path

import pytest

import pipeline
from docs.generate import errors_page
from pipeline.errors import CasusError, all_errors, error_named
from pipeline.stages import DOCUMENT, IMPORTED, INTERVIEW, REDACT, Stage

ROOT = Path(pipeline.__file__).parent
SOURCES = sorted(path for path in ROOT.rglob("*.py"))
README = (ROOT.parent / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "chain", [INTERVIEW, DOCUMENT, IMPORTED, REDACT], ids=["interview", "document", "imported", "case"]
)
def test_each_stage_takes_what_the_one_before_gives(chain: tuple[Stage, ...]) -> None:
    for before, after in itertools.pairwise(chain):
        assert after.takes is before.gives, f"{before.name} -> {after.name}"


def test_only_the_command_line_exits_and_only_the_screen_prints() -> None:
    for path in SOURCES:
        names = {node.attr for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Attribute)}
        calls = {
            n.func.id
            for n in ast.walk(ast.parse(path.read_text()))
            if isinstance(n, ast.Call) and isinstance(n.func, ast.Name)
        }
        assert "print" not in calls, path
        if path != ROOT / "cli" / "__init__.py":
            assert "exit" not in names & {"exit"} or "sys" not in path.read_text(), path


def test_every_file_is_small() -> None:
    assert {path.name: n for path in SOURCES if (n := len(path.read_text().splitlines())) > 350} == {}


@pytest.mark.parametrize("kind", all_errors(), ids=lambda kind: kind.__name__)
def test_every_error_has_a_sentence_and_a_remedy_in_both_languages(kind: type[CasusError]) -> None:
    for sentence, remedy in (kind.nl, kind.en):
        assert sentence.endswith((".", "?")) and remedy, kind
    fields = {f for text in (*kind.nl, *kind.en) for f in re.findall(r"{(\w+)}", text)}
    error = error_named(kind.__name__, dict.fromkeys(fields, "x"))
    assert error.sentence("nl") and error.remedy("en")


def test_every_decision_is_at_most_half_a_page() -> None:
    for page in (ROOT.parent / "docs" / "decisions").glob("*.md"):
        assert len(page.read_text(encoding="utf-8").splitlines()) <= 40, page


def test_every_make_target_of_the_readme_exists() -> None:
    makefile = (ROOT.parent / "Makefile").read_text(encoding="utf-8")
    for target in re.findall(r"^\s+make (\w+)", README, re.MULTILINE):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target


def test_what_generated_pages_say_they_come_from_exists() -> None:
    named = re.findall(r"Generated from `([^`]+)`", errors_page())
    assert named and all((ROOT.parent / path).exists() for path in named)
