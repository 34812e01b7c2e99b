"""The steward's and the auditor's commands, from a key to a verdict; keys that get lost; timestamps."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from pipeline import errors, screen
from pipeline.cli import main
from pipeline.ledger import stamps
from pipeline.ledger.audit import audit
from pipeline.ledger.log import Log
from tests.ledgers import PASSPHRASE, SETTINGS, TODAY, Small, checkpoints, consent, filled, small_study

PAGE = Path(__file__).parent.parent / "docs" / "auditors.md"


@dataclass
class Said:
    """What a command said, and its exit code."""

    code: int
    out: str
    err: str


Run = Callable[..., Said]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Iterator[Run]:
    """`casus` in this process and in a folder of its own: the same, but for half a second a command."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CASUS_PASSPHRASE", PASSPHRASE)
    monkeypatch.setenv("CASUS_NEW_PASSPHRASE", PASSPHRASE)

    def command(*arguments: str) -> Said:
        monkeypatch.setattr(sys, "argv", ["casus", *arguments])
        with pytest.raises(SystemExit) as ending:
            main()
        captured = capsys.readouterr()
        return Said(int(ending.value.code or 0), captured.out, captured.err)

    yield command
    screen.speak("nl")


@pytest.fixture
def own(tmp_path: Path) -> Small:
    return small_study(tmp_path)


# --- the page for auditors ----------------------------------------------------------------------------------


def test_the_commands_of_the_auditors_page_do_what_it_says(run: Run, tmp_path: Path) -> None:
    study = tmp_path / "study"
    study.mkdir()
    (study / "study.toml").write_text(SETTINGS.replace("sleutel.pem", "study.pem"))
    commands = re.findall(r"^ {4,8}((?:casus|cp|mkdir) .*)$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    assert len(commands) == 12
    for number, command in enumerate(commands):
        if command.startswith("casus log sign"):
            filled(study, tmp_path / "study.pem")
        if command.startswith("casus "):
            said = run(*command.split()[1:])
            assert said.code == 0, f"{number}: {command}: {said.err}"
        else:
            subprocess.run(command, shell=True, check=True, cwd=tmp_path)  # noqa: S602 - our own page
    assert "All is well." in (tmp_path / "report.html").read_text()
    assert list(study.glob("consent/checkpoints/*.tsq"))


# --- the steward --------------------------------------------------------------------------------------------


def test_a_key_is_made_once_and_outside_the_study(run: Run, tmp_path: Path) -> None:
    study = tmp_path / "study"
    study.mkdir()
    (study / "study.toml").write_text(SETTINGS)
    where = ("--study", str(study))
    assert run("log", "sign", *where).code == 3
    assert run("log", "key", str(study / "vault" / "k.pem"), *where).code == 3
    assert not (study / "vault").exists()
    said = run("log", "key", "sleutel.pem", *where)
    assert said.code == 0 and "in persoon" in " ".join(said.out.split())
    closed = (tmp_path / "sleutel.pem").read_text()
    assert PASSPHRASE not in closed and "ENCRYPTED" in closed
    assert (tmp_path / "sleutel.pem").stat().st_mode & 0o077 == 0
    assert run("log", "key", "sleutel.pem", *where).code == run("log", "key", "tweede.pem", *where).code == 3
    assert not (tmp_path / "tweede.pem").exists()
    assert run("log", "sign", *where).code == 0
    assert run("audit", str(study), "--key", "sleutel.pem.pub").code == 0


def test_a_log_that_was_there_before_its_key_can_be_signed(run: Run, tmp_path: Path) -> None:
    study = tmp_path / "study"
    study.mkdir()
    (study / "study.toml").write_text(SETTINGS)
    consent(Log(study / "consent"), "casus-01", "leraar-1", "opnemen")
    assert run("log", "sign", "--study", str(study)).code == 3
    assert run("log", "key", "sleutel.pem", "--study", str(study)).code == 0
    assert run("log", "sign", "--study", str(study)).code == 0
    assert run("audit", str(study), "--key", "sleutel.pem.pub").code == 0


def test_a_wrong_passphrase_and_a_lost_key_are_told_with_the_way_out(
    own: Small, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    where = ("--study", str(own.root))
    monkeypatch.setenv("CASUS_PASSPHRASE", "een heel andere zin")
    said = run("log", "sign", *where)
    assert said.code == 3 and "wachtzin" in said.err and "heel andere" not in said.err
    monkeypatch.setenv("CASUS_PASSPHRASE", PASSPHRASE)
    (tmp_path / "sleutel.pem").unlink()
    said = run("log", "sign", *where)
    assert said.code == 3 and "--lost" in said.err and "blijft bewezen" in said.err
    assert run("log", "rotate", "nieuw.pem", "--lost", *where).code == 0
    (own.root / "study.toml").write_text(SETTINGS.replace("sleutel", "nieuw"))
    assert run("log", "sign", *where).code == 0
    assert run("audit", str(own.root), "--key", "nieuw.pem.pub", "--checkpoint", str(own.kept)).code == 0
    said = run("audit", str(own.root), "--key", str(own.pub))
    assert said.code == 11 and "niet met de vorige sleutel bevestigd" in said.out


def test_a_key_is_replaced_with_two_commands(own: Small, run: Run, tmp_path: Path) -> None:
    where = ("--study", str(own.root))
    assert run("log", "rotate", "nieuw.pem", *where).code == 0
    consent(Log(own.log.folder), "casus-01", "moeder-1", "opnemen")
    said = run("log", "sign", *where)
    assert said.code == 3 and "laatst gemaakt" in said.err
    (own.root / "study.toml").write_text(SETTINGS.replace("sleutel", "nieuw"))
    assert run("log", "sign", *where).code == 0
    for key in (own.pub, tmp_path / "nieuw.pem.pub"):
        assert run("audit", str(own.root), "--key", str(key), "--checkpoint", str(own.kept)).code == 0
    assert run("audit", str(own.root), "--key", "nieuw.pem").code == 3  # the closed half of it


def test_a_short_passphrase_is_refused(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CASUS_PASSPHRASE", "kort")
    (tmp_path / "study").mkdir()
    (tmp_path / "study" / "study.toml").write_text(SETTINGS)
    said = run("log", "key", "sleutel.pem", "--study", "study")
    assert said.code == 3 and "12" in said.err and not (tmp_path / "sleutel.pem").exists()


def test_the_log_is_shown_in_plain_words_and_repaired_when_asked(own: Small, run: Run) -> None:
    where = ("--study", str(own.root))
    said = run("log", "show", "casus-01", *where)
    assert said.code == 0 and "casus-02" not in said.out
    assert "casus-01 leraar-1: toestemming gegeven 2026-03-01 (door leraar-1): opnemen, transcriberen" in said.out
    assert "casus-01_leraar-1: wacht (DateMissing)" in said.out and "uitgegeven" in said.out
    with own.log.path.open("ab") as stream:
        stream.write(b'{"case":"ca')
    said = run("log", "show", *where)
    assert said.code == 11 and "casus log repair" in said.err
    assert "Hersteld" in run("log", "repair", *where).out
    assert "niets te herstellen" in run("log", "repair", *where).out
    assert "11" in run("log", "show", *where).out.splitlines()[-1]


def test_the_auditor_shows_one_entry_in_plain_words(own: Small, run: Run, tmp_path: Path) -> None:
    stick = str(own.copy(tmp_path / "stick"))
    key = ("--key", str(own.pub))
    assert run("audit", stick, *key, "--prove", "3").code == 0
    shutil.rmtree(stick)
    said = run("audit", "--check-proof", "proof-3.json", *key, "--checkpoint", str(own.kept))
    assert said.code == 11  # this proof connects to nothing
    said = run("audit", "--check-proof", "proof-3.json", *key)
    assert said.code == 0 and "casus-02 kind-1: toestemming gegeven" in said.out and "15 regels" in said.out
    (tmp_path / "proof-3.json").write_text("geen bewijs")
    assert run("audit", "--check-proof", "proof-3.json", *key).code == 11
    assert run("audit", *key).code == run("audit", str(own.root), *key, "--prove", "99").code == 2


# --- timestamps ---------------------------------------------------------------------------------------------

OPENSSL = """
[ts]
serial = {folder}/serial
signer_cert = {folder}/tsa.pem
signer_key = {folder}/tsa.key
signer_digest = sha256
default_policy = 1.2.3.4
digests = sha256,sha512
"""


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A timestamp service of our own."""
    if not shutil.which("openssl"):
        pytest.skip("needs openssl, for a timestamp service")
    pytest.importorskip("rfc3161_client")
    return new_service(tmp_path_factory.mktemp("service"), timedelta(days=1))


def new_service(folder: Path, lasts: timedelta) -> Path:
    """A root, and below it the certificate of a service that is valid for so long from now."""
    now = datetime.now(UTC)
    names = {part: x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, part)]) for part in ("ca", "tsa")}
    keys = {part: rsa.generate_private_key(65537, 2048) for part in names}
    ends = {"ca": now + timedelta(days=9), "tsa": now + lasts}
    for part, name in names.items():
        made = x509.CertificateBuilder(names["ca"], name, keys[part].public_key(), x509.random_serial_number())
        made = made.not_valid_before(now - timedelta(days=9)).not_valid_after(ends[part])
        made = made.add_extension(x509.BasicConstraints(part == "ca", None), critical=True)
        if part == "tsa":
            made = made.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
        certificate = made.sign(keys["ca"], hashes.SHA256())
        (folder / f"{part}.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    plain = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    (folder / "tsa.key").write_bytes(keys["tsa"].private_bytes(*plain))
    (folder / "tsa.cnf").write_text(OPENSSL.format(folder=folder))
    (folder / "serial").write_text("01")
    return folder


def answer(service: Path, request: Path, to: Path) -> Path:
    """What the service says to a request."""
    about = ["-config", str(service / "tsa.cnf"), "-section", "ts", "-queryfile", str(request), "-out", str(to)]
    subprocess.run(["openssl", "ts", "-reply", *about], check=True, capture_output=True)
    return to


def test_a_timestamp_is_asked_for_kept_and_verified(own: Small, run: Run, service: Path, tmp_path: Path) -> None:
    where = ("--study", str(own.root))
    said = run("log", "stamp", *where)
    assert said.code == 0
    reply = answer(service, own.root / said.out.strip(), tmp_path / "antwoord.tsr")
    roots = ("--roots", str(service / "ca.pem"))
    assert run("log", "stamp", *where, "--response", str(reply)).code == 2
    assert run("log", "stamp", *where, "--response", str(reply), "--roots", str(tmp_path / "geen.pem")).code == 3
    assert run("log", "stamp", *where, "--response", str(reply), *roots).code == 0
    key = ("--key", str(own.pub))
    for more in ((), roots):
        said = run("audit", str(own.root), *key, *more)
        assert said.code == 0 and f"000000000015.tsr: {datetime.now(UTC):%Y-%m-%d}" in said.out


def test_a_timestamp_that_is_of_something_else_or_of_nobody_trusted_is_found(
    own: Small, run: Run, service: Path, tmp_path: Path
) -> None:
    folder = own.root / "consent"
    reply = answer(service, stamps.request(folder), tmp_path / "antwoord.tsr")
    (tmp_path / "other").mkdir()
    stranger = new_service(tmp_path / "other", timedelta(days=1)) / "ca.pem"
    with pytest.raises(errors.StampWrong):
        stamps.accept(folder, reply, stranger)
    (tmp_path / "none.tsr").write_bytes(reply.read_bytes()[:-40])
    with pytest.raises(errors.StampUnreadable):
        stamps.accept(folder, tmp_path / "none.tsr", service / "ca.pem")
    stamps.accept(folder, reply, service / "ca.pem")
    shutil.copy(checkpoints(own.root)[-1].with_suffix(".tsr"), checkpoints(own.root)[0].with_suffix(".tsr"))
    shutil.copy(service / "ca.pem", checkpoints(own.root)[0].with_suffix(".pem"))
    (finding,) = audit(own.root, own.public, [], TODAY).findings
    assert isinstance(finding, errors.StampWrong) and "000000000005.tsr" in finding.sentence("nl")
    assert len(audit(own.root, own.public, [], TODAY, stranger).findings) == 2


def test_a_timestamp_holds_when_its_certificate_expires_later(own: Small, tmp_path: Path, service: Path) -> None:
    folder = own.root / "consent"
    for lasts in (timedelta(seconds=2), timedelta(seconds=-2)):
        short = new_service(tmp_path, lasts)
        reply = answer(short, stamps.request(folder), tmp_path / "a.tsr")
        if lasts > timedelta(0):
            time.sleep(2.1)
            assert stamps.accept(folder, reply, short / "ca.pem")
            assert audit(own.root, own.public, [], TODAY).findings == ()
        else:
            with pytest.raises(errors.StampWrong):
                stamps.accept(folder, reply, short / "ca.pem")
