"""How the numbers of a fairness measure are written: shares in percent, amounts in their own unit."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from dashboard.domain.metrics import METRICS, RATES
from dashboard.services.screens.words import absent, percent

_COUNTED = {"decisions": "decisions", "scores": "scored decisions", "amounts": "amounts"}


@dataclass(frozen=True, slots=True)
class Figures:
    """How one measure's numbers are written.

    Attributes:
        digits: after the point, of comparisons.
        level_digits: after the point, of means of amounts.
        unit: what amounts are measured in; empty where there are none.
        counted: what n counts.
        ratio: of amounts, whether they are compared by a ratio, which has no unit.
    """

    digits: int = 2
    unit: str = ""
    counted: str = "decisions"
    ratio: bool = False
    level_digits: int = 2

    @property
    def level_name(self) -> str:
        """What the figure of a group alone is called: `Share`, `Mean, EUR`."""
        return f"Mean, {self.unit}" if self.unit else "Share"

    @property
    def compared_unit(self) -> str:
        """What a comparison is measured in; empty for a ratio and for shares."""
        return "" if self.ratio else self.unit

    @property
    def compared_name(self) -> str:
        """What the comparison is called: `Compared`, `Compared, EUR`."""
        return f"Compared, {self.compared_unit}" if self.compared_unit else "Compared"

    def level(self, value: float | None) -> str:
        """The figure of a group alone: `22.3 %`, `1,412.30`."""
        return _written(value, self.level_digits) if self.unit else percent(value)

    def number(self, value: float | None, *, sign: bool = False) -> str:
        """A comparison: `0.71`, `−12.40`, with `sign` also `+12.40`; a dash where there is none."""
        return _written(value, self.digits, sign="+" if sign else "")

    def span(self, low: float | None, high: float | None, *, sign: bool = False) -> str:
        """An interval as `0.68 to 0.74`."""
        return f"{self.number(low, sign=sign)} to {self.number(high, sign=sign)}"

    def told(self, value: float | None) -> str:
        """A comparison with its unit: `−12.40 EUR`."""
        return self.with_unit(self.number(value))

    def with_unit(self, said: str) -> str:
        """Numbers in words, such as `−12.40` or `−5.00 to 5.00`, with what they are measured in."""
        return f"{said} {self.compared_unit}" if self.compared_unit else said


def _written(value: float | None, digits: int, *, sign: str = "") -> str:
    return "–" if value is None or absent(value) else f"{value:{sign},.{digits}f}".replace("-", "−")


SHARES = Figures()


def figures_of(metric: str, unit: str = "") -> Figures:
    """Of a measure before its amounts are read; gaps of AUC, and ratios of means, are a tenth of those of shares.

    Args:
        metric: a name in METRICS; any other is written as a share.
        unit: of its amounts, where it is a measure of amounts.
    """
    found = METRICS.get(metric)
    basis = RATES[found.rate].basis if found else "decisions"
    ratio = bool(found and found.kind == "ratio" and basis == "amounts")
    return Figures(3 if basis == "scores" or ratio else 2, unit if basis == "amounts" else "", _COUNTED[basis], ratio)


def figures_of_amounts(metric: str, unit: str, means: Iterable[float]) -> Figures:
    """Cents for prices; none of them where the means have five figures, and four digits where they are below 1."""
    largest = max((abs(mean) for mean in means if not absent(mean)), default=1.0)
    found, digits = figures_of(metric, unit), 0 if largest >= 10_000 else 2 if largest >= 1 else 4
    return replace(found, level_digits=digits, digits=found.digits if found.ratio else digits)
