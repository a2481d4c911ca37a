"""What follows from a withdrawal: it does not undo what was lawful, but data that only consent carried must go.

GDPR 7(3) and 17(1)(b). Whether another ground carries the data stands in the registry, with the training sources.
"""

from collections.abc import Sequence

from dashboard.domain.field_words import plain_words
from dashboard.domain.registry_parts import TrainingSource
from dashboard.domain.wording import listed

CONSENT = "consent"
LAW = "GDPR 17(1)(b)"


def erasure_sentence(sources: Sequence[TrainingSource] | None) -> str:
    """Whether the data of those who withdrew must be erased, as far as the registry can tell."""
    grounds = [source.lawful_basis for source in sources or []]
    if not grounds or None in grounds:
        return (
            "Which ground carries the training data is not recorded (PRV-05 of the shipped charter); where it is "
            f"consent alone, the data of those who withdrew must be erased ({LAW})."
        )
    others = sorted({ground for ground in grounds if ground and ground != CONSENT})
    if others:
        said = listed([plain_words(ground) for ground in others])
        return (
            f"The registry names another ground for training data ({said}, see PRV-05); which records it carries is "
            f"for a person to say, the others must be erased ({LAW})."
        )
    return (
        "The registry names no ground for the training data but consent (see PRV-05): the data of those who withdrew "
        f"must be erased ({LAW}). What was trained before the withdrawal stays lawful (7(3))."
    )
