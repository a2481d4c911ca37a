"""Has an officer taken note that rules which treat groups differently may be unlawful?"""

from dataclasses import dataclass
from datetime import date

from dashboard.adapters import repository
from dashboard.services.legal_note import acknowledged
from dashboard.services.sources import Sources


@dataclass(frozen=True, slots=True)
class LegalNote:
    """Of a use case and an attribute: who took note, and when; empty where nobody has."""

    use_case: str
    attribute: str
    person: str = ""
    on: date | None = None


def load_legal_note(sources: Sources, use_case: str, attribute: str) -> LegalNote:
    """The newest acknowledgement."""
    found = acknowledged(sources.database, use_case, attribute)
    if found is None:
        return LegalNote(use_case, attribute)
    names = {user.id: user.title for user in repository.users(sources.database)}
    return LegalNote(use_case, attribute, names.get(found.person, found.person), found.on)
