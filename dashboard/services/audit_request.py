"""What an audit of one file is asked to do."""

from dataclasses import dataclass
from pathlib import Path

from dashboard.domain.metrics import COUNTED, METRICS


@dataclass(frozen=True, slots=True)
class AuditRequest:
    """Which file, what its columns mean, and how sure the figures shall be.

    Attributes:
        favourable: the values of `decision` that count as favourable.
        positive: the values of `label` that count as positive.
        period: day, week, month, quarter or year; only used with `time`.
        reference: `largest`, `best` or a group; an attribute without that group uses `largest`.
        min_group: the smallest denominator that is compared.
        metrics: the names of the metrics to measure; all where it is empty.
        subject: the column that names whom a decision is about; never shown.
        search: whether the worst subgroup of every crossing is looked for.
        header: the column names of a CSV file that has none.
    """

    path: str | Path
    decision: str
    favourable: tuple[str, ...]
    attributes: tuple[str, ...]
    label: str | None = None
    positive: tuple[str, ...] = ()
    score: str | None = None
    amount: str | None = None
    time: str | None = None
    period: str = "month"
    within: str | None = None
    intersect: bool = False
    reference: str = "largest"
    confidence: float = 0.95
    min_group: int = 30
    metrics: tuple[str, ...] = ()
    search: bool = False
    subject: str | None = None
    header: tuple[str, ...] = ()

    @property
    def measured(self) -> tuple[str, ...]:
        """The metrics of counts asked for, in the order of the table of metrics."""
        return tuple(name for name in COUNTED if name in self.metrics or not self.metrics)

    @property
    def ranked(self) -> tuple[str, ...]:
        """The metrics of scores asked for; all where a score is named and no metric is."""
        every = (name for name, metric in METRICS.items() if metric.scores)
        return tuple(name for name in every if self.score and (name in self.metrics or not self.metrics))

    @property
    def columns(self) -> list[str]:
        """Every column that is read."""
        given = [
            self.decision,
            self.label,
            *self.attributes,
            self.score,
            self.amount,
            self.time,
            self.within,
            self.subject,
        ]
        return [name for name in given if name is not None]
