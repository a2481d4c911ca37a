"""What a check says to a pipeline: every finding with its weight and its place in a file, or why there are none."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from dashboard.adapters.frameworks_file import load_frameworks
from dashboard.domain.charter import Clause
from dashboard.domain.frameworks import Frameworks
from dashboard.domain.plain_text import escaped
from dashboard.domain.statuses import Reason, Status
from dashboard.domain.verdict_rows import FindingRecord
from dashboard.domain.wording import REASONS, WORDS
from dashboard.errors import CannotAssess, CharterInvalid, GovernanceError, InputRejected, RegistryInvalid
from dashboard.services.check import CheckRequest, CheckResult
from dashboard.services.check_places import Place, in_repository
from dashboard.settings import Settings

Level = Literal["error", "warning", "notice"]
MET, FAILED, CANNOT = 0, 1, 2
EXITS = {
    MET: "nothing fails",
    FAILED: "a clause fails",
    CANNOT: "the input is refused, or nothing could be decided",
}


@dataclass(frozen=True, slots=True)
class GateItem:
    """One finding of a clause that applies; `level` is None where the clause is kept. `text` is one line."""

    finding: FindingRecord
    level: Level | None
    fails: bool
    text: str
    place: Place | None

    @property
    def clause(self) -> Clause:
        """The clause."""
        return self.finding.clause

    @property
    def subject(self) -> str:
        """Whom it is about, on one line."""
        return escaped(self.finding.use_case) or "(organisation)"

    @property
    def waived(self) -> bool:
        """Whether somebody has allowed the breach for a while."""
        return self.finding.reason_code == Reason.WAIVED


@dataclass(frozen=True, slots=True)
class Trouble:
    """One thing because of which nothing was decided, on one line, with its place where it has one."""

    text: str
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Gate:
    """What a run came to; without `result` the troubles say why, and `said` is the same for people, in lines."""

    command: str
    items: tuple[GateItem, ...] = ()
    troubles: tuple[Trouble, ...] = ()
    said: str = ""
    result: CheckResult | None = None
    laws: Frameworks | None = None

    @property
    def exit_code(self) -> int:
        """0, 1 or 2; EXITS says what they mean."""
        if self.troubles:
            return CANNOT
        return FAILED if any(item.fails for item in self.items) else MET


def gate_of(command: str, result: CheckResult, fail_on: str, settings: Settings) -> Gate:
    """The findings that apply, in the order in which they were found.

    Raises:
        CharterInvalid: the file of laws and standards cannot be used.
    """
    said = "" if result.decided else "Nothing at all could be decided."
    laws = load_frameworks(settings.frameworks) if settings.frameworks.is_file() else None
    return Gate(command, tuple(_items(result, fail_on)), (Trouble(said),) if said else (), said, result, laws)


def refused(command: str, error: GovernanceError, request: CheckRequest, settings: Settings) -> Gate:
    """A run that came to nothing: every problem of the charter or the registry in its place."""
    path, said = _file_of(error, request, settings), str(error)
    if not isinstance(error, InputRejected) or not error.problems:
        return Gate(command, troubles=(Trouble(_one_line(said), None if path is None else Place(path)),), said=said)
    troubles = [
        Trouble(_one_line(f"{error.what} {problem}"))
        if path is None
        else Trouble(_one_line(str(problem)), Place(path, problem.line))
        for problem in error.problems
    ]
    return Gate(command, troubles=tuple(troubles), said=said)


def _file_of(error: GovernanceError, request: CheckRequest, settings: Settings) -> str | None:
    files: dict[type[GovernanceError], Path | None] = {
        CharterInvalid: request.charter or settings.charter,
        RegistryInvalid: request.registry,
        CannotAssess: request.registry,
    }
    path = files.get(type(error))
    return None if path is None else in_repository(path)


def _items(result: CheckResult, fail_on: str) -> Iterator[GateItem]:
    for finding in result.findings:
        if finding.status != Status.NOT_APPLICABLE:
            fails = result.fails_by(finding, fail_on)
            yield GateItem(finding, _level(finding, fails=fails), fails, _text(finding), result.where(finding))


def _level(finding: FindingRecord, *, fails: bool) -> Level | None:
    if finding.status == Status.COMPLIANT:
        return None
    if fails:
        return "error"
    return "notice" if finding.status == Status.NOT_ASSESSED else "warning"


def _text(finding: FindingRecord) -> str:
    code = f" ({REASONS[finding.reason_code]})" if finding.reason_code else ""
    name = finding.use_case or "The organisation"
    return _one_line(f"{name}: {WORDS[finding.status]}{code}. {finding.spelled.reason}")


def _one_line(text: str) -> str:
    return escaped(" ".join(text.split()))
