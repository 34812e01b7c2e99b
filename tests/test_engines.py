"""Speech recognisers in processes of their own: one contract for every engine, with real processes."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from demo.speech import VOICES, say
from pipeline.adapters.engines.hearing import Decoded, Timed, hear
from pipeline.adapters.engines.pool import Pool, batches, choose_workers
from pipeline.config import MachineSettings, Settings, StudySettings, TranscribeSettings
from pipeline.errors import ModelDamaged, ModelMissing, TranscriberDied
from pipeline.ports import Heard, Sound, Stretch
from tests.studies import write_wav

RATE = 16_000
SENTENCES = ("Wie bent u en waar werkt u?", "Hoe gaat het nu in de klas?")
WINDOWS = (Stretch(0.6, 3.2), Stretch(3.4, 6.3))


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Sound:
    """Two sentences by two voices, with pauses of a second around them."""
    pause = np.zeros(RATE, np.float32)
    first, second = say(SENTENCES[0], VOICES[0]), say(SENTENCES[1], VOICES[5])
    path = tmp_path_factory.mktemp("talk") / "talk.wav"
    write_wav(path, np.concatenate([pause, first, pause, second, pause]))
    return Sound(path, "casus-01_leraar-1", "digest")


def pids(pool: Pool) -> list[int]:
    return [child.pid for child in tuple(pool._children)]


def is_running(pid: int) -> bool:
    """Whether a process is there and not a zombie that nobody waits for."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


class EngineContract:
    """What holds for every engine."""

    engine: str

    def settings(self, model: Path | str, **options: Any) -> TranscribeSettings:
        return TranscribeSettings.model_validate({"engine": self.engine, "model": str(model)} | options)

    @pytest.fixture(scope="class")
    def pool(self, demo_model: Path) -> Iterator[Pool]:
        """One process that is used by many tests, some of which kill it."""
        pool = Pool(self.settings(demo_model, temperatures=(0.0,)), Path("/"), workers=1, threads=1)
        yield pool
        pool.close()

    @pytest.fixture(scope="class")
    def heard(self, pool: Pool, sound: Sound) -> tuple[Heard, ...]:
        return pool(sound, WINDOWS)

    def test_what_was_said_is_written_down(self, heard: tuple[Heard, ...]) -> None:
        said = " ".join(word.text for one in heard for word in one.words)
        assert said == " ".join(SENTENCES)

    def test_words_come_with_times_inside_their_window_and_confidence(self, heard: tuple[Heard, ...]) -> None:
        assert [one.window for one in heard] == list(WINDOWS)
        words = [word for one in heard for word in one.words]
        assert all(not word.text.isspace() and 0 <= (word.confidence or 0) <= 1 for word in words)
        for one in heard:
            times = [moment for word in one.words for moment in (word.start, word.end)]
            assert times == sorted(t for t in times if t is not None)
            assert all(one.window.start <= moment <= one.window.end for moment in times if moment is not None)

    def test_the_same_windows_give_the_same_words(self, pool: Pool, sound: Sound, heard: tuple[Heard, ...]) -> None:
        assert pool(sound, WINDOWS) == heard

    def test_windows_decoded_together_give_the_words_they_give_alone(
        self, demo_model: Path, sound: Sound, heard: tuple[Heard, ...]
    ) -> None:
        pool = Pool(self.settings(demo_model, temperatures=(0.0,), batch=1), Path("/"), workers=1, threads=1)
        alone = pool(sound, WINDOWS)
        pool.close()
        assert [[word.text for word in one.words] for one in alone] == [[w.text for w in one.words] for one in heard]
        pairs = [pair for a, b in zip(alone, heard, strict=True) for pair in zip(a.words, b.words, strict=True)]
        assert all(abs((a.start or 0) - (b.start or 0)) < 0.1 for a, b in pairs)

    def test_no_windows_are_no_words(self, pool: Pool, sound: Sound) -> None:
        assert pool(sound, ()) == ()

    def test_random_draws_of_the_fallback_are_the_same_each_time(self, demo_model: Path, sound: Sound) -> None:
        answers = []
        for _ in range(2):
            pool = Pool(self.settings(demo_model, temperatures=(0.3,)), Path("/"), workers=1, threads=1)
            answers.append(pool(sound, WINDOWS[:1]))
            pool.close()
        assert answers[0] == answers[1]
        assert answers[0][0].temperature == 0.3

    def test_names_may_be_told_in_every_window(self, pool: Pool, sound: Sound) -> None:
        told = Sound(sound.path, sound.recording, sound.digest, "Luuk, Sanne.")
        once = pool(told, WINDOWS)
        assert [one.window for one in once] == list(WINDOWS)
        assert all(one.words for one in once)  # which words is the model's affair: the demo's knows one prompt only
        assert pool(told, WINDOWS) == once

    def test_killed_it_is_replaced_and_writes_the_same_words(
        self, pool: Pool, sound: Sound, heard: tuple[Heard, ...]
    ) -> None:
        (before,) = pids(pool)
        os.kill(before, signal.SIGSTOP)  # so that it is certainly at work
        timer = threading.Timer(0.2, os.kill, (before, signal.SIGKILL))
        timer.start()
        assert pool(sound, WINDOWS) == heard
        timer.join()
        assert pids(pool) != [before]

    def test_one_that_keeps_dying_is_a_failure_of_that_recording(self, demo_model: Path, sound: Sound) -> None:
        pool = Pool(self.settings(demo_model), Path("/"), workers=1, threads=1)
        stop = threading.Event()

        def kill_all() -> None:
            while not stop.wait(0.05):
                for pid in pids(pool):
                    os.kill(pid, signal.SIGKILL)

        killer = threading.Thread(target=kill_all)
        killer.start()
        try:
            with pytest.raises(TranscriberDied) as raised:
                pool(sound, WINDOWS[:1])
        finally:
            stop.set()
            killer.join()
            pool.close()
        assert raised.value.details == {"recording": "casus-01_leraar-1", "problem": "SIGKILL"}

    def test_it_ends_with_its_parent_even_when_that_is_killed(self, demo_model: Path, sound: Sound) -> None:
        code = (
            "import sys, threading; from pathlib import Path; from pipeline.adapters.engines.pool import Pool\n"
            "from pipeline.config import TranscribeSettings; from pipeline.ports import Sound, Stretch\n"
            "settings = TranscribeSettings(engine=sys.argv[3], model=sys.argv[1], temperatures=(0.9,) * 50)\n"
            "pool = Pool(settings, Path('/'), 1, 1)\n"
            "threading.Thread(target=pool, args=(Sound(Path(sys.argv[2]), 'r', 'd'), [Stretch(0.7, 6.9)])).start()\n"
            "while not pool._children: pass\n"
            "print(next(iter(pool._children)).pid, flush=True)\n"
        )
        command = [sys.executable, "-c", code, str(demo_model), str(sound.path), self.engine]
        parent = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert parent.stdout
        child = int(parent.stdout.readline())
        os.kill(child, 0)
        parent.kill()
        parent.wait()
        parent.stdout.close()
        limit = time.monotonic() + 30
        while time.monotonic() < limit and is_running(child):
            time.sleep(0.05)
        assert not is_running(child)

    def test_closing_ends_all_processes_and_interrupts_who_waits(self, demo_model: Path, sound: Sound) -> None:
        pool = Pool(self.settings(demo_model), Path("/"), workers=1, threads=1)
        ended: list[type[BaseException]] = []

        def wait() -> None:
            try:
                pool(sound, WINDOWS)
            except BaseException as problem:
                ended.append(type(problem))

        waiting = threading.Thread(target=wait)
        waiting.start()
        while not pids(pool):
            time.sleep(0.01)
        (child,) = pids(pool)
        pool.close()
        waiting.join()
        assert ended == [KeyboardInterrupt]
        assert not is_running(child)

    def test_a_missing_or_damaged_model_is_said_and_never_fetched(
        self, tmp_path: Path, demo_model: Path, sound: Sound
    ) -> None:
        (tmp_path / "broken.pt").write_bytes(demo_model.read_bytes()[:100_000])
        (tmp_path / "models").mkdir()
        (tmp_path / "models" / "tiny.pt").write_bytes(demo_model.read_bytes())  # not the published file of that name
        for model, error in (("large-v2", ModelMissing), ("./gone.pt", ModelMissing)):
            pool = Pool(self.settings(model), tmp_path, 1, 1)
            with pytest.raises(error):
                _ = pool.identity
            pool.close()
        for model in ("./broken.pt", "tiny"):
            pool = Pool(self.settings(model), tmp_path, 1, 1)
            with pytest.raises(ModelDamaged):
                pool(sound, WINDOWS[:1])
            pool.close()
        assert sorted(path.name for path in (tmp_path / "models").iterdir()) == ["tiny.pt"]

    def test_it_says_what_it_is_so_that_a_receipt_can_hold_it(self, pool: Pool) -> None:
        assert self.engine in pool.identity
        assert "sha256:" in pool.identity
        assert "threads 1" in pool.identity


class TestOpenAIWhisper(EngineContract):
    """The default."""

    engine = "openai-whisper"

    def test_in_sixteen_bits_it_writes_the_same_words_at_the_same_time(
        self, demo_model: Path, sound: Sound, heard: tuple[Heard, ...]
    ) -> None:
        settings = self.settings(demo_model, temperatures=(0.0,), precision="bfloat16")
        pool = Pool(settings, Path("/"), workers=1, threads=1)
        short = pool(sound, WINDOWS)
        pool.close()
        pairs = [pair for a, b in zip(heard, short, strict=True) for pair in zip(a.words, b.words, strict=True)]
        assert all(a.text == b.text and abs((a.start or 0) - (b.start or 0)) < 0.15 for a, b in pairs)


class TestFasterWhisper(EngineContract):
    """The quick one."""

    engine = "faster-whisper"


def test_one_checkpoint_serves_both_and_is_converted_once(demo_model: Path, tmp_path: Path) -> None:
    from faster_whisper.tokenizer import Tokenizer
    from tokenizers import Tokenizer as Read
    from whisper.tokenizer import get_tokenizer

    from pipeline.adapters.engines.conversion import converted
    from pipeline.store import digest_of_file

    checkpoint = tmp_path / "demo.pt"
    checkpoint.write_bytes(demo_model.read_bytes())
    folder = converted(checkpoint, "demo", digest_of_file(checkpoint))
    made = (folder / "model.bin").stat().st_mtime_ns
    assert converted(checkpoint, "demo", digest_of_file(checkpoint)) == folder
    assert (folder / "model.bin").stat().st_mtime_ns == made
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(["demo.pt", folder.name])
    ours = Tokenizer(Read.from_file(str(folder / "tokenizer.json")), True, "transcribe", "nl")
    theirs = get_tokenizer(True, language="nl", task="transcribe")
    for text in (" Eh, ja, nou, dat weet ik uh niet.", " Zoë's  12,5 ÄÖ\n\u4e2d\u6587 \U0001f642 it's"):
        assert ours.encode(text) == theirs.encode(text)
        assert ours.decode(theirs.encode(text)) == text
    marks = (list(theirs.sot_sequence), theirs.eot, theirs.timestamp_begin)
    assert (ours.sot_sequence, ours.eot, ours.timestamp_begin) == marks


def test_windows_go_in_batches_of_about_the_same_size() -> None:
    windows = [Stretch(at, at + 1) for at in range(9)]
    assert [len(batch) for batch in batches(windows, 8)] == [4, 5]
    assert [w for batch in batches(windows, 4) for w in batch] == windows
    assert [len(batch) for batch in batches(windows[:4], 8)] == [2, 2]
    assert [len(batch) for batch in batches(windows[:1], 8)] == [1]
    assert [len(batch) for batch in batches([*windows, *windows], 8)] == [4, 5, 4, 5]
    assert batches([], 8) == []


# --- the guards, on an engine that does as it is told -----------------------------------------------------

FINE = Decoded((1, 2), "ja hoor", -0.2, 0.1)
LOOP = Decoded((1,) * 60, "en dan " * 40, -0.1, 0.1)
UNLIKELY = Decoded((1, 2), "wat zegt u", -1.4, 0.1)
MADE_UP = Decoded((1, 2), "tot ziens", -1.4, 0.9)
NOTHING = Decoded((), "", -0.1, 0.9)


@dataclass
class Scripted:
    """Gives each window what the script says, by temperature; keeps what it was asked."""

    script: dict[float, list[Decoded]]
    asked: list[tuple[tuple[int, ...], float, str]] = field(default_factory=list)

    def listen(self, windows: Sequence[Any]) -> Any:
        return None

    def decode(
        self, heard: Any, which: Sequence[int], temperature: float, prompt: str, draws: int
    ) -> tuple[Decoded, ...]:

        self.asked.append((tuple(which), temperature, prompt))
        return tuple(self.script[temperature][at] for at in which)

    def align(
        self, heard: Any, which: Sequence[int], decoded: Sequence[Decoded], seconds: Sequence[float]
    ) -> tuple[tuple[Timed, ...], ...]:
        return tuple((Timed(one.text, 0.0, long, 0.9),) for one, long in zip(decoded, seconds, strict=True))


def listened(engine: Scripted, count: int) -> list[tuple[str, float]]:
    windows = [np.zeros(RATE, np.float32)] * count
    answers = hear(engine, windows, (0.0, 0.2, 0.4), "eh", [str(n) for n in range(count)])
    return [(" ".join(word[0] for word in answer["words"]), answer["temperature"]) for answer in answers]


def test_only_what_looks_wrong_is_decoded_again_and_all_of_it_together() -> None:
    engine = Scripted({0.0: [FINE, LOOP, UNLIKELY], 0.2: [FINE, LOOP, FINE], 0.4: [FINE, FINE, FINE]})
    assert listened(engine, 3) == [("ja hoor", 0.0), ("ja hoor", 0.4), ("ja hoor", 0.2)]
    assert engine.asked == [((0, 1, 2), 0.0, "eh"), ((1, 2), 0.2, "eh"), ((1,), 0.4, "eh")]


def test_where_every_try_is_wrong_the_likeliest_that_does_not_loop_stays() -> None:
    worse = Decoded((1, 2), "nou ja", -2.0, 0.1)
    engine = Scripted({0.0: [LOOP], 0.2: [worse], 0.4: [UNLIKELY]})
    assert listened(engine, 1) == [("wat zegt u", 0.4)]


@pytest.mark.parametrize("skipped", [NOTHING, MADE_UP])
def test_a_window_that_was_skipped_is_tried_otherwise_before_it_is_a_gap(skipped: Decoded) -> None:
    engine = Scripted({0.0: [FINE, skipped], 0.2: [FINE, FINE], 0.4: [FINE, FINE]})
    assert listened(engine, 2) == [("ja hoor", 0.0), ("ja hoor", 0.2)]
    assert engine.asked[-1] == ((1,), 0.2, "")
    silent = Scripted({0.0: [skipped], 0.2: [skipped], 0.4: [skipped]})
    assert listened(silent, 1) == [("", 0.0)]


def test_what_goes_between_the_processes_is_plain_json() -> None:
    engine = Scripted({0.0: [FINE], 0.2: [FINE], 0.4: [FINE]})
    assert json.loads(json.dumps(hear(engine, [np.zeros(RATE, np.float32)], (0.0,), "", ["s"])))


def test_the_process_of_the_recogniser_cannot_reach_a_network() -> None:
    code = (
        "import socket, sys, urllib.request; from pipeline.adapters.answering import _refuse_network\n"
        "sys.addaudithook(_refuse_network)\n"
        "calls = [lambda: socket.create_connection(('127.0.0.1', 9)), lambda: socket.getaddrinfo('localhost', 80),\n"
        "         lambda: urllib.request.urlopen('http://127.0.0.1/')]\n"
        "for call in calls:\n"
        "    try: call()\n"
        "    except PermissionError: continue\n"
        "    sys.exit(1)\n"
    )
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0


def test_workers_follow_the_machine_unless_the_settings_say_otherwise(tmp_path: Path) -> None:
    study = StudySettings(name="x")
    assert choose_workers(Settings(study=study, machine=MachineSettings(workers=3, threads=2)), tmp_path) == (3, 2)
    workers, threads = choose_workers(Settings(study=study), tmp_path)
    assert workers >= 1
    assert threads >= 1
    assert workers * threads <= (os.cpu_count() or 1)
