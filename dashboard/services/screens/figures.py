"""How the numbers of a fairness measure are written: shares in percent, amounts in their own unit."""

from collections.abc import Iterable
from dataclasses import dataclass

from dashboard.domain.metrics import METRICS, RATES
from dashboard.services.screens.words import absent, percent

_COUNTED = {"decisions": "decisions", "scores": "scored decisions", "amounts": "amounts"}


@dataclass(frozen=True, slots=True)
class Figures:
    """How one measure's numbers are written.

    Attributes:
        digits: after the point, of comparisons and of amounts.
        unit: what amounts are measured in; empty where there are none.
        counted: what n counts.
    """

    digits: int = 2
    unit: str = ""
    counted: str = "decisions"

    @property
    def level_name(self) -> str:
        """What the figure of a group alone is called: `Share`, `Mean, EUR`."""
        return f"Mean, {self.unit}" if self.unit else "Share"

    @property
    def compared_name(self) -> str:
        """What the comparison is called: `Compared`, `Compared, EUR`."""
        return f"Compared, {self.unit}" if self.unit else "Compared"

    def level(self, value: float | None) -> str:
        """The figure of a group alone: `22.3 %`, `1,412.30`."""
        return self.number(value) if self.unit else percent(value)

    def number(self, value: float | None, *, sign: bool = False) -> str:
        """A comparison: `0.71`, `−12.40`, with `sign` also `+12.40`; a dash where there is none."""
        if value is None or absent(value):
            return "–"
        return f"{value:{'+' if sign else ''},.{self.digits}f}".replace("-", "−")

    def span(self, low: float | None, high: float | None, *, sign: bool = False) -> str:
        """An interval as `0.68 to 0.74`."""
        return f"{self.number(low, sign=sign)} to {self.number(high, sign=sign)}"

    def told(self, value: float | None) -> str:
        """A comparison with its unit: `−12.40 EUR`."""
        return self.with_unit(self.number(value))

    def with_unit(self, said: str) -> str:
        """Numbers in words, such as `−12.40` or `−5.00 to 5.00`, with what they are measured in."""
        return f"{said} {self.unit}" if self.unit else said


SHARES = Figures()


def figures_of(metric: str, unit: str = "") -> Figures:
    """Of a measure before its amounts are read; gaps of AUC are a tenth of those of shares.

    Args:
        metric: a name in METRICS; any other is written as a share.
        unit: of its amounts, where it is a measure of amounts.
    """
    found = METRICS.get(metric)
    basis = RATES[found.rate].basis if found else "decisions"
    return Figures(3 if basis == "scores" else 2, unit if basis == "amounts" else "", _COUNTED[basis])


def figures_of_amounts(unit: str, means: Iterable[float]) -> Figures:
    """Cents for prices; none of them where the means have five figures, and four digits where they are below 1."""
    largest = max((abs(mean) for mean in means if not absent(mean)), default=1.0)
    return Figures(0 if largest >= 10_000 else 2 if largest >= 1 else 4, unit, _COUNTED["amounts"])
