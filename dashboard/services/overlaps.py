"""Days that are stored already: refused, unless somebody says what becomes of them."""

from collections.abc import Sequence
from datetime import date

from dashboard.adapters.batches import StoredBatch
from dashboard.adapters.draft import Draft
from dashboard.adapters.visible import BatchFile
from dashboard.errors import BatchOverlaps
from dashboard.services.log_commands import FileReport


def refuse_overlap(
    name: str, days: tuple[date, date], before: Sequence[StoredBatch], others: Sequence[FileReport]
) -> None:
    """Let through where no stored batch, and none of this import (`others`), has a day of the file.

    Raises:
        BatchOverlaps: names what is there.
    """
    first, last = days
    taken = [
        one for one in before
        if one.first_day is not None and one.last_day is not None and one.first_day <= last and first <= one.last_day
    ]  # fmt: skip
    if not taken and not others:
        return
    listed = [f"{one.source} ({one.first_day} to {one.last_day}, batch {one.id})" for one in taken]
    listed += [f"{one.file} of this import" for one in others]
    raise BatchOverlaps(
        f"{name} covers {first} to {last}, days that are stored already: {', '.join(listed[:5])}. Nothing was "
        "imported. Use --replace if it corrects those days, or --add if it holds other decisions of them."
    )


def refuse_half(draft: Draft, before: Sequence[BatchFile]) -> None:
    """Let through where no batch whose rows stayed elsewhere would be replaced in part: its days cannot be told apart.

    Raises:
        BatchOverlaps: names the first such batch.
    """
    if draft.first_day is None or draft.last_day is None:
        return
    for one in before:
        if one.rows or not one.covers(draft.first_day, draft.last_day):
            continue
        if one.first_day is None or one.last_day is None:
            continue
        if one.first_day < draft.first_day or draft.last_day < one.last_day:
            raise BatchOverlaps(
                f"{draft.source} replaces {draft.first_day} to {draft.last_day}, but batch {one.id} covers "
                f"{one.first_day} to {one.last_day} and its rows are not here, so a part of it cannot be taken out. "
                "Nothing was imported. Count all of those days again, or retract that batch first."
            )
