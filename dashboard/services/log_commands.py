"""What people ask of decision logs, and what they are told afterwards."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import ClassVar, Literal

from dashboard.domain.consent_mapping import ConsentMapping
from dashboard.domain.event_mapping import InteractionMapping
from dashboard.domain.log_mapping import LogMapping
from dashboard.domain.sample_mapping import SampleMapping
from dashboard.services.permissions import Verb
from dashboard.services.register import new_key

Progress = Callable[[float, str], None]
Mode = Literal["new", "replace", "add"]


@dataclass(frozen=True, slots=True)
class IngestDecisions:
    """Files of one use case; each becomes a batch, all of them or none.

    `mapping` is a file, a mapping, or None where the files have our own column names. `mode` says what happens to
    days that are stored already: `new` refuses, `replace` hides them behind the new ones, `add` keeps both.
    """

    use_case: str
    files: Sequence[str | Path]
    mapping: str | Path | LogMapping | None = None
    mode: Mode = "new"
    key: str = field(default_factory=new_key)


@dataclass(frozen=True, slots=True)
class IngestInteractions:
    """Files of one use case's interactions with customers; mapping and mode as for decisions."""

    use_case: str
    files: Sequence[str | Path]
    mapping: str | Path | InteractionMapping | None = None
    mode: Mode = "new"
    key: str = field(default_factory=new_key)


@dataclass(frozen=True, slots=True)
class IngestSamples:
    """Files of one use case's sampled and reviewed answers; mapping and mode as for decisions."""

    use_case: str
    files: Sequence[str | Path]
    mapping: str | Path | SampleMapping | None = None
    mode: Mode = "new"
    key: str = field(default_factory=new_key)


@dataclass(frozen=True, slots=True)
class IngestConsent:
    """Files of the consent history that holds for a use case; days may come again, events may not."""

    use_case: str
    files: Sequence[str | Path]
    mapping: str | Path | ConsentMapping | None = None
    mode: ClassVar[Mode] = "add"
    key: str = field(default_factory=new_key)


@dataclass(frozen=True, slots=True)
class IngestLabels:
    """One file of late labels, by decision id."""

    use_case: str
    file: str | Path
    mapping: str | Path | LogMapping | None = None
    key: str = field(default_factory=new_key)


@dataclass(frozen=True, slots=True)
class RetractBatch:
    """A batch that shall not count any more, and why."""

    batch: str
    reason: str = ""
    key: str = field(default_factory=new_key)


@dataclass(frozen=True, slots=True)
class RebuildCounts:
    """Count again from the batches; None for every use case."""

    use_case: str | None = None
    key: str = field(default_factory=new_key)


@dataclass(frozen=True, slots=True)
class FileReport:
    """What became of one file: `imported`, `already imported`, or `no decisions` (a header and nothing else).

    `unzoned` counts times that had no zone of their own and were read as times in `zone`. Of the rows set apart
    `dropped` are tests and no events and `repeated` come again; the others are refused. `hidden` rows carried something
    that is never stored. `read_as` says how values were read: theirs, ours, rows. `blank` rows have no amount,
    though their log has a column of amounts in `unit`. `features` are kept, `left_out` the record does not allow.
    """

    file: str
    outcome: str
    batch: str | None = None
    rows_read: int = 0
    rows_stored: int = 0
    rows_quarantined: int = 0
    quarantine: Path | None = None
    first_day: date | None = None
    last_day: date | None = None
    unzoned: int = 0
    zone: str = "UTC"
    hidden: int = 0
    dropped: int = 0
    repeated: int = 0
    read_as: tuple[tuple[str, str, int], ...] = ()
    blank: int = 0
    unit: str = ""
    features: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()

    @property
    def rows_refused(self) -> int:
        """Rows that do not fit: read = stored + dropped + repeated + refused."""
        return self.rows_quarantined - self.dropped - self.repeated


@dataclass(frozen=True, slots=True)
class IngestReport:
    """What a command did; `replayed` where it had been carried out before and nothing was done now."""

    use_case: str
    files: tuple[FileReport, ...] = ()
    seq: int = 0
    replayed: bool = False


@dataclass(frozen=True, slots=True)
class RebuildReport:
    """use_case -> whether the stored counts were what the batches say."""

    equal: dict[str, bool]


def verb_of(mode: Mode) -> Verb:
    """Replacing hides stored days, as retracting does: not everybody may, least of all about their own use case."""
    return Verb.RETRACT if mode == "replace" else Verb.INGEST
