"""Makes the pictures of the how-to pages from the demo study: `make demo`, then `python -m docs.screenshots [STUDY]`.

Needs chromium. STUDY is a demo study after `casus run`; everybody in it is made up.
"""

from __future__ import annotations

import html
import io
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from rich.console import Console

from pipeline import screen
from pipeline.inbox.placing import inbox_readme
from pipeline.status import rows
from pipeline.store import Study

ROOT = Path(__file__).parent.parent
PICTURES = ROOT / "docs" / "pictures"
HEADER, TURNS = 9, 24  # lines of a transcript
PAPER = """<!doctype html><meta charset="utf-8"><style>
body {{ margin: 0; padding: 24px 28px; background: #fff; color: #1d2730; }}
pre {{ margin: 0; font: 14px/1.5 "DejaVu Sans Mono", monospace; white-space: pre-wrap; }}
</style>{}"""


def shoot(page: str, name: str, width: int, height: int) -> None:
    """A picture of the top of a page (an address)."""
    browser = shutil.which("chromium") or shutil.which("google-chrome")
    if browser is None:
        sys.exit("chromium is not installed")
    with tempfile.TemporaryDirectory() as profile:
        subprocess.run(
            [
                *(browser, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"),
                *(f"--user-data-dir={profile}", f"--window-size={width},{height}"),
                *(f"--screenshot={PICTURES / name}", page),
            ],
            check=True,
            capture_output=True,
        )
    print(f"docs/pictures/{name}  {(PICTURES / name).stat().st_size / 1000:.0f} kB")


def shoot_html(body: str, name: str, width: int, height: int) -> None:
    """A picture of a scrap of HTML on white paper."""
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "page.html"
        page.write_text(PAPER.format(body), encoding="utf-8")
        shoot(page.as_uri(), name, width, height)


def shoot_text(text: str, name: str, width: int, height: int) -> None:
    """A picture of a text as it is."""
    shoot_html(f"<pre>{html.escape(text)}</pre>", name, width, height)


def status_of(study: Study) -> str:
    """The table that `casus status` shows on a screen, as HTML."""
    screen.out = Console(record=True, width=150, file=io.StringIO(), force_terminal=True)
    screen.on_a_screen = lambda: True
    screen.show_rows(rows(study, "nl"))
    return screen.out.export_html(inline_styles=True, code_format="<pre style='white-space: pre'>{code}</pre>")


def main() -> None:
    """Make every picture anew."""
    study = Study(Path(sys.argv[1] if len(sys.argv) > 1 else ROOT / "demo" / "run" / "study").resolve())
    if not (study.reports / "study.html").is_file():
        sys.exit(f"{study.root}: no demo study that has run; make one with: make demo")
    PICTURES.mkdir(exist_ok=True)
    page = (study.release / "by-case" / "casus-01" / "leraar-1.txt").read_text(encoding="utf-8")
    header, turns = (part.splitlines() for part in page.split("-" * 100))
    shoot_text(inbox_readme("nl"), "inbox.png", 900, 430)
    shoot_html(status_of(study), "status.png", 1340, 640)
    shoot_text("\n".join([*header[:HEADER], "...", "-" * 100, *turns[:TURNS], "..."]), "transcript.png", 930, 800)
    shoot((study.reports / "study.html").as_uri(), "overzicht.png", 1000, 900)
    on_paper(study)


def on_paper(study: Study) -> None:
    """The first sheets of a reading pack and of a consent form, made by the commands themselves."""
    for words in (("pack", "--role", "leraar"), ("consent", "form", "ouders")):
        casus = [sys.executable, "-c", "from pipeline.cli import main; main()", *words]
        subprocess.run([*casus, "--study", str(study.root)], check=True, cwd=ROOT, capture_output=True)
    pack = study.release / "packs" / "by-role" / "leraar.pdf"
    form = study.root / "consent" / "forms" / "ouders-1.0.nl.pdf"
    for file, sheet, name in ((pack, 2, "papier"), (form, 1, "formulier")):
        told = ["-f", str(sheet), "-l", str(sheet), "-r", "70", "-gray", "-png", "-singlefile"]
        subprocess.run(["pdftoppm", *told, str(file), str(PICTURES / name)], check=True)
        print(f"docs/pictures/{name}.png  {(PICTURES / name).with_suffix('.png').stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main()
