"""Speech models: which there are, fetching one whole, knowing one that cannot be used, and staying offline."""

from __future__ import annotations

import hashlib
import json
import os
import pickle
import shutil
import subprocess
import sys
import threading
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
import torch
import whisper

from demo.casts import random_cast
from pipeline.adapters.fetching import fetch_model
from pipeline.adapters.models import check_model, fits, on_the_shelf
from pipeline.catalogue import MODELS, SOURCES, hours_per_hour
from pipeline.config import Settings
from pipeline.errors import (
    CasusError,
    ModelCutOff,
    ModelDamaged,
    ModelEnglishOnly,
    ModelFolderMissing,
    ModelIsPointer,
    ModelMissing,
    ModelNotAsPublished,
    ModelNotFetched,
    ModelOfOther,
    ModelOfOtherEngine,
    ModelOtherFormat,
    ModelPacked,
    ModelTooLarge,
    ModelUnknown,
)
from pipeline.ports import Machine
from pipeline.store import Study
from tests.studies import Casus, empty_study, spoken, write_cast_record, write_wav

ROOT = Path(__file__).parent.parent

# --- the catalogue ------------------------------------------------------------------------------------------


def test_the_catalogue_has_every_file_that_is_published_and_no_other() -> None:
    files = {address.split("/")[-1] for address in whisper._MODELS.values()}
    assert {f"{model.name}.pt" for model in MODELS} == files
    assert {name for model in MODELS for name in (model.name, model.also) if name} == set(whisper._MODELS)


def test_every_figure_has_a_source_and_large_v2_errs_less_on_talk_than_large_v3() -> None:
    rates = {m.name: {(rate.speech, rate.source): rate.percent for rate in m.dutch} for m in MODELS}
    assert {source for found in rates.values() for _, source in found} <= set(SOURCES)
    both = set(rates["large-v2"]) & set(rates["large-v3"])
    assert len(both) == 5 and all(rates["large-v2"][test] < rates["large-v3"][test] for test in both)


def test_a_smaller_machine_takes_longer_and_a_smaller_model_less() -> None:
    few, many, card = Machine(2, 8 * 10**9, False), Machine(16, 8 * 10**9, False), Machine(2, 8 * 10**9, True)
    for model in MODELS:
        assert hours_per_hour(model, card)[1] < hours_per_hour(model, many)[1] < hours_per_hour(model, few)[1]
    by_size = sorted(
        (m for m in MODELS if m.name in ("tiny", "base", "small", "medium", "large-v2")), key=lambda m: m.file_bytes
    )
    hours = [hours_per_hour(model, few) for model in by_size]
    assert hours == sorted(hours)


def test_the_list_tells_what_fits_and_what_is_here(casus: Casus, tmp_path: Path) -> None:
    (tmp_path / "tiny.pt").write_bytes(b"half")
    said = casus("models", "list", "--to", str(tmp_path), "--json")
    found = {model["name"]: model for model in json.loads(said.stdout)["models"]}
    assert (found["tiny"]["here"], found["small"]["here"]) == ("damaged", "absent")
    assert found["large-v2"]["dutch"][0] == {"speech": "children", "percent": 28.2, "source": "jasmin"}
    page = casus("models", "list").stdout
    assert "28,2" in page and "large-v3 (= large)" in page and "MIT, OpenAI" in page


# --- fetching -----------------------------------------------------------------------------------------------


@dataclass
class Server:
    """The makers' server, on this machine: it sends `sends` where `tiny` is published."""

    model: bytes
    ranges: bool = True
    breaks_at: int = 0  # bytes after which the line breaks
    status: int = 200
    asked: list[str] = field(default_factory=list)

    @property
    def published(self) -> str:
        return hashlib.sha256(MODEL).hexdigest()

    def answer(self, request: BaseHTTPRequestHandler) -> None:
        wanted = request.headers["Range"]
        self.asked.append(wanted)
        start = int(wanted.removeprefix("bytes=").removesuffix("-")) if self.ranges else 0
        if self.status != 200 or start >= len(self.model):
            request.send_error(self.status if self.status != 200 else 416)
            return
        request.send_response(206 if self.ranges else 200)
        request.send_header("Content-Length", str(len(self.model) - start))
        request.end_headers()
        request.wfile.write(self.model[start : self.breaks_at or None])


MODEL = bytes(range(256)) * 20_000
ASKED: Callable[[int, int], None] = lambda here, whole: None  # noqa: E731


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    made = Server(MODEL)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            made.answer(self)

        def log_message(self, *_: Any) -> None:
            """Not on the screen of the tests."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as http:
        threading.Thread(target=http.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{http.server_port}/{made.published}/tiny.pt"
        monkeypatch.setitem(whisper._MODELS, "tiny", address)
        yield made
        http.shutdown()


def lies_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_model_is_fetched_whole_verified_and_not_twice(server: Server, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    path = fetch_model("tiny", tmp_path / "models", lambda here, whole: told.append((here, whole)))
    assert path.read_bytes() == MODEL and lies_in(tmp_path / "models") == ["tiny.pt"]
    assert told[-1] == (len(MODEL), len(MODEL)) and told == sorted(told)
    assert fetch_model("tiny", tmp_path / "models", ASKED) == path
    assert server.asked == ["bytes=0-"]
    assert on_the_shelf(tmp_path / "models")["tiny"] == "whole"


@pytest.mark.parametrize("ranges", [True, False])
def test_a_line_that_breaks_costs_only_what_was_not_here_yet(server: Server, tmp_path: Path, ranges: bool) -> None:
    server.breaks_at = 3_000_000
    with pytest.raises(ModelNotFetched):
        fetch_model("tiny", tmp_path, ASKED)
    assert lies_in(tmp_path) == [".half-tiny.pt"]
    server.breaks_at, server.ranges = 0, ranges
    assert fetch_model("tiny", tmp_path, ASKED).read_bytes() == MODEL
    assert server.asked == ["bytes=0-", "bytes=3000000-"] and lies_in(tmp_path) == ["tiny.pt"]


def test_a_half_file_that_was_whole_already_is_taken_for_it(server: Server, tmp_path: Path) -> None:
    (tmp_path / ".half-tiny.pt").write_bytes(MODEL)
    assert fetch_model("tiny", tmp_path, ASKED).read_bytes() == MODEL


def test_what_is_not_the_published_file_is_thrown_away(server: Server, tmp_path: Path) -> None:
    server.model = MODEL[::-1]
    with pytest.raises(ModelNotAsPublished):
        fetch_model("tiny", tmp_path, ASKED)
    assert lies_in(tmp_path) == []


def test_without_a_connection_or_a_permission_it_says_so_and_leaves_nothing(server: Server, tmp_path: Path) -> None:
    server.status = 403
    with pytest.raises(ModelNotFetched) as raised:
        fetch_model("tiny", tmp_path, ASKED)
    assert raised.value.details["problem"] == "HTTP 403"
    whisper._MODELS["tiny"] = f"http://127.0.0.1:9/{server.published}/tiny.pt"
    with pytest.raises(ModelNotFetched) as raised:
        fetch_model("tiny", tmp_path, ASKED)
    assert raised.value.details["problem"] == "ConnectionRefusedError"
    assert lies_in(tmp_path) == []


def test_a_folder_that_is_not_there_and_a_model_that_does_not_exist_are_said(server: Server, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for folder in (tmp_path / "disk" / "models", tmp_path / "file"):
        with pytest.raises(ModelFolderMissing):
            fetch_model("tiny", folder, ASKED)
    with pytest.raises(ModelUnknown):
        fetch_model("../tiny", tmp_path, ASKED)
    assert server.asked == []


def test_a_disk_that_fills_up_while_fetching_is_no_fault_of_the_line(server: Server, tmp_path: Path) -> None:
    code = (
        "import resource, sys, whisper; from pathlib import Path; from pipeline.errors import StorageFailed\n"
        "from pipeline.adapters.fetching import fetch_model\n"
        "whisper._MODELS['tiny'] = sys.argv[1]\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (2_000_000, 2_000_000))\n"
        "try: fetch_model('tiny', Path(sys.argv[2]), lambda here, whole: None)\n"
        "except StorageFailed: sys.exit(7)\n"
    )
    done = subprocess.run([sys.executable, "-c", code, whisper._MODELS["tiny"], str(tmp_path)], cwd=ROOT)
    assert done.returncode == 7 and not (tmp_path / "tiny.pt").exists()


# --- checking -----------------------------------------------------------------------------------------------


def settings(model: Path, **more: str) -> Settings:
    return Settings.model_validate({"study": {"name": "x"}, "transcribe": {"model": str(model), **more}})


def test_a_model_of_your_own_is_told_what_it_is(demo_model: Path) -> None:
    checked = check_model(settings(demo_model), Path("/"))
    assert (checked.name, checked.published, checked.multilingual) == ("demo.pt", False, True)
    assert checked.digest == hashlib.sha256(demo_model.read_bytes()).hexdigest()
    assert checked.memory > 1_000_000_000 + checked.file_bytes


class RunsCode:
    """A pickle that makes a file when it is opened carelessly."""

    def __init__(self, mark: Path) -> None:
        self.mark = mark

    def __reduce__(self) -> Any:
        return Path.touch, (self.mark,)


def _of_other(path: Path, _: Path) -> None:
    torch.save({"epoch": 3, "state_dict": {"weight": torch.zeros(4)}}, path)


def _unsafe(path: Path, _: Path) -> None:
    torch.save({"dims": RunsCode(path.with_suffix(".ran")), "model_state_dict": {}}, path)


def _unsafe_and_old(path: Path, _: Path) -> None:
    path.write_bytes(pickle.dumps(RunsCode(path.with_suffix(".ran")), protocol=2))


def _half(path: Path, whole: Path) -> None:
    path.write_bytes(whole.read_bytes()[:20_000_000])


def _room_kept(path: Path, whole: Path) -> None:
    path.write_bytes(whole.read_bytes()[:20_000_000] + bytes(20_000_000))


def _never_begun(path: Path, _: Path) -> None:
    path.write_bytes(bytes(5_000_000))


def _empty(path: Path, _: Path) -> None:
    path.touch()


def _one_byte(path: Path, whole: Path) -> None:
    data = bytearray(whole.read_bytes())
    data[20_000_000] ^= 1
    path.write_bytes(data)


def _pointer(path: Path, _: Path) -> None:
    path.write_text(f"version https://git-lfs.github.com/spec/v1\noid sha256:{'0' * 64}\nsize 3086999982\n")


def _zip(path: Path, whole: Path) -> None:
    with zipfile.ZipFile(path, "w") as packed:
        packed.write(whole, "large-v2.pt")


def _ggml(path: Path, _: Path) -> None:
    path.write_bytes(b"lmgg" + bytes(9000))


def _safetensors(path: Path, _: Path) -> None:
    path.write_bytes((9).to_bytes(8, "little") + b'{"a": 1 }' + bytes(100))


def _page(path: Path, _: Path) -> None:
    path.write_text("<!DOCTYPE html><title>Log in</title>")


def _letter(path: Path, _: Path) -> None:
    path.write_text("Beste juf,\n")


@pytest.mark.parametrize(
    ("write", "error", "said"),
    [
        (_half, ModelCutOff, "half gekopieerd (20 MB)"),
        (_room_kept, ModelCutOff, "half gekopieerd (40 MB)"),
        (_never_begun, ModelCutOff, "half gekopieerd"),
        (_empty, ModelCutOff, "(0 MB)"),
        (_one_byte, ModelDamaged, "beschadigd"),
        (_pointer, ModelIsPointer, "git-lfs"),
        (_zip, ModelPacked, "zip-bestand"),
        (_ggml, ModelOtherFormat, "whisper.cpp"),
        (_safetensors, ModelOtherFormat, "safetensors"),
        (_page, ModelOtherFormat, "een webpagina"),
        (_letter, ModelOtherFormat, "een andere soort"),
        (_of_other, ModelOfOther, "een ander programma"),
        (_unsafe, ModelOfOther, "niets uit uitgevoerd"),
        (_unsafe_and_old, ModelOfOther, "niets uit uitgevoerd"),
    ],
)
def test_what_is_no_model_gets_a_sentence_of_its_own_and_nothing_in_it_is_run(
    tmp_path: Path, demo_model: Path, write: Callable[[Path, Path], None], error: type[CasusError], said: str
) -> None:
    path = tmp_path / "own.pt"
    write(path, demo_model)
    with pytest.raises(error) as raised:
        check_model(settings(path), Path("/"))
    assert said in raised.value.sentence("nl") and raised.value.remedy("nl")
    assert type(raised.value) is error and not path.with_suffix(".ran").exists()


def test_a_named_model_must_be_the_published_file(tmp_path: Path, demo_model: Path) -> None:
    named = Settings.model_validate({"study": {"name": "x"}, "transcribe": {"model": "turbo"}})
    with pytest.raises(ModelMissing):
        check_model(named, tmp_path)
    (tmp_path / "models").mkdir()
    shutil.copyfile(demo_model, tmp_path / "models" / "large-v3-turbo.pt")
    with pytest.raises(ModelDamaged):
        check_model(named, tmp_path)


def test_a_model_that_knows_english_only_is_refused_for_dutch_interviews(tmp_path: Path, demo_model: Path) -> None:
    held = torch.load(demo_model, weights_only=True)
    held["dims"]["n_vocab"] -= 1
    words = held["model_state_dict"]["decoder.token_embedding.weight"]
    held["model_state_dict"]["decoder.token_embedding.weight"] = words[:-1].clone()
    torch.save(held, tmp_path / "own.pt")
    with pytest.raises(ModelEnglishOnly) as raised:
        check_model(settings(tmp_path / "own.pt"), Path("/"))
    assert "zonder .en" in raised.value.remedy("nl")
    assert not check_model(settings(tmp_path / "own.pt", language="en"), Path("/")).multilingual


def test_a_folder_is_no_checkpoint(tmp_path: Path) -> None:
    (tmp_path / "converted").mkdir()
    with pytest.raises(ModelOfOtherEngine) as raised:
        check_model(settings(tmp_path / "converted", engine="faster-whisper"), Path("/"))
    assert "zet casus het zelf om" in raised.value.remedy("nl")


def test_a_model_larger_than_the_memory_is_refused(demo_model: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.adapters.models.this_machine", lambda: Machine(2, 10**9, False))
    assert not fits(40_000_000, batch=8)
    with pytest.raises(ModelTooLarge) as raised:
        check_model(settings(demo_model), Path("/"))
    assert "1 GB" in raised.value.sentence("nl")


# --- as the steward meets it --------------------------------------------------------------------------------


def test_checking_tells_the_steward_and_ends_with_a_code(casus: Casus, tmp_path: Path, demo_model: Path) -> None:
    study = empty_study(tmp_path / "study", demo_model)
    said = casus("models", "check", "--study", str(study.root))
    assert said.returncode == 0 and "demo.pt" in said.stdout and "geen uitgegeven model" in said.stdout
    (study.root / "study.toml").write_text((study.root / "study.toml").read_text().replace(str(demo_model), "./x.pt"))
    _pointer(study.root / "x.pt", demo_model)
    said = casus("models", "check", "--study", str(study.root))
    assert said.returncode == 5 and "git-lfs" in said.stderr and "Traceback" not in said.stderr


def test_the_status_tells_how_the_machine_will_be_used_and_who_is_always_read(casus: Casus, tmp_path: Path) -> None:
    study = empty_study(tmp_path / "study", "/home/mia-jansen/models/large-v2.pt")
    said = casus("status", "--study", str(study.root)).stdout
    assert "herkenners 2 x threads 1: openai-whisper large-v2.pt" in said and "mia" not in said
    assert "Altijd eerst na te kijken" not in said
    text = (study.root / "study.toml").read_text()
    (study.root / "study.toml").write_text(text.replace("always_review = []", ""))
    assert "Altijd eerst na te kijken: kind" in casus("status", "--study", str(study.root)).stdout


# urllib3, which Presidio brings along, binds a socket to ::1 when it is imported, to learn whether there is IPv6.
SPY = """
import os, sys
OUT = ("connect", "getaddrinfo", "gethostbyname", "gethostbyaddr", "sendto", "sendmsg", "Request")
def note(event, args):
    if event.startswith(("socket.", "urllib.")) and (event.endswith(OUT) or "::1" not in str(args) and "bind" in event):
        with open(os.environ["SEEN"], "a") as out: out.write(f"{event}\\n")
sys.addaudithook(note)
"""


def test_only_fetching_reaches_for_a_network(tmp_path: Path, demo_model: Path) -> None:
    (tmp_path / "spy").mkdir()
    (tmp_path / "spy" / "sitecustomize.py").write_text(SPY)
    study: Study = empty_study(tmp_path / "study", demo_model)
    cast = random_cast(77)
    write_cast_record(study, "casus-01", cast)
    write_wav(study.inbox / "casus-01_leraar_2026-05-13.wav", spoken("leraar", cast, 3, exchanges=1)[1].audio)
    seen, path = tmp_path / "seen", f"{tmp_path / 'spy'}{os.pathsep}{ROOT}"

    def casus(*arguments: str) -> int:
        return subprocess.run(
            [sys.executable, "-c", "from pipeline.cli import main; main()", *arguments],
            env=os.environ | {"PYTHONPATH": path, "SEEN": str(seen), "https_proxy": "http://127.0.0.1:9"},
            capture_output=True,
        ).returncode

    here = ("--study", str(study.root))
    for command in (("models", "list", *here), ("models", "check", *here), ("run", *here), ("status", *here)):
        assert casus(*command) == 0
    told = study.root / "study.toml"
    told.write_text(told.read_text().replace("[transcribe]", '[transcribe]\nengine = "faster-whisper"'))
    assert casus("run", *here) == 0
    assert list(study.release.rglob("leraar-1.txt")) and not seen.exists()
    assert casus("models", "fetch", "tiny", "--to", str(tmp_path)) == 5
    assert {"urllib.Request", "socket.connect"} <= set(seen.read_text().split())
