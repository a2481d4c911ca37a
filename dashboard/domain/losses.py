"""A loss that was accepted: an older backup was restored, and somebody said in the ledger which events are gone."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

LEDGER, ACCEPTED, RESUMED, RESTORED = "ledger", "ledger.loss_accepted", "ledger.resumed", "backup.restored"


def missing_words(first: int, last: int) -> str:
    """Which numbers have no event, such as `Event 40 is missing.`."""
    return f"Event {first:,} is missing." if first == last else f"Events {first:,} to {last:,} are missing."


@dataclass(frozen=True, slots=True)
class Loss:
    """Which events are missing for good, and why that was accepted.

    Attributes:
        seq: the event that says so.
        missing_from, missing_to: numbers that the lost events had.
        codes: the checkpoints that cover lost events; nothing else is forgiven.
        reason: in the words of whoever accepted it.
        account: the account of the operating system that it was accepted from.
    """

    seq: int
    missing_from: int
    missing_to: int
    codes: frozenset[str]
    reason: str
    account: str

    @property
    def words(self) -> str:
        """As every verification says it."""
        return (
            f"Events {self.missing_from:,} to {self.missing_to:,} of an earlier ledger are lost for good, "
            f"accepted at event {self.seq:,} by {self.account}: {self.reason}"
        )

    def as_record(self) -> dict[str, Any]:
        """As the ledger holds it."""
        return {
            "missing_from": self.missing_from, "missing_to": self.missing_to, "checkpoints": sorted(self.codes),
            "reason": self.reason, "account": self.account,
        }  # fmt: skip

    @classmethod
    def from_record(cls, seq: int, record: Mapping[str, Any]) -> Self | None:
        """Read back; None where somebody edited it into something else."""
        try:
            return cls(
                seq, int(record["missing_from"]), int(record["missing_to"]), frozenset(map(str, record["checkpoints"])),
                str(record["reason"]), str(record["account"]),
            )  # fmt: skip
        except (KeyError, TypeError, ValueError):
            return None
