"""Forms to sign: a template filled with the study's own details, and proof of which text people were shown.

The digest of a form is of its filled text, so the Word and PDF file of one form share it, and both print it.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from pathlib import Path

from pipeline.config import Settings
from pipeline.consent.fields import FORM, PURPOSES
from pipeline.consent.markup import blocks_of
from pipeline.consent.paper import KnownForm, Paper
from pipeline.errors import FormFileInTheWay, FormIncomplete, FormTemplateWrong, FormVersionUsed, Language
from pipeline.store import Study, digest_of, read_json, to_json, write

SIGNED = ("ouders", "volwassenen", "jongeren", "kinderen")
NAMES = (*SIGNED, "dpia")  # the last is for the steward: nobody consents by it
MONTHS: dict[Language, tuple[str, ...]] = {
    "nl": tuple("januari februari maart april mei juni juli augustus september oktober november december".split()),
    "en": tuple("January February March April May June July August September October November December".split()),
}

_TEMPLATES = Path(__file__).parent / "templates"
_PLACE = re.compile(r"\{([^{}]*)\}")
_SECTIONS = ("study", "contact", "consent", "retention")
_NO_FORM = (
    "hier hoort form: woord-versie, zoals form: ouders-1.0",
    "form: word-version belongs here: form: ouders-1.0",
)
_OTHER_FORM = ("dit is een ander formulier dan de bestandsnaam zegt", "this is another form than the file name says")
_OTHER_LANGUAGE = (
    "hier hoort language: met de taal van de bestandsnaam",
    "language: with that of the file name belongs here",
)
_NO_KEY = ("deze sleutel van study.toml is er niet", "there is no such key in study.toml")
_IN_TABLE = ("een sleutel van study.toml kan niet in een tabel", "a key of study.toml cannot stand in a table")
_NO_PURPOSE = (f"kies uit: {', '.join(PURPOSES)}", f"choose from: {', '.join(PURPOSES)}")
_TWICE = ("dit doel staat er twee keer", "this purpose is there twice")
_NOT_UTF8 = ("dit is geen UTF-8", "this is not UTF-8")


def known_forms(study: Study) -> tuple[KnownForm, ...]:
    """The forms made in this study, sorted. Raises VaultDamaged."""
    try:
        return read_json(tuple[KnownForm, ...], _list(study))
    except FileNotFoundError:
        return ()


def write_form(study: Study, settings: Settings, name: str, language: Language) -> tuple[Path, Path]:
    """Write a form as Word and as PDF, the same bytes each time, and remember its digest.

    Raises FormIncomplete, FormTemplateWrong, FormVersionUsed, FormFileInTheWay, VaultDamaged, StorageFailed.
    """
    from pipeline.consent.paper_docx import as_docx  # python-docx and reportlab take their time to load
    from pipeline.consent.paper_pdf import as_pdf

    paper = fill(_template(study, name, language), settings, name, language)
    known = {(one.form, one.language): one for one in known_forms(study)}
    before = known.get((paper.known.form, language), paper.known)
    if before != paper.known:
        raise FormVersionUsed(form=paper.known.form, form_language=language, name=name)
    stem = _folder(study) / f"{paper.known.form}.{language}"
    files = {stem.with_name(f"{stem.name}.docx"): as_docx(paper), stem.with_name(f"{stem.name}.pdf"): as_pdf(paper)}
    for path, data in files.items():
        _only_new(path, data)
    for path, data in files.items():
        write(path, data)
    if name in SIGNED:
        known[paper.known.form, language] = paper.known
        write(_list(study), to_json(tuple(known[key] for key in sorted(known))))
    docx, pdf = files
    return docx, pdf


def write_own(study: Study, name: str, language: Language) -> Path:
    """Write the template itself into the study, to be changed; from then on the study's own is used.

    Raises FormFileInTheWay, StorageFailed.
    """
    path, data = _own(study, name, language), (_TEMPLATES / f"{name}.{language}.md").read_bytes()
    _only_new(path, data)
    write(path, data)
    return path


def fill(template: bytes, settings: Settings, name: str, language: Language) -> Paper:
    """A form with the study's details in it. Raises FormIncomplete, FormTemplateWrong."""
    file = f"{name}.{language}.md"
    try:
        raw = unicodedata.normalize("NFC", template.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise _wrong(file, template.count(b"\n", 0, error.start) + 1, _NOT_UTF8) from None
    lines = [" ".join(line.split()) for line in raw.splitlines()]
    form = lines[0].removeprefix("form: ") if lines else ""
    if not FORM.fullmatch(form):
        raise _wrong(file, 1, _NO_FORM)
    if form.rpartition("-")[0] != name:
        raise _wrong(file, 1, _OTHER_FORM)
    if lines[1:2] != [f"language: {language}"]:
        raise _wrong(file, 2, _OTHER_LANGUAGE)
    _check_ticks(file, lines)
    filled, missing = _filled(file, lines, settings, language)
    if missing:
        raise FormIncomplete(form=form, keys=", ".join(missing))
    text = "\n".join(filled).strip("\n") + "\n"
    return Paper(KnownForm(form, language, digest_of(text.encode())), blocks_of("\n".join(filled[2:])))


def _check_ticks(file: str, lines: list[str]) -> None:
    """Every box to tick that has a purpose has one that exists, once."""
    seen: set[str] = set()
    for number, line in enumerate(lines, start=1):
        for block in blocks_of(line):
            if block.purpose and block.purpose not in PURPOSES:
                raise _wrong(file, number, _NO_PURPOSE)
            if block.purpose in seen:
                raise _wrong(file, number, _TWICE)
            seen |= {block.purpose} - {""}


def _filled(file: str, lines: list[str], settings: Settings, language: Language) -> tuple[list[str], list[str]]:
    """The lines with values for keys, and the keys that have none."""
    values: dict[str, str] = {}
    for number, line in enumerate(lines, start=1):
        for key in _PLACE.findall(line):
            section, _, field = key.partition(".")
            if section not in _SECTIONS or field not in type(getattr(settings, section)).model_fields:
                raise _wrong(file, number, _NO_KEY)
            if line.startswith("|"):  # a value with a | in it would move the cells
                raise _wrong(file, number, _IN_TABLE)
            values[key] = _told(getattr(getattr(settings, section), field), language)
    missing = sorted(key for key, value in values.items() if not value)
    return [_PLACE.sub(lambda place: values[place[1]], line) for line in lines], missing


def _told(value: object, language: Language) -> str:
    """A setting as it stands in a letter."""
    if isinstance(value, date):
        return f"{value.day} {MONTHS[language][value.month - 1]} {value.year}"
    if isinstance(value, tuple):
        return ", ".join(told for part in value if (told := _told(part, language)))
    return "" if value is None else unicodedata.normalize("NFC", " ".join(str(value).split()))


def _template(study: Study, name: str, language: Language) -> bytes:
    own = _own(study, name, language)
    return (own if own.is_file() else _TEMPLATES / own.name).read_bytes()


def _only_new(path: Path, data: bytes) -> None:
    if path.exists() and path.read_bytes() != data:
        raise FormFileInTheWay(file=f"consent/forms/{path.name}")


def _folder(study: Study) -> Path:
    return study.root / "consent" / "forms"


def _own(study: Study, name: str, language: Language) -> Path:
    return _folder(study) / f"{name}.{language}.md"


def _list(study: Study) -> Path:
    return _folder(study) / "forms.json"


def _wrong(file: str, line: int, problem: tuple[str, str]) -> FormTemplateWrong:
    return FormTemplateWrong(file=f"consent/forms/{file}", line=line, problem=problem[0], problem_en=problem[1])
