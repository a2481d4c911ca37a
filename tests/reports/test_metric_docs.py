"""The reference of metrics."""

from pathlib import Path

from dashboard.domain.fairness import METRICS, RATES
from dashboard.reports.metric_docs import metric_docs


def test_page_is_up_to_date(root: Path) -> None:
    """docs/metrics.md is what the generator writes now."""
    assert (root / "docs" / "metrics.md").read_text(encoding="utf-8") == metric_docs()


def test_every_rate_and_metric_is_explained() -> None:
    """No rate or metric is missing from the page."""
    page = metric_docs()
    assert all(f"| `{name}` |" in page for name in [*RATES, *METRICS])
