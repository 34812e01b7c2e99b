"""The consent record of a demo case, written as the data steward would write it."""

from __future__ import annotations

from demo.study_cases import Consent, StudyCase

_ROLES = {"hulp": "hulpverlener"}
_UNTIL_YEAR = 2041


def consent_record(case: StudyCase) -> str:
    """The record of a case as YAML with Dutch keys."""
    lines = [f"casus: {case.name}", "personen:"]
    for part in case.known:
        person = case.cast.people[part]
        role = _ROLES.get(part) or person.entity.rsplit("-", 1)[0]
        lines += [f"  - id: {person.entity}", f"    rol: {role}", f"    naam: {person.full}"]
        if person.nickname:
            lines.append(f"    roepnamen: [{person.nickname}]")
        if part == "kind":
            lines += [f"    leeftijd: {case.ages}", f"    geboren: {case.born}"]
            lines += [f"    geslacht: {'meisje' if person.female else 'jongen'}", f"    groep: {case.group}"]
    lines.append(f"gezag: [{', '.join(case.authority)}]")
    lines.append("gezag_gezien: {bron: gezagsregister, op: 2026-02-25}")
    lines.append("toestemmingen:")
    for consent in case.consents:
        lines += _consent(consent)
    if case.refused:
        lines.append("bezwaren:")
        lines += [f"  - {{voor: {who}, door: {who}, wat: geweigerd, op: {day}}}" for who, day in case.refused.items()]
    for key, slot in (
        ("scholen", "school"),
        ("instellingen", "instelling"),
        ("plaatsen", "plaats"),
    ):
        name = f"obs {case.cast.others[slot]}" if slot == "school" else case.cast.others[slot]
        lines.append(f"{key}: [{name}]")
    lines.append(f"andere_namen: [{', '.join(case.other_names)}]")
    return "\n".join(lines) + "\n"


def _consent(consent: Consent) -> list[str]:
    first = max(consent.signed.values())
    signed = ", ".join(f"{who}: {day}" for who, day in consent.signed.items())
    lines = [
        f"  - voor: {consent.person}",
        f"    doelen: [{', '.join(consent.purposes)}]",
        f"    getekend: {{{signed}}}",
        f"    geldig_van: {first}",
        f"    geldig_tot: {consent.until or f'{_UNTIL_YEAR}{first[4:]}'}",
        f"    formulier: {consent.form}",
    ]
    if consent.assent:
        lines.insert(3, f"    instemming: {consent.assent}")
    if consent.withdrawn:
        lines.append(f"    ingetrokken: {consent.withdrawn}")
    return lines
