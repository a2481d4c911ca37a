"""Everything that can go wrong in a way a person should read.

GovernanceError
├── InputRejected      a file, a form or a command line that we refuse; carries every Problem found
│   ├── CharterInvalid
│   ├── RegistryInvalid
│   ├── DecisionLogInvalid
│   └── PathRefused
├── Conflict           the state does not allow it
│   ├── ChangedSinceOpened
│   ├── BatchOverlaps
│   └── AlreadyExists
├── NotRecognised      whoever asks did not show who they are
├── NotPermitted       this role or person may not
├── NotFound           no such use case, clause, item, batch
├── StoreUnusable      the database or decision store cannot be used; nothing was written
│   ├── StoreBusy
│   ├── ReadOnly       the ledger is not as it was written
│   └── OutcomeUnknown the connection broke while saving
├── NotDelivered       a mail or a webhook did not come through
└── CannotAssess       nothing at all could be decided

Cancelled is none of them: nothing went wrong, somebody stopped long work.
"""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: where, what was found, what was expected, what to do."""

    where: str
    found: str
    expected: str
    line: int | None = None
    suggestion: str | None = None

    def __str__(self) -> str:
        line = f"line {self.line}: " if self.line is not None else ""
        hint = f" {self.suggestion}" if self.suggestion else ""
        return f"{line}{self.where}: found {self.found}; expected {self.expected}.{hint}"


class GovernanceError(Exception):
    """The root: a plain sentence for the person in front of the screen."""


class Cancelled(BaseException):
    """Somebody stopped this work. No Exception, so that nothing that catches errors goes on in spite of it."""


class InputRejected(GovernanceError):
    """Input that we refuse; nothing was written."""

    def __init__(self, what: str, problems: Iterable[Problem] = ()) -> None:
        self.what = what
        self.problems = tuple(problems)
        super().__init__("\n".join([what, *(f"  {problem}" for problem in self.problems)]))


class CharterInvalid(InputRejected):
    """The charter, or the file of laws and standards, is not in format 1."""


class RegistryInvalid(InputRejected):
    """A registry file, a record or a mapping is not in format 1."""


class DecisionLogInvalid(InputRejected):
    """A decision log, or its mapping, cannot be read."""


class PathRefused(InputRejected):
    """A path outside the folders that may be read."""


class Conflict(GovernanceError):
    """The state does not allow the change; nothing was written."""


class ChangedSinceOpened(Conflict):
    """Somebody changed the record since it was opened."""


class BatchOverlaps(Conflict):
    """A batch covers days of a use case that are already stored."""


class AlreadyExists(Conflict):
    """The id is taken by another record."""


class NotRecognised(GovernanceError):
    """No token, or none that works."""


class NotPermitted(GovernanceError):
    """The role or the person may not do this."""


class NotFound(GovernanceError):
    """No such use case, clause, review item or batch."""


class StoreUnusable(GovernanceError):
    """The database or the decision store cannot be used; nothing was written."""


class StoreBusy(StoreUnusable):
    """Somebody else is writing; nothing was saved."""


class ReadOnly(StoreUnusable):
    """The ledger is not as it was written, so nothing is saved until an administrator has looked."""


class OutcomeUnknown(StoreUnusable):
    """The connection broke while saving, and the store cannot be asked; the same command later is carried out once."""


class CannotAssess(GovernanceError):
    """Nothing at all could be decided."""


class NotDelivered(GovernanceError):
    """A mail or a webhook did not come through; `lasting` where another attempt would end alike."""

    def __init__(self, text: str, *, lasting: bool = False) -> None:
        self.lasting = lasting
        super().__init__(text)
