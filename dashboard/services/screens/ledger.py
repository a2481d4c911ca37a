"""Can the history be trusted, since when, and by which checkpoint?"""

from dataclasses import dataclass
from datetime import datetime

from dashboard.adapters.checkpoint_file import CheckpointFile
from dashboard.adapters.database import Database
from dashboard.adapters.ledger_export import recorded_losses
from dashboard.adapters.watch_file import WatchFile
from dashboard.domain.checkpoints import Checkpoint, newest
from dashboard.domain.wording import plural
from dashboard.errors import InputRejected
from dashboard.services.ledger import Verification
from dashboard.services.ledger_export import LARGEST_ZIP, export_size
from dashboard.services.screens.words import moment

_MIB = 1024**2


@dataclass(frozen=True, slots=True)
class Trust:
    """What the history rests on, read now; verifying it is another matter.

    Attributes:
        events: how many there are.
        newest: the newest checkpoint; None where none is kept, or the file cannot be read.
        unreadable: what is wrong with the checkpoint file; empty where nothing is.
        export_bytes: about the size of an export before it is packed.
        alarm: whether the last verification found something.
    """

    events: int
    newest: Checkpoint | None
    unreadable: str
    export_bytes: int
    alarm: bool = False

    @property
    def code(self) -> str:
        """The newest checkpoint's, as it stands in the names of files."""
        return self.newest.code if self.newest else "no-checkpoint"

    @property
    def can_download(self) -> bool:
        """Whether there is a checkpoint to export with, and a browser can carry it."""
        return self.newest is not None and self.export_bytes <= LARGEST_ZIP


def load_trust(database: Database, kept: CheckpointFile, watch: WatchFile) -> Trust:
    """Read on every run of the page: the checkpoint file is not in the store, so no data version tells its age."""
    try:
        last, unreadable = newest(kept.read(), recorded_losses(database)), ""
    except InputRejected as refused:
        last, unreadable = None, str(refused)
    return Trust(database.data_version(), last, unreadable, export_size(database), watch.alarm() is not None)


def headline(trust: Trust) -> str:
    """How much of the history is under a signed checkpoint, or that it cannot be trusted."""
    if trust.alarm:
        return "The ledger is not as it was written"
    if trust.events == 0:
        return "Nothing has happened yet"
    covered = min(trust.newest.size, trust.events) if trust.newest else 0
    return f"{covered:,} of {plural(trust.events, 'ledger entry', 'ledger entries')} are under a signed checkpoint"


def resting_on(trust: Trust) -> str:
    """The newest checkpoint, and what lies behind it."""
    if trust.newest is None:
        return (
            "No checkpoint is kept, so a cut or rewritten end of the history would not show. "
            "The server makes one within the hour; `python -m dashboard ledger checkpoint` makes one now."
        )
    last = trust.newest
    after = max(0, trust.events - last.size)
    rest = f"{plural(after, 'entry', 'entries')} after it {'rests' if after == 1 else 'rest'} on the hash chain alone"
    return (
        f"Newest checkpoint **{last.code}**: {plural(last.size, 'entry', 'entries')}, "
        f"signed {moment(last.made)} with key {last.key}. {rest[0].upper()}{rest[1:]}."
    )


def source_words(database: Database, kept: CheckpointFile) -> str:
    """As of which entry and checkpoint a report was written: what stands on it can be held against the ledger later."""
    entry = f"Ledger entry {database.data_version():,}"
    try:
        last = newest(kept.read(), recorded_losses(database))
    except InputRejected:
        return f"{entry}; the checkpoint file cannot be read"
    if last is None:
        return f"{entry}; no checkpoint is kept yet"
    return f"{entry}, newest checkpoint {last.code} of {plural(last.size, 'entry', 'entries')}, key {last.key}"


def export_words(trust: Trust) -> str:
    """How large the export is."""
    size = trust.export_bytes / _MIB
    shown = f"{size:,.0f} MiB" if size >= 1 else "less than 1 MiB"
    if not trust.can_download and trust.newest is not None:
        return f"The export has {shown}, too much for a browser: `python -m dashboard ledger export FOLDER` writes it."
    return f"{plural(trust.events, 'entry', 'entries')}, {shown} before packing, as one zip."


def verdict(found: Verification, at: datetime) -> str:
    """What a verification found, in one sentence with its date."""
    when = moment(at)
    if found.problems:
        return (
            f"Verified {when}: {plural(len(found.problems), 'place')} not as written. First: {found.problems[0]} "
            "Decide nothing on this history before an administrator has looked: docs/ledger.md says what to do."
        )
    held = plural(found.checkpoints, "checkpoint")
    told = [f" {loss.words}." for loss in found.losses] + ([f" {clock_words(found)}"] if found.steps_back else [])
    return f"Verified {when}: {plural(found.events, 'entry', 'entries')} whole, held against {held}.{''.join(told)}"


def clock_words(found: Verification) -> str:
    """Where the clock was set back."""
    first = ", ".join(f"{seq:,}" for seq in found.steps_back[:5])
    more = f" and {len(found.steps_back) - 5:,} more" if len(found.steps_back) > 5 else ""
    entries = "entry" if len(found.steps_back) == 1 else "entries"
    return f"The clock was set back before {entries} {first}{more}."
