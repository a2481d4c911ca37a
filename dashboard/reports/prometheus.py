"""Numbers for monitoring in Prometheus' text format 0.0.4, which is short enough to be written here."""

from collections.abc import Iterator, Sequence

from dashboard.services.screens.gauges import Gauge

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_PREFIX = "ai_ethics"


def exposition(gauges: Sequence[Gauge]) -> str:
    """One block a gauge: what it is, that it is a gauge, and its samples."""
    return "".join(f"{line}\n" for gauge in gauges for line in _lines(gauge))


def _lines(gauge: Gauge) -> Iterator[str]:
    name = f"{_PREFIX}_{gauge.name}"
    yield f"# HELP {name} {_escaped(gauge.told, quotes=False)}"
    yield f"# TYPE {name} gauge"
    for labels, value in gauge.samples:
        listed = ",".join(f'{key}="{_escaped(text)}"' for key, text in labels)
        yield f"{name}{{{listed}}} {value:.15g}" if listed else f"{name} {value:.15g}"


def _escaped(text: str, *, quotes: bool = True) -> str:
    plain = text.replace("\\", r"\\").replace("\n", r"\n")
    return plain.replace('"', r"\"") if quotes else plain
