"""What lies behind a finding that a log decided: its batches, and the document that stood in before."""

from dataclasses import replace
from datetime import date

import pandas as pd

from dashboard.domain.check_parts import MeasuredPart
from dashboard.domain.checks import CountCheck, EvidenceCheck, FairnessCheck, RateCheck
from dashboard.domain.count_findings import AFTER_OPT_OUT
from dashboard.domain.rates import CONSENT, LOG_WORDS, OFFER_TO_VULNERABLE, RATES, SAMPLES
from dashboard.domain.snapshot_findings import WITHDRAWN_IN_SNAPSHOT
from dashboard.domain.wording import day, named, plural
from dashboard.services.screens.case_file import CaseFile
from dashboard.services.screens.origin import Behind
from dashboard.services.screens.words import as_date, moment, short_hash

_ROWS_OF = {SAMPLES: "sampled answers", CONSENT: "consent events", "snapshots": "training records"}
_COUNTED_FROM = {
    AFTER_OPT_OUT: ("interactions", CONSENT),
    OFFER_TO_VULNERABLE: ("interactions",),
    WITHDRAWN_IN_SNAPSHOT: ("snapshots", CONSENT),
}


def batch_table(batches: pd.DataFrame) -> pd.DataFrame:
    """Batches as people read them, newest first."""
    return pd.DataFrame(
        {
            "Batch": [str(value) for value in batches["id"]],
            "File": [str(value) for value in batches["source"]],
            "Log": [str(value) for value in batches["kind"]],
            "SHA-256": [str(value) for value in batches["source_sha256"]],
            "Rows": [int(value) for value in batches["rows_stored"]],
            "Quarantined": [int(value) for value in batches["rows_quarantined"]],
            "First day": [as_date(value) for value in batches["first_day"]],
            "Last day": [as_date(value) for value in batches["last_day"]],
            "Recorded": [moment(value) for value in batches["recorded_at"]],
            "State": ["current" if pd.isna(value) else "retracted" for value in batches["retracted_seq"]],
        }
    )


def fairness_behind(_check: FairnessCheck, case: CaseFile, _as_of: date) -> Behind:
    """The batches of decisions."""
    batches = case.current_batches
    if batches.empty:
        return Behind(("No decision log has been read yet.",))
    return from_batches(batches, "decisions")


def from_batches(batches: pd.DataFrame, rows_of: str) -> Behind:
    """How many batches there are, the newest, and all of them as a table."""
    newest = batches.iloc[0]
    rows = int(batches["rows_stored"].sum())
    said = (
        f"{plural(len(batches), 'batch', 'batches')} of {rows_of}, {rows:,} rows, "
        f"data to {day(as_date(batches['last_day'].max()))}",
        f"Newest: {newest['source']}, SHA-256 {short_hash(newest['source_sha256'])}",
    )
    return Behind(said, "batches", batch_table(batches))


def rate_behind(check: RateCheck, case: CaseFile, _as_of: date) -> Behind:
    """The batches of the log that tells the rate."""
    rate = RATES[check.rate]
    batches = case.batches_of(rate.source)
    if not rate.logged or batches.empty:
        missing = LOG_WORDS[rate.source] if rate.logged else f"log of {rate.of}"
        return Behind((f"No {missing} has been read yet.",))
    return in_place_of(check, from_batches(batches, _ROWS_OF.get(rate.source, rate.source)))


def in_place_of(check: MeasuredPart, found: Behind) -> Behind:
    """Say which document stands in until the window holds a measurement."""
    if not isinstance(check.until_measured, EvidenceCheck):
        return found
    paper = named(check.until_measured.evidence)
    return replace(found, said=(*found.said, f"A measurement in the window takes the place of the document “{paper}”"))


def count_behind(check: CountCheck, case: CaseFile, _as_of: date) -> Behind:
    """The batches in which such events are found."""
    kinds = _COUNTED_FROM.get(check.count, ())
    batches = case.batches_of(*kinds)
    if not kinds or batches.empty:
        return Behind(("No log of such events has been read yet.",))
    named = " and ".join(_ROWS_OF.get(kind, kind) for kind in kinds)
    return in_place_of(check, from_batches(batches, named))
