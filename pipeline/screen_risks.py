"""What points at a child without a name, on the screen."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table
from rich.text import Text

from pipeline import screen
from pipeline.traits.risks import Risks

RAREST = 6  # combinations of a case in the table of all cases


def show_risks(risks: Risks, places: bool) -> None:
    """What is told of each case and how few share it; `places`: where as well. Names nobody."""
    from pipeline.traits.wording import HEADINGS as HEADS  # brings the word lists along
    from pipeline.traits.wording import advice_line, place_lines, rare_line, remarks, told_line

    table = Table(box=None, pad_edge=False, show_edge=False, header_style="bold", row_styles=["", "dim"])
    for number, heading in enumerate(HEADS[screen.language]):
        table.add_column(heading, overflow="fold", no_wrap=number == 0)
    for risk in risks.cases:
        rare = [rare_line(one, screen.language) for one in risk.rarest[: None if places else RAREST]]
        if more := len(risk.rarest) - len(rare):
            rare.append(screen.in_language(f"en nog {more}", f"and {more} more"))
        told = [told_line(one, screen.language) for one in risk.row.told]
        advice = advice_line(risk.advice, screen.language) if risk.rare else ""
        table.add_row(risk.row.case, Text("\n".join(told)), Text("\n".join(rare)), Text(advice))
    if risks.cases:
        (Console(width=160) if not screen.on_a_screen() else screen.out).print(table, highlight=False)
    else:
        screen.say(
            screen.in_language("Er is nog geen casus verwerkt: casus redact.", "No case is redacted yet: casus redact.")
        )
    for line in [line for risk in risks.cases if places for line in ["", *place_lines(risk, screen.language)]]:
        screen.say(line)
    for line in ["", *remarks(risks, screen.language)]:
        screen.say(line)
