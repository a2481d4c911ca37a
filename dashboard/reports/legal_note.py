"""Who took note that treating groups differently may be unlawful, as JSON."""

from dashboard.services.screens.legal_note import LegalNote


def note_json(note: LegalNote) -> dict[str, str] | None:
    """By whom and on which day; null where nobody has."""
    return None if note.on is None else {"by": note.person, "on": note.on.isoformat()}
