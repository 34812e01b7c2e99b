"""Promise 10, the log cannot be rewritten unnoticed: every way of tampering is found, and told as what it is."""

from __future__ import annotations

import base64
import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import errors
from pipeline.errors import CasusError
from pipeline.ledger.audit import audit
from pipeline.ledger.checkpoints import checkpoint_in, keep, read_checkpoint, signed
from pipeline.ledger.entries import canonical
from pipeline.ledger.keyring import rotate
from pipeline.ledger.keys import PublicKey, SigningKey, read_key, read_public
from pipeline.ledger.log import Log
from pipeline.ledger.merkle import leaf, root_of
from pipeline.ledger.proof import check_proof, prove
from pipeline.store import digest_of
from tests.conftest import run_casus
from tests.ledgers import (
    OWN,
    PASSPHRASE,
    TODAY,
    UNTIL,
    Small,
    changed,
    checkpoints,
    consent,
    edited,
    lines_of,
    put,
    rechained,
    released,
    small_study,
)

Attack = Callable[[Path], object]
Step = Callable[[Small], object]
TRANSCRIPT = "by-case/casus-01/leraar-1.txt"


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Small:
    """A study that nobody changes."""
    return small_study(tmp_path_factory.mktemp("small"))


@pytest.fixture
def own(tmp_path: Path) -> Small:
    """A study of the test's own."""
    return small_study(tmp_path / "own")


def found(folder: Path, key: PublicKey, *kept: Path, today: date = TODAY) -> set[str]:
    """Which errors an audit tells."""
    return {type(finding).__name__ for finding in audit(folder, key, kept, today).findings}


def key_file(own: Small, name: str) -> SigningKey:
    return read_key(own.root.parent / name, own.public.name, lambda: PASSPHRASE)


def test_an_honest_copy_is_found_to_be_in_order(small: Small, tmp_path: Path) -> None:
    result = audit(small.copy(tmp_path), small.public, [small.kept], TODAY)
    assert result.findings == ()
    assert (result.entries, result.signed, result.files, result.repairs) == (15, 15, 4, 0)
    assert len(result.checkpoints) == 2 and result.kept == (5,)


# --- attacks on the log -------------------------------------------------------------------------------------


def _insert(lines: list[bytes]) -> list[bytes]:
    return [*lines[:8], rechained([*lines[:8], lines[7]])[-1], *lines[8:]]


def _back_in_time(lines: list[bytes]) -> list[bytes]:
    return rechained([*lines[:6], changed(lines[6], time="2026-02-01T00:00:00Z"), *lines[7:]])


def _cut_and_go_on(folder: Path) -> None:
    """Leave out a refusal, say, and let the log grow to its old length."""
    lines = lines_of(folder)
    put(folder, rechained([*lines[:6], *lines[7:], lines[-1]]))


def _torn(folder: Path) -> None:
    path = folder / "consent" / "log.jsonl"
    path.write_bytes(path.read_bytes()[:-20])


def _on_last(how: Callable[[str], str]) -> Attack:
    """Something done to the text of the last checkpoint."""
    return lambda folder: checkpoints(folder)[-1].write_text(how(checkpoints(folder)[-1].read_text()))


def _text(note: str) -> str:
    return note.split("\n\n")[0] + "\n"


def _halved(text: str) -> str:
    return text.replace("\n", "\n\n", 1)


def _other_root(text: str) -> str:
    return text.replace(text.split("\n")[2], "A" * 43 + "=")


def _other_signature(text: str) -> str:
    at = text.rindex(" ") + 8
    return text[:at] + ("A" if text[at] != "A" else "B") + text[at + 1 :]


REFUTED = {"CheckpointRefuted", "TailUnsigned"}
UNSIGNED = {"CheckpointUnsigned", "TailUnsigned"}
ATTACKS: dict[str, tuple[Attack, set[str]]] = {
    "an entry edited": (edited(lambda ls: [*ls[:3], changed(ls[3], person="kind-2"), *ls[4:]]), {"ChainBroken"}),
    "the last entry edited": (
        edited(lambda ls: [*ls[:-1], changed(ls[-1], until="2051-01-01")]),
        REFUTED,
    ),
    "two entries swapped": (edited(lambda ls: [*ls[:6], ls[7], ls[6], *ls[8:]]), {"EntryOutOfPlace"}),
    "an entry deleted": (edited(lambda ls: [*ls[:6], *ls[7:]]), {"EntryOutOfPlace"}),
    "an entry put in": (edited(_insert), {"EntryOutOfPlace"}),
    "an entry doubled": (edited(lambda ls: [*ls[:7], *ls[6:]]), {"EntryOutOfPlace"}),
    "the beginning deleted": (edited(lambda ls: ls[1:]), {"BeginningMissing"}),
    "a log begun anew within": (edited(lambda ls: rechained([*ls[:6], ls[0], *ls[6:]])), {"BeginningMissing"}),
    "an entry edited, all after it chained anew": (
        edited(lambda ls: rechained([*ls[:6], changed(ls[6], state="blocked"), *ls[7:]])),
        REFUTED,
    ),
    "an entry deleted, all after it chained anew": (
        edited(lambda ls: rechained([*ls[:6], *ls[7:]])),
        {"CheckpointAhead", "TailUnsigned"},
    ),
    "the end cut off": (edited(lambda ls: ls[:-1]), {"CheckpointAhead", "TailUnsigned", "FileUnknown"}),
    "the end cut off, and gone on": (_cut_and_go_on, REFUTED),
    "a last line that is not whole": (_torn, {"TailTorn"}),
    "time going back": (edited(_back_in_time), {"ClockWentBack"}),
    "a kind nobody knows": (edited(lambda ls: rechained([*ls[:-1], changed(ls[-1], kind="gossip")])), {"LogBroken"}),
    "a field too many": (edited(lambda ls: rechained([*ls[:-1], changed(ls[-1], note="x")])), {"LogBroken"}),
    "written in another way": (edited(lambda ls: [*ls[:-1], ls[-1].replace(b":", b": ")]), {"LogBroken"}),
    "the log deleted": (lambda folder: (folder / "consent" / "log.jsonl").unlink(), {"LogMissing"}),
    "the log emptied": (edited(lambda ls: []), {"LogMissing"}),
    "a signature stripped": (_on_last(lambda text: _text(text) + "\n"), UNSIGNED),
    "a signature and its blank line stripped": (_on_last(_text), UNSIGNED),
    "a signature damaged": (_on_last(_other_signature), {"SignatureWrong", "TailUnsigned"}),
    "another root under the signature": (_on_last(_other_root), REFUTED),
    "a checkpoint that is none": (_on_last(_halved), {"CheckpointUnreadable", "TailUnsigned"}),
    "a checkpoint under another name": (
        lambda folder: checkpoints(folder)[-1].rename(checkpoints(folder)[-1].with_name("000000000099.checkpoint")),
        {"CheckpointUnreadable", "TailUnsigned"},
    ),
    "the last checkpoint deleted": (lambda folder: checkpoints(folder)[-1].unlink(), {"TailUnsigned"}),
}


@pytest.mark.parametrize("attack", ATTACKS)
def test_tampering_is_found_and_told_as_what_it_is(small: Small, tmp_path: Path, attack: str) -> None:
    folder = small.copy(tmp_path)
    tamper, told = ATTACKS[attack]
    tamper(folder)
    assert found(folder, small.public) == told


def test_somebody_with_another_key_cannot_sign_for_the_study(own: Small, tmp_path: Path) -> None:
    other = small_study(tmp_path / "other")
    forged = replace(other.key, name=own.public.name)  # calls itself like ours
    lines = lines_of(own.root)
    size, root = len(lines), root_of([leaf(line) for line in lines])
    keep(signed(own.public.name, size, root, forged), own.root / "consent")
    assert found(own.root, own.public) == {"SignedByOther", "TailUnsigned"}
    assert found(own.root, forged.public) == {"KeyUnknown"}
    assert found(own.root, other.public) == {"OtherStudy"}


def test_a_whole_log_re_signed_with_a_key_of_ones_own_is_found(own: Small, tmp_path: Path) -> None:
    other = small_study(tmp_path / "other")
    forged = replace(other.key, name=own.public.name)
    first, *rest = lines_of(own.root)
    put(own.root, rechained([changed(first, key=forged.public.line), *rest[:5], *rest[6:]]))
    for path in checkpoints(own.root):
        path.unlink()
    Log(own.root / "consent").sign(forged)
    assert found(own.root, own.public) == {"KeyUnknown"}
    assert "SignedByOther" not in found(own.root, forged.public)


def test_the_log_of_another_study_is_told_as_such(own: Small, tmp_path: Path) -> None:
    other = small_study(tmp_path / "other")
    assert found(other.root, own.public, own.kept) == {"OtherStudy"}
    shutil.copy(checkpoints(own.root)[0], checkpoints(other.root)[0])
    assert found(other.root, other.public) == {"OtherStudy"}


def test_a_checkpoint_from_the_future_is_found(own: Small) -> None:
    keep(signed(own.public.name, 99, bytes(32), own.key), own.root / "consent")
    assert found(own.root, own.public) == {"CheckpointAhead"}


def test_who_holds_the_key_cannot_change_what_the_auditor_kept(own: Small) -> None:
    for path in checkpoints(own.root):
        path.unlink()
    lines = lines_of(own.root)
    put(own.root, rechained([*lines[:3], *lines[4:]]))
    own.sign()
    assert found(own.root, own.public, own.kept) == {"CheckpointRefuted"} | {"FileWithoutConsent"} - {
        "FileWithoutConsent"
    }


def test_rolling_back_is_found_with_a_kept_checkpoint_and_only_then(own: Small, tmp_path: Path) -> None:
    before = own.copy(tmp_path / "before")
    released(own, "casus-01", "I: goedemiddag")
    newest = own.sign()
    assert found(before, own.public) == set()  # what docs/auditors.md says that nobody can see
    assert found(before, own.public, own.kept, newest) == {"CheckpointAhead"}
    assert found(own.root, own.public, own.kept, newest) == set()


def test_what_the_auditor_kept_vouches_where_the_folder_lost_it(own: Small) -> None:
    kept = own.root.parent / "laatste"
    shutil.copy(checkpoints(own.root)[-1], kept)
    for path in checkpoints(own.root):
        path.unlink()
    assert found(own.root, own.public) == {"NothingSigned"}
    assert found(own.root, own.public, kept) == set()
    kept.write_text("geen controlepunt")
    assert found(own.root, own.public, kept) == {"CheckpointUnreadable", "NothingSigned"}


# --- keys ---------------------------------------------------------------------------------------------------


def test_a_new_key_that_the_old_one_signed_for_is_trusted_by_whoever_has_either(own: Small) -> None:
    new = rotate(own.log, own.key, own.root.parent / "nieuw.pem", PASSPHRASE)
    assert found(own.root, own.public, own.kept) == set()
    assert found(own.root, new) == {"NothingSigned"}  # not by her key, yet: somebody with the old one could have
    consent(own.log, "casus-01", "moeder-1", "opnemen")
    own.log.sign(key_file(own, "nieuw.pem"))
    assert found(own.root, own.public, own.kept) == found(own.root, new, own.kept) == set()


def test_a_key_that_was_replaced_signs_no_more(own: Small) -> None:
    rotate(own.log, own.key, own.root.parent / "nieuw.pem", PASSPHRASE)
    _ends(own, "kind-1", "refused", "delen")
    with pytest.raises(errors.KeyNotOfLog):
        own.sign()
    lines = lines_of(own.root)
    keep(signed(own.public.name, len(lines), root_of([leaf(line) for line in lines]), own.key), own.root / "consent")
    assert found(own.root, own.public) == {"OldKeyUsed", "TailUnsigned"}


def test_after_a_lost_key_what_was_signed_stays_proven_and_the_new_one_needs_the_auditor(own: Small) -> None:
    new = rotate(own.log, None, own.root.parent / "nieuw.pem", PASSPHRASE)
    assert found(own.root, own.public) == {"KeyUnvouched", "TailUnsigned"}
    assert audit(own.root, own.public, [own.kept], TODAY).signed == 15
    assert found(own.root, new, own.kept) == set()


def test_nothing_is_signed_against_what_was_signed_before(own: Small) -> None:
    lines = lines_of(own.root)
    put(own.root, rechained([*lines[:6], *lines[7:], lines[-1], lines[-1]]))
    with pytest.raises(errors.CheckpointRefuted):
        own.sign()
    put(own.root, lines[:-1])
    with pytest.raises(errors.CheckpointAhead):
        own.sign()
    put(own.root, lines)
    before = {path: path.read_bytes() for path in checkpoints(own.root)}
    own.sign()  # nothing new: nothing changes
    assert {path: path.read_bytes() for path in checkpoints(own.root)} == before


# --- files --------------------------------------------------------------------------------------------------


def _file(own: Small, place: str = TRANSCRIPT) -> Path:
    return own.root / "release" / place


def _ends(own: Small, person: str, state: str, *purposes: str) -> None:
    own.log.append("consent", case="casus-01", person=person, state=state, by=(person,), purposes=purposes, day=TODAY)


def _taken_back(own: Small, *places: str) -> None:
    own.log.append("taken-back", case="casus-01", files=places)


def _sound(own: Small) -> None:
    (own.root / "sound").mkdir()
    (own.root / "sound" / "leraar-1.wav").write_text("x")


def _removed(own: Small) -> None:
    _taken_back(own, *BOTH)
    for place in BOTH:
        _file(own, place).unlink()


def _table(own: Small) -> None:
    """A file that tells of both cases."""
    _file(own, "overview.csv").write_text("casus")
    persons = ("casus-01_leraar-1", "casus-02_leraar-1")
    files = {"overview.csv": digest_of(b"casus")}
    own.log.append("release", rests_on=dict.fromkeys(persons, OWN), until=UNTIL, files=files)


def _linked(own: Small) -> None:
    _file(own).unlink()
    _file(own).symlink_to("/etc/hostname")


def _withdrawn(own: Small) -> None:
    _ends(own, "leraar-1", "withdrawn")


def _with_the_child(own: Small) -> None:
    released(own, "casus-01", rests_on={"leraar-1": OWN, "kind-1": ("andere informanten spreken",)})


def _then(*steps: Step) -> Step:
    def do(own: Small) -> None:
        for step in steps:
            step(own)

    return do


BOTH = (TRANSCRIPT, "by-role/leraar/casus-01_leraar-1.txt")
FILES: dict[str, tuple[Step, set[str]]] = {
    "changed": (lambda own: _file(own).write_text("I: anders"), {"FileChanged"}),
    "a link": (_linked, {"FileChanged"}),
    "gone": (lambda own: _file(own).unlink(), {"FileGone"}),
    "a stranger": (lambda own: _file(own, "by-case/casus-01/Sanne Bakker.docx").write_text("x"), {"FileUnknown"}),
    "a linked folder": (lambda own: _file(own, "by-case/casus-03").symlink_to("/etc"), {"FileUnknown"}),
    "in sound/ and not noted": (_sound, {"FileUnknown"}),
    "expired": (lambda own: released(own, "casus-01", until=date(2026, 11, 28)), {"FileExpired"}),
    "valid to this day": (lambda own: released(own, "casus-01", until=TODAY), set()),
    "consent of a person expired": (
        lambda own: consent(own.log, "casus-01", "leraar-1", "opnemen", state="renewed", until=date(2026, 11, 28)),
        {"FileExpired"},
    ),
    "withdrawn": (_withdrawn, {"FileWithdrawn"}),
    "withdrawn in part": (lambda own: _ends(own, "leraar-1", "withdrawn", "transcriberen"), {"FileWithdrawn"}),
    "changed to less": (
        lambda own: consent(own.log, "casus-01", "leraar-1", "opnemen", state="changed"),
        {"FileWithdrawn"},
    ),
    "withdrawn, of another purpose": (lambda own: _ends(own, "leraar-1", "withdrawn", "citeren"), set()),
    "withdrawn, by somebody else": (lambda own: _ends(own, "kind-1", "resisted"), set()),
    "withdrawn and given again": (
        _then(_withdrawn, lambda own: consent(own.log, "casus-01", "leraar-1", *OWN)),
        set(),
    ),
    "withdrawn and taken back": (_then(_withdrawn, _removed), set()),
    "removed for a withdrawal that is noted, but still there": (
        lambda own: own.log.append(
            "withdrawal", case="casus-01", person="leraar-1", purposes=(), removed={"audio": 1}, tombstones=()
        ),
        {"FileWithdrawn"},
    ),
    "taken back but still there": (lambda own: _taken_back(own, *BOTH), {"FileTakenBack"}),
    "taken back and released again": (
        _then(lambda own: _taken_back(own, *BOTH), lambda own: released(own, "casus-01", "I: dag")),
        set(),
    ),
    "of somebody nobody asked": (
        lambda own: released(own, "casus-01", rests_on={"leraar-2": OWN}),
        {"FileWithoutConsent"},
    ),
    "resting on the child's consent, which ended": (
        _then(_with_the_child, lambda own: _ends(own, "kind-1", "withdrawn", "andere informanten spreken")),
        {"FileWithdrawn"},
    ),
    "of more cases": (_table, set()),
    "of more cases, of which one ended": (
        _then(_table, _withdrawn, _removed),
        {"FileWithdrawn"},
    ),
}


@pytest.mark.parametrize("what", FILES)
def test_what_lies_in_the_release_is_what_may_lie_there(own: Small, what: str) -> None:
    do, told = FILES[what]
    do(own)
    own.sign()
    assert found(own.root, own.public, own.kept) == told


def test_a_file_that_the_log_does_not_know_is_told_without_its_name(own: Small) -> None:
    path = _file(own, "by-case/casus-01/Sanne Bakker.docx")
    path.write_text("x")
    (finding,) = audit(own.root, own.public, [], TODAY).findings
    told = finding.sentence("nl") + finding.remedy("nl") + str(finding.details)
    assert "Sanne" not in told and "by-case/casus-01" in told and "2d711642" in told


def test_files_are_not_judged_by_a_log_that_does_not_hold(own: Small) -> None:
    _torn(own.root)
    assert audit(own.root, own.public, [], TODAY).files is None


def test_a_file_added_with_an_entry_that_nobody_signed_is_told(own: Small) -> None:
    released(own, "casus-01", "I: en zijn adres is")
    assert found(own.root, own.public) == {"TailUnsigned"}


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_no_change_of_entries_passes_even_when_chained_anew(
    small: Small, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    lines = lines_of(small.root)
    places = st.integers(0, len(lines) - 1)
    any_order, left_out = st.lists(places, min_size=1), st.sets(places, min_size=10).map(sorted)
    order = data.draw(st.just(list(range(len(lines)))) | any_order | left_out)
    folder = tmp_path_factory.getbasetemp() / "edited"
    if not folder.exists():
        small.copy(folder)
    edit = rechained([lines[at] for at in order])
    put(folder, edit)
    assert (found(folder, small.public) == set()) is (edit == lines)
    put(folder, lines)
    assert found(folder, small.public, small.kept) == set()


# --- proofs -------------------------------------------------------------------------------------------------


def test_one_entry_is_proven_without_showing_others(own: Small) -> None:
    for number in range(15):
        made = prove(own.root / "consent", own.public, number, None)
        assert check_proof(made, own.public, None).entry.seq == number
        assert made.count(b'\\"case\\"') <= 1 and len(made) < 3000
    with pytest.raises(errors.NoSuchEntry):
        prove(own.root / "consent", own.public, 15, None)


def test_a_proof_connects_to_a_checkpoint_that_the_reader_holds(own: Small, tmp_path: Path) -> None:
    held = read_checkpoint(own.kept, "-")
    made = prove(own.root / "consent", own.public, 9, held)
    assert check_proof(made, own.public, held).since == 5
    other = checkpoint_in(signed(own.public.name, 5, bytes(range(32)), own.key).note.encode(), "-")
    for proof in (made, prove(own.root / "consent", own.public, 9, None)):
        with pytest.raises(errors.ProofWrong):
            check_proof(proof, own.public, other)
    with pytest.raises(errors.ProofWrong):
        prove(own.root / "consent", own.public, 9, other)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_proof_that_was_changed_proves_nothing_else(small: Small, data: st.DataObject) -> None:
    made = prove(small.root / "consent", small.public, 6, None)
    proof = json.loads(made)
    field = data.draw(st.sampled_from(["entry", "index", "path", "checkpoint"]))
    if field == "index":
        proof[field] = data.draw(st.integers(-1, 20).filter(lambda index: index != 6))
    elif field == "entry":
        proof[field] = changed(proof[field].encode(), state="blocked").decode()
    elif field == "path":
        at = data.draw(st.integers(0, len(proof[field]) - 1))
        path = proof[field]
        proof[field] = data.draw(st.sampled_from([path[:at], path[::-1], [*path, path[at]]]))
    else:
        proof[field] = data.draw(st.text(max_size=20)) + proof[field][data.draw(st.integers(1, 60)) :]
    with pytest.raises(CasusError):
        check_proof(canonical(proof), small.public, None)


# --- the formats of others ----------------------------------------------------------------------------------


# The example of golang.org/x/mod/sumdb/note: key and signature were made by Go.
GOS_KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"


def test_keys_and_checkpoints_are_those_of_c2sp(small: Small) -> None:
    path = small.root.parent / "peter.pub"
    path.write_text(GOS_KEY + "\n")
    key = read_public(path)
    note = checkpoint_in(b"PeterNeumann\n1\n" + b"A" * 43 + b"=\n", "-")
    assert key.line == GOS_KEY and note.signatures == ()
    text = b"If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
    signature = "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM="
    raw = base64.b64decode(signature)
    assert raw[:4] == key.id and key.verifies(raw[4:], text) and not key.verifies(raw[4:], text + b".")


@pytest.mark.parametrize(("there", "instead"), [("20a3", "20a4"), ("+ARpc", "+BRpc"), ("TW", "T"), ("\n", " x\n")])
def test_a_public_key_that_is_none_is_refused(tmp_path: Path, there: str, instead: str) -> None:
    (tmp_path / "key").write_text(f"{GOS_KEY}\n".replace(there, instead))
    with pytest.raises(errors.KeyNotRead):
        read_public(tmp_path / "key")


def test_every_finding_has_its_own_words() -> None:
    kinds = [kind for kind in errors.all_errors() if kind.exit_code == errors.FOUND]
    for language in ("nl", "en"):
        assert len({getattr(kind, language)[0] for kind in kinds}) == len(kinds)
    told = {name for _, names in [*ATTACKS.values(), *FILES.values()] for name in names}
    elsewhere = {"SignedByOther", "KeyUnknown", "OtherStudy", "OldKeyUsed", "KeyUnvouched", "NothingSigned"}
    stamps = {"StampWrong", "StampUnreadable"}
    proofs = {"ProofUnreadable", "ProofWrong"}
    assert {kind.__name__ for kind in kinds} == told | elsewhere | stamps | proofs


def test_the_audit_needs_nothing_but_the_copy(small: Small, tmp_path: Path) -> None:
    folder = small.copy(tmp_path / "stick")
    args = ["audit", str(folder), "--key", str(small.pub), "--checkpoint", str(small.kept)]
    said = run_casus(tmp_path, *args, "--page", "verslag.html")
    assert said.returncode == 0 and "Alles klopt" in said.stdout, said.stderr
    assert "Alles klopt" in (tmp_path / "verslag.html").read_text()
    put(folder, lines_of(folder)[:-1])
    said = run_casus(tmp_path, *args, "--language", "en", "--page", "report.html")
    assert said.returncode == 11 and "its end was cut off" in said.stdout
    page = (tmp_path / "report.html").read_text()
    assert '<html lang="en">' in page and "its end was cut off" in page and "http" not in page.split("</head>")[1]
    assert "src=" not in page and "Audited" not in page
