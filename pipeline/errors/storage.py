"""The disk, and files that cannot be read back."""

from __future__ import annotations

from pipeline.errors.base import CasusError


class StorageFailed(CasusError):
    """The disk is full, or the study cannot be written."""

    exit_code = 7
    nl = (
        "Kan niet schrijven in {where}: {problem}.",
        "Maak ruimte of geef schrijfrecht, en voer de opdracht opnieuw uit; wat af was blijft af.",
    )
    en = (
        "Cannot write in {where}: {problem}.",
        "Free space or grant write access, then run again; what was done stays done.",
    )


class VaultDamaged(CasusError):
    """A file of the vault cannot be read back."""

    exit_code = 7
    nl = (
        "{file} in de kluis is beschadigd.",
        "Verwijder dat bestand en voer opnieuw uit, of zet een reservekopie terug.",
    )
    en = ("{file} in the vault is damaged.", "Remove that file and run again, or restore a backup.")
