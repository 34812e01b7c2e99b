"""What tests share: the demo speech model, and `casus` as a real process."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import settings

from demo.prepare import prepare_model
from tests.studies import Casus

ROOT = Path(__file__).parent.parent

# A commit passes or fails; it never does so by luck. New examples are drawn with --hypothesis-profile=search.
settings.register_profile("steady", derandomize=True, database=None)
settings.register_profile("search", max_examples=500)
settings.load_profile("steady")


def run_casus(folder: Path, *arguments: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
    """Run `casus` as a person would, in this folder."""
    return subprocess.run(
        [sys.executable, "-c", "from pipeline.cli import main; main()", *arguments],
        input=stdin,
        capture_output=True,
        text=True,
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(ROOT), "COLUMNS": "200", "NO_COLOR": "1"},
    )


@pytest.fixture(scope="session")
def demo_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo checkpoint, unpacked once a session."""
    return prepare_model(tmp_path_factory.mktemp("models"))


@pytest.fixture
def casus(tmp_path: Path) -> Casus:
    """`casus` in a folder of its own."""

    def run(*arguments: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
        return run_casus(tmp_path, *arguments, stdin=stdin)

    return run
