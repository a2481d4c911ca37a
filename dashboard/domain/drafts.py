"""A registration that is not finished: its owner's answers so far, nobody else's business until it is registered."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from dashboard.domain.triage import Answer, Answers

UNTITLED = "Untitled draft"


@dataclass(frozen=True, slots=True)
class IntakeDraft:
    """Answers as they were saved last; `revision` rises with every save, `updated` is UTC."""

    id: str
    owner: str
    revision: int
    answers: Answers
    updated: datetime

    @property
    def title(self) -> str:
        """What its owner calls it so far."""
        title = self.answers.get("title")
        return title.strip() if isinstance(title, str) and title.strip() else UNTITLED


def changed(answers: Answers, changes: Mapping[str, Answer | None]) -> dict[str, Answer]:
    """The answers after some changes; None, blanks and an empty choice take an answer away."""
    kept = {name: answer for name, answer in answers.items() if name not in changes}
    return kept | {name: answer for name, answer in changes.items() if not _empty(answer) and answer is not None}


def _empty(answer: Answer | None) -> bool:
    return not answer or (isinstance(answer, str) and not answer.strip())
