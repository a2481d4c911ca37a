"""What a command hands out only once an officer or the deputy has taken note of the law: the rule of the page.

A command knows who types it only by what it is told. Without sign-in that is so on every page, and an acknowledgement
says it was not signed. Where people sign in, an acknowledgement is worth what a signature is, and is given there.
"""

from dashboard.errors import NotPermitted
from dashboard.services.legal_note import LEGAL, AcknowledgeLaw, acknowledge_law
from dashboard.services.people import actor_of
from dashboard.services.screens.legal_note import LegalNote, load_legal_note
from dashboard.services.sources import Sources
from dashboard.settings import load_sign_in

UNNAMED = "An acknowledgement is about a use case: name the one that the file is about with --about."


def law_noted(sources: Sources, use_case: str | None, attribute: str, *, by: str | None = None) -> LegalNote:
    """Who took note last; with `by`, that person takes note now, on record and as not signed in.

    Rows of a file that name no use case (None) are nobody's: no note can be on record for them.

    Raises:
        NotPermitted: people sign in here, or this person may not; nothing was written.
        NotFound: there is no such person, or no such use case.
    """
    if use_case is None:
        if by is not None:
            raise NotPermitted(f"{UNNAMED} Nothing was saved.")
        return LegalNote("", attribute)
    if by is not None:
        if load_sign_in() is not None:
            raise NotPermitted(
                "People sign in here, and a command cannot know who types it: the officer or the deputy acknowledges "
                "the law on the Fairness page. Nothing was saved."
            )
        actor = actor_of(sources.database, by)
        acknowledge_law(sources.database, AcknowledgeLaw(use_case, attribute, sources.as_of), actor)
    return load_legal_note(sources, use_case, attribute)


def require_noted(note: LegalNote, what: str, section: str) -> None:
    """Refuse what waits for the note.

    Args:
        note: who took note, if anybody did.
        what: what waits, as the beginning of a sentence.
        section: of the Fairness page where it can be acknowledged.
    """
    if not note.use_case:
        raise NotPermitted(f"{LEGAL} {UNNAMED} Nothing was written.")
    if note.on is None:
        raise NotPermitted(
            f"{LEGAL} {what} once the officer or the deputy has acknowledged this for {note.use_case!r} by "
            f"{note.attribute}: on the Fairness page under “{section}”, or, where nobody signs in, with "
            "--acknowledge USER. Nothing was written."
        )
