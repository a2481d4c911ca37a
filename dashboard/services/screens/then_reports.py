"""What had been handed over by a past day: packs with their digests, and what stood in the public register."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from dashboard.adapters import publications
from dashboard.adapters.history import Entry, entries_until
from dashboard.adapters.packs import BOARD, PACK
from dashboard.domain.wording import plural, sentence_case
from dashboard.services.screens.then import Then
from dashboard.services.screens.then_acts import Acts, acts_then
from dashboard.services.screens.words import moment
from dashboard.services.sources import Sources

_FILES = ["Made", "Pack", "By", "Of", "File", "SHA-256"]
_PUBLIC = ["Use case", "Published", "Approved by", "Asked by"]


@dataclass(frozen=True, slots=True)
class ReportsThen:
    """`packs` holds a row for each file of each pack, the newest pack first; `entry` is the ledger's last."""

    headline: str
    packs: pd.DataFrame
    public: pd.DataFrame
    entry: int


def load_reports_then(sources: Sources, then: Then) -> ReportsThen:
    """As the ledger's entries held it at the end of the day."""
    acts = acts_then(sources, then)
    made = entries_until(sources.database, PACK, at=acts.at)
    rows = [row for entry in reversed(made) for row in _files(entry, acts)]
    with sources.database.read() as connection:
        public = publications.public_now(connection, at=acts.at)
    told = [(acts.use_case(name), one.on, acts.person(one.approved_by), acts.person(one.asked_by))
            for name, one in public.items()]  # fmt: skip
    head = f"{plural(len(made), 'pack')} had been made, {plural(len(told), 'use case')} stood in the public register"
    packs = pd.DataFrame(rows, columns=_FILES)
    return ReportsThen(sentence_case(head), packs, pd.DataFrame(sorted(told), columns=_PUBLIC), acts.at)


def _files(entry: Entry, acts: Acts) -> Iterator[tuple[str, ...]]:
    what = "Board pack" if entry.entity_id == BOARD else "Evidence pack"
    for name, digest in _digests(entry.record).items():
        yield moment(entry.recorded_at), what, acts.person(entry.actor), str(entry.record["as_of"]), name, digest


def _digests(record: Mapping[str, Any]) -> dict[str, str]:
    if "files" in record:
        return {str(name): str(digest) for name, digest in record["files"].items()}
    return {name: str(record[name]) for name in ("zip", "manifest") if record.get(name)}
