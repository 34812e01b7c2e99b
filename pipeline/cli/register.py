"""Commands about who is who in a case."""

from __future__ import annotations

from typing import Annotated

import typer

from pipeline import screen
from pipeline.cli.options import CaseArgument, StudyOption, asked, opened
from pipeline.errors import RefusedWhenPiped

ASKED = "Left out, or -: asked, so that it stays out of your shell's history."
register_app = typer.Typer(
    no_args_is_help=True,
    help="Who is who in a case, and by which names. A change redacts that case again with the next run.",
)
LabelArgument = Annotated[
    str, typer.Argument(help="A label of `register show`, for example KIND-1.", show_default=False)
]
RoleOption = Annotated[str, typer.Option("--role", help="broer, juf, vriend, school, instelling, plaats, straat, ...")]
AlsoOption = Annotated[
    list[str] | None, typer.Option("--also", help="A nickname or another name; may be repeated. -: asked.")
]


@register_app.command()
def show(case: CaseArgument, study: StudyOption) -> None:
    """Everybody in the case: label, kind, role, names and where each came from. Screen only: it shows names."""
    from pipeline import deciding

    if not screen.on_a_screen():
        raise RefusedWhenPiped
    here, _ = opened(study)
    deciding.known_case(here, case)
    screen.show_register(here.register(case))


@register_app.command()
def add(
    case: CaseArgument,
    study: StudyOption,
    name: Annotated[str, typer.Argument(help=f"The whole name. {ASKED}", show_default=False)] = "-",
    role: RoleOption = "persoon",
    also: AlsoOption = None,
    to: Annotated[str, typer.Option("--to", help="Another name for who has this label, instead of somebody new.")] = "",
) -> None:
    """Somebody, a school, an institution, a place or a street that you know of; or another name for one."""
    from pipeline import deciding

    here, settings = opened(study)
    deciding.known_case(here, case)
    names = [asked(name, "Naam", "Name"), *(asked(one, "Ook genoemd", "Also called") for one in also or ())]
    with here.locked():
        label, namesakes = deciding.introduce(here, case, names, role, to, settings.study.language)
    screen.labelled(case, label, namesakes, keep=label if to else next(iter(namesakes), label))
    screen.noted()


@register_app.command()
def merge(
    case: CaseArgument,
    label: LabelArgument,
    other: Annotated[str, typer.Argument(help="Who turned out to be the same; this label goes.", show_default=False)],
    study: StudyOption,
) -> None:
    """Two labels turned out to be one: OTHER's names join LABEL, and OTHER is never given again."""
    from pipeline import deciding
    from pipeline.people import editing

    here, _ = opened(study)
    with here.locked():
        deciding.edit(here, case, lambda register: editing.merge(register, label, other), into=label)
    screen.noted()


@register_app.command()
def split(
    case: CaseArgument,
    label: LabelArgument,
    study: StudyOption,
    form: Annotated[str, typer.Argument(help=f"The name that is somebody else's. {ASKED}", show_default=False)] = "-",
    role: RoleOption = "",
) -> None:
    """One label turned out to be two: this name becomes somebody of its own, with a new label."""
    from pipeline import deciding
    from pipeline.people import editing

    here, settings = opened(study)
    language = settings.study.language
    deciding.known_case(here, case)
    name = asked(form, "Naam", "Name")
    with here.locked():
        deciding.edit(here, case, lambda register: editing.split(register, label, name, role, language)[0])
    screen.noted()


@register_app.command()
def ignore(
    case: CaseArgument,
    study: StudyOption,
    word: Annotated[str, typer.Argument(help=f"The word. {ASKED}", show_default=False)] = "-",
    undo: Annotated[bool, typer.Option("--undo", help="It may be a name again.")] = False,
) -> None:
    """A word that names nobody in this case: it is no longer taken out, nor asked about."""
    from pipeline import deciding
    from pipeline.people import editing

    here, _ = opened(study)
    deciding.known_case(here, case)
    said = asked(word, "Woord", "Word")
    change = editing.heed if undo else editing.ignore
    with here.locked():
        deciding.edit(here, case, lambda register: change(register, said))
    screen.noted()
