"""Writes docs/errors.md and docs/cli.md from the code; with --check, fails where they are out of date."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from pipeline.errors import all_errors

DOCS = Path(__file__).parent


def errors_page() -> str:
    """Every error: class, state, exit code, sentence and remedy."""
    lines = ["# What can go wrong", "", "Generated from `pipeline/errors/` by `make docs`.", ""]
    lines += ["| error | state | exit | what you see | what to do |", "|---|---|---|---|---|"]
    for kind in all_errors():
        nl, remedy = (text.replace("|", "\\|") for text in kind.nl)
        lines.append(f"| {kind.__name__} | {kind.state} | {kind.exit_code} | {nl} | {remedy} |")
    lines += ["", *(module_lines())]
    return "\n".join(lines) + "\n"


def module_lines() -> list[str]:
    """The table of exit codes, as the module's docstring has it."""
    import pipeline.errors

    return ["## Exit codes", "", (pipeline.errors.__doc__ or "").split("Exit codes: ")[1].strip().replace("\n", " ")]


def cli_page() -> str:
    """The whole of `casus --help`, command by command."""
    made = subprocess.run(
        [sys.executable, "-m", "typer", "pipeline.cli", "utils", "docs", "--name", "casus"],
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | {"NO_COLOR": "1", "TERM": "dumb", "COLUMNS": "100"},
    ).stdout
    return made.replace(str(DOCS.parent) + "/", "").rstrip() + "\n"


def main() -> int:
    """Write the pages, or compare them."""
    stale = 0
    for name, text in (("errors.md", errors_page()), ("cli.md", cli_page())):
        path = DOCS / name
        if "--check" in sys.argv:
            if not path.is_file() or path.read_text(encoding="utf-8") != text:
                print(f"docs/{name} is out of date: make docs")
                stale = 1
        else:
            path.write_text(text, encoding="utf-8")
    return stale


if __name__ == "__main__":
    sys.exit(main())
