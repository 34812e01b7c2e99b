"""The picture of the study in a real browser and on paper; skipped where there is no chromium or no poppler."""

from __future__ import annotations

import re
import shutil
import subprocess
import zlib
from collections import Counter
from pathlib import Path

import pytest

from pipeline.report.writing import write_report
from pipeline.store import Study
from tests import redacted as make
from tests.test_report import MACHINE, TODAY, put, transcript

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
needs_browser = pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed")
needs_poppler = pytest.mark.skipif(
    shutil.which("pdftotext") is None, reason="pdftotext (poppler-utils) is not installed"
)
CASES = [f"casus-{number:02}" for number in range(1, 24)]  # enough to be folded up


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of a study of many cases."""
    study = Study(tmp_path_factory.mktemp("study"))
    study.make()
    for number, case in enumerate(CASES):
        put(
            study, case, transcript(case), transcript(case, role="ouder"), state="concept" if number % 4 else "released"
        )
    return write_report(study, make.settings(), TODAY, MACHINE)


def browse(tmp_path: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """A browser of its own, without a network; what it says of the page is on standard error."""
    assert CHROMIUM is not None
    plain = ("--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--enable-logging=stderr", "--v=0")
    alone = ("--host-resolver-rules=MAP * ~NOTFOUND", f"--user-data-dir={tmp_path / 'profile'}")
    return subprocess.run(
        [CHROMIUM, *plain, *alone, *arguments], capture_output=True, text=True, timeout=120, check=True
    )


@needs_browser
def test_the_browser_shows_it_all_and_complains_of_nothing(page: Path, tmp_path: Path) -> None:
    log = tmp_path / "net.json"
    said = browse(tmp_path, f"--log-net-log={log}", "--dump-dom", page.as_uri())
    assert all(case in said.stdout for case in CASES)
    assert "CONSOLE" not in said.stderr  # neither an error nor something that its policy refused
    asked = re.findall(r'"url":"(https?://[^"]+)"', log.read_text(encoding="utf-8"))
    assert [place for place in asked if "google" not in place and "gvt1" not in place] == []  # the browser's own


@needs_browser
@pytest.mark.parametrize("width", [320, 1100])
def test_nothing_is_wider_than_the_screen_and_the_picture_is_not_blank(page: Path, tmp_path: Path, width: int) -> None:
    frame, shot = tmp_path / "frame.html", tmp_path / "shot.png"
    frame.write_text(
        f'<iframe src="{page.as_uri()}" style="border:0;width:{width}px;height:700px"></iframe>'
        "<script>onload=()=>{const d=frames[0].document.documentElement;"
        "document.title=d.scrollWidth+' '+d.clientWidth}</script>",
        encoding="utf-8",
    )
    said = browse(tmp_path, "--allow-file-access-from-files", "--dump-dom", frame.as_uri())
    found = re.search(r"<title>(\d+) (\d+)</title>", said.stdout)
    assert found and int(found[1]) <= int(found[2]) == width
    browse(tmp_path, f"--screenshot={shot}", "--window-size=1100,900", frame.as_uri())
    assert len(shades(shot.read_bytes())) > 20


def shades(png: bytes) -> Counter[bytes]:
    """How often each row of bytes occurs in a picture: a blank one has one row."""
    data, at = b"", 8
    while at < len(png):
        size = int.from_bytes(png[at : at + 4], "big")
        if png[at + 4 : at + 8] == b"IDAT":
            data += png[at + 8 : at + 8 + size]
        at += size + 12
    raw, width = zlib.decompress(data), int.from_bytes(png[16:20], "big")
    stride = len(raw) // int.from_bytes(png[20:24], "big")
    assert stride > width
    return Counter(raw[row : row + stride] for row in range(0, len(raw), stride))


@needs_browser
@needs_poppler
def test_on_paper_every_table_is_there_and_nothing_is_cut_off(page: Path, tmp_path: Path) -> None:
    paper = tmp_path / "paper.pdf"
    browse(tmp_path, f"--print-to-pdf={paper}", "--no-pdf-header-footer", page.as_uri())
    text = subprocess.run(["pdftotext", "-layout", paper, "-"], capture_output=True, text=True, check=True).stdout
    for case in CASES:
        assert text.count(case) >= 8, case  # in the folded tables too
    assert all(f"{case}_ouder-1" in text for case in CASES)
    boxes = subprocess.run(["pdftotext", "-bbox", paper, "-"], capture_output=True, text=True, check=True).stdout
    edges = [float(edge) for edge in re.findall(r'xMax="([\d.]+)"', boxes)]
    assert max(edges) <= 596  # the width of A4 in points
    assert re.search(r"1 / \d+", text)


@needs_browser
def test_every_plot_opens_by_itself(page: Path, tmp_path: Path) -> None:
    plot = page.parent / "plots" / "toestanden.svg"
    shot = tmp_path / "plot.png"
    said = browse(tmp_path, f"--screenshot={shot}", "--window-size=800,300", plot.as_uri())
    assert "CONSOLE" not in said.stderr
    assert len(shades(shot.read_bytes())) > 10
