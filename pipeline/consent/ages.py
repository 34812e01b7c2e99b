"""How old somebody was on a day, as far as the record tells. Where that is uncertain, both ends count."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from pipeline.model import ConsentRecord, Person

OLDEST = 200


@dataclass(frozen=True, slots=True)
class Ages:
    """Between which whole years somebody's age lies."""

    least: int
    most: int


def ages(person: Person, record: ConsentRecord, when: date) -> Ages | None:
    """The age on a day; None where the record tells none.

    A birth month outweighs a band. A band was true on the first day of this person's first consent, and grows by one
    with every year that has passed since.
    """
    if person.born:
        year, month = int(person.born[:4]), int(person.born[5:] or 0)
        first = date(year, month or 1, 1)
        last = date(year, month or 12, monthrange(year, month or 12)[1])
        return Ages(max(_years(last, when), 0), max(_years(first, when), 0))
    numbers = [int(number) for number in re.findall(r"\d+", person.age_band)]
    if not numbers:
        return None
    begun = min((p.valid_from for p in record.permissions if p.person == person.id), default=when)
    since = max(_years(begun, when), 0)
    return Ages(min(numbers) + since, OLDEST if person.age_band.endswith("+") else max(numbers) + since)


def last_days(record: ConsentRecord, until: date) -> set[date]:
    """The last day of every age of everybody in the record, up to a day."""
    starts = set[date]()
    for person in record.persons:
        if person.born:
            year, month = int(person.born[:4]), int(person.born[5:] or 0)
            starts |= {date(year, month or 1, 1), date(year, month or 12, monthrange(year, month or 12)[1])}
        elif begun := [p.valid_from for p in record.permissions if p.person == person.id]:
            starts.add(min(begun))
    birthdays = {_on(start, year) for start in starts for year in range(start.year + 1, until.year + 1)}
    return {day - timedelta(days=1) for day in birthdays if day <= until}


def last_day(record: ConsentRecord, today: date, allowed: Callable[[date], bool]) -> date:
    """Until when what is allowed today stays allowed, if nothing changes: the rules are asked, day after last day."""
    last = today
    ends = {permission.valid_until for permission in record.permissions}
    for end in sorted(ends | last_days(record, max(ends, default=last))):
        if end >= last and allowed(end):
            last = end
            if not allowed(end + timedelta(days=1)):
                break
    return last


def _on(start: date, year: int) -> date:
    """The day in another year on which `_years` counts one more."""
    return date(year, 3, 1) if (start.month, start.day) == (2, 29) else start.replace(year=year)


def _years(first: date, when: date) -> int:
    """Whole years from one day to another."""
    return when.year - first.year - ((when.month, when.day) < (first.month, first.day))
