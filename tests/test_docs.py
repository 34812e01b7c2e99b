"""The pages for people: every command they name exists, every page and picture they point to is there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer

from pipeline.cli import app

ROOT = Path(__file__).parent.parent
PAGES = sorted(page for page in (ROOT / "docs").glob("*.md") if page.name not in ("cli.md", "errors.md"))
STEPS = "|".join(("onderzoekers", "data-stewards"))


def commands(group: Any, before: str = "") -> Iterator[tuple[str, Any]]:
    """Every command there is, with the words that call it."""
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from commands(command, f"{before}{name} ")
        else:
            yield f"{before}{name}", command


KNOWN = dict(commands(typer.main.get_command(app)))


def named(page: Path) -> list[str]:
    """Every call of casus on a page: in code between backticks, or on an indented line."""
    text = page.read_text(encoding="utf-8")
    code = [*re.findall(r"`([^`\n]+)`", text), *re.findall(r"^ {4}(.+)$", text, re.MULTILINE)]
    return [line.split("#")[0].strip() for line in code if re.match(r"\S*\bcasus [a-z]", line)]


def command_of(call: str) -> str:
    """The command of a call: "consent new" of "casus consent new casus-01"."""
    words = re.findall(r"[^\s]+", call)[1:]
    two = " ".join(words[:2])
    return two if two in KNOWN else words[0]


CALLS = [(page.name, call) for page in PAGES for call in named(page)]


@pytest.mark.parametrize(("page", "call"), CALLS, ids=[f"{page}: {call}" for page, call in CALLS])
def test_every_command_on_a_page_exists_with_its_options(page: str, call: str) -> None:
    command = KNOWN.get(command_of(call))
    assert command is not None, call
    options = {option for parameter in command.params for option in (*parameter.opts, *parameter.secondary_opts)}
    assert set(re.findall(r"(?<=\s)--[a-z][a-z-]*", call)) <= options, call


def test_the_steps_of_researchers_and_stewards_name_many_commands() -> None:
    named_there = {command_of(call) for page, call in CALLS if re.match(STEPS, page)}
    assert {"run", "status", "show", "report", "review approve", "consent new", "release", "pack"} <= named_there


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_what_a_page_points_to_is_there(page: Path) -> None:
    for place in re.findall(r"\]\(([^)#\s]+)[^)]*\)", page.read_text(encoding="utf-8")):
        assert place.startswith("http") or (page.parent / place).exists(), place


def test_pictures_are_small_and_say_in_words_what_they_show() -> None:
    pictures = sorted((ROOT / "docs" / "pictures").glob("*.png"))
    assert pictures
    pages = "".join(page.read_text(encoding="utf-8") for page in PAGES)
    for picture in pictures:
        assert picture.stat().st_size < 150_000, picture.name
        assert re.search(rf"!\[[^\]]{{20,}}\]\(pictures/{picture.name}\)", pages), picture.name
