"""What brings a view and its numbers back: the parameters of its address, and the command."""

import shlex
from collections.abc import Mapping
from typing import Any

from dashboard.domain.metrics import METRICS
from dashboard.services.screens.compared import Asked
from dashboard.services.screens.explorer import Explorer
from dashboard.services.sources import Sources


def command_of(sources: Sources, asked: Asked, found: Explorer) -> str:
    """The command that says what the groups table says, on the same day and window."""
    options = {
        "--use-case": asked.use_case,
        "--attribute": found.attribute,
        "--metric": found.metric,
        "--within": found.within,
        "--days": str(asked.days),
        "--as-of": sources.as_of.isoformat(),
    }
    said = " ".join(f"{name} {shlex.quote(value)}" for name, value in options.items() if value)
    return f"python -m dashboard measure {said} --format json"


def address_of(asked: Asked, found: Explorer, group: str | None, others: Mapping[str, str]) -> dict[str, str]:
    """Every picker of the page as a parameter of its address; `others` are those that change no number."""
    given = {
        "metric": found.metric,
        "use_case": asked.use_case,
        "attribute": found.attribute,
        "within": found.within,
        "group": group or "",
        **others,
    }
    return {name: value for name, value in given.items() if value}


def as_measured(sources: Sources, found: Explorer) -> dict[str, Any]:
    """The groups with their numbers, as the page shows them; tiny groups stay withheld."""
    level = "mean" if found.rule.figures.unit else "share"
    return {
        "use_case": found.use_case,
        "attribute": found.attribute,
        "metric": found.metric,
        "formula": METRICS[found.metric].formula,
        "within": found.within or None,
        "window": found.window,
        "as_of": sources.as_of.isoformat(),
        "charter": sources.charter.version,
        "reference": found.reference,
        "lower": found.rule.lower,
        "upper": found.rule.upper,
        "confidence": found.rule.confidence,
        "unit": found.rule.figures.unit or None,
        "n": found.n,
        "groups": [
            {
                "group": line.group, "n": line.n, level: line.rate, f"{level}_interval": line.interval,
                "value": line.value, "low": line.low, "high": line.high, "status": line.status, "note": line.why_not,
            }
            for line in found.lines
        ],
    }  # fmt: skip
