"""What `ingest` says became of a file, in sentences."""

from dashboard.domain.wording import listed, plural
from dashboard.services.log_commands import FileReport


def sentence(file: FileReport) -> str:
    """What became of the file as a whole."""
    if file.outcome == "already imported":
        return f"{file.file}: already imported as batch {file.batch}; nothing happened."
    if file.outcome != "imported":
        return f"{file.file}: {file.outcome.replace('no ', '0 ', 1)}; nothing was stored."
    days = f", {file.first_day} to {file.last_day}" if file.first_day else ""
    aside = f" {file.rows_quarantined:,} rows did not fit: {file.quarantine}" if file.rows_quarantined else ""
    zone = f" {file.unzoned:,} times had no zone and were read as {file.zone}." if file.unzoned else ""
    blank = f" {file.blank:,} of them have no amount ({file.unit}); they enter no mean." if file.blank else ""
    stored = f"{file.rows_stored:,} of {file.rows_read:,} rows stored as batch {file.batch}"
    return f"{file.file}: {stored}{days}.{blank}{_features(file)}{zone}{aside}"


def _features(file: FileReport) -> str:
    """Which features were kept, and which the record of the use case does not allow."""
    kept = f" Kept: {plural(len(file.features), 'feature')}." if file.features else ""
    if not file.left_out:
        return kept
    named = f"{plural(len(file.left_out), 'feature')} ({listed(list(file.left_out))})"
    return f"{kept} Left out: {named}, because kept_features of the record does not name them."


def consent_sentences(file: FileReport) -> list[str]:
    """Where every row of a consent history went, and how each value was read."""
    if not file.rows_read:
        return []
    lines = [
        f"  {file.rows_read:,} read = {file.rows_stored:,} kept + {file.dropped:,} dropped (tests, and what is no "
        f"choice) + {file.repeated:,} repeated + {file.rows_refused:,} refused"
    ]
    lines += [f"  {theirs!r} was read as {_meaning(ours)}: {rows:,}" for theirs, ours, rows in file.read_as]
    if file.hidden:
        lines.append(
            f"  {file.hidden:,} rows carried what is never stored, such as a collection token; it was left out"
        )
    return lines


def _meaning(ours: str) -> str:
    return "unknown, which counts as no" if ours == "unknown" else ours
