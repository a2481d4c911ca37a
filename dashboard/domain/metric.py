"""What a fairness metric is: which rates it compares, how, and how to read the value."""

from dataclasses import dataclass
from typing import Literal

from dashboard.domain.rates_of_groups import RATES, Basis

Kind = Literal["gap", "ratio"]
Over = Literal["reference", "all"]
Combine = Literal["worst", "mean", "signed"]
Way = Literal["pair", "shares", "extremes", "level", "overall", "differential", "amplified", "drawn", "conditional"]
_BY_STRATUM = frozenset({"pair", "extremes", "conditional"})


@dataclass(frozen=True, slots=True)
class Metric:
    """A comparison of rates between groups, or one figure about all of them.

    Attributes:
        rates: names in RATES; the denominators that must be large enough are theirs.
        kind: `gap` (on a linear scale) or `ratio` (on a logarithmic one, ideal 1).
        over: `reference` (each group against one) or `all` (one value for all groups).
        way: how the value is found; each has one function in domain/measuring.py.
        aif360: the same in AIF360, or empty.
        fairlearn: the same in Fairlearn, or empty.
        combine: how the values of two rates become one: the `worst`, the `mean` of both sizes, or `signed`, where
            opposite signs cancel.
        written, read, spans: formula, orientation and range where the kind does not already say them.
        ideally: the value of perfect equality where it is not the kind's.
        usual: False for what a table for reading leaves out unless it is asked for.
    """

    name: str
    plain: str
    rates: tuple[str, ...]
    kind: Kind
    over: Over
    source: str
    way: Way
    aif360: str = ""
    fairlearn: str = ""
    aequitas: str = ""
    combine: Combine = "worst"
    written: str = ""
    read: str = ""
    spans: str = ""
    ideally: float | None = None
    usual: bool = True

    @property
    def rate(self) -> str:
        """The first rate's name."""
        return self.rates[0]

    @property
    def labels(self) -> bool:
        """Whether the actual outcome must be known."""
        return any(RATES[name].labels for name in self.rates)

    @property
    def scores(self) -> bool:
        """Whether it is found from scores, which are counted by single attribute and month."""
        return any(RATES[name].scores for name in self.rates)

    @property
    def basis(self) -> Basis:
        """What it is found from; metrics of different kinds look at different people."""
        return RATES[self.rate].basis

    @property
    def like_for_like(self) -> bool:
        """Whether it can be taken within strata."""
        return self.way in _BY_STRATUM and self.basis == "decisions"

    @property
    def everyone(self) -> bool:
        """Whether it looks at all people at once, whatever the size of their groups."""
        return self.way == "drawn"

    @property
    def ideal(self) -> float:
        """The value of perfect equality."""
        if self.ideally is not None:
            return self.ideally
        return 0.0 if self.kind == "gap" else 1.0

    @property
    def needs(self) -> str:
        """What is counted for the evidence to be enough."""
        return " and ".join(dict.fromkeys(RATES[name].unit for name in self.rates))

    @property
    def span(self) -> str:
        """The least and the greatest value there can be."""
        if self.spans:
            return self.spans
        if any(RATES[name].scale == "odds" for name in self.rates):
            return "any number" if self.kind == "gap" and self.over == "reference" else "0 and more"
        if self.over == "all":
            return "0 to 1"
        return "-1 to 1" if self.kind == "gap" else "0 and more"

    @property
    def orientation(self) -> str:
        """Which way round the value is taken, and who is worse off."""
        if self.read:
            return self.read
        if self.over == "all":
            return "largest minus smallest, 0 or more" if self.kind == "gap" else "smallest over largest, at most 1"
        sign = "minus" if self.kind == "gap" else "over"
        if RATES[self.rate].describes:
            return f"group {sign} reference; it describes, neither side is worse off"
        side = "above" if RATES[self.rate].error else "below"
        return f"group {sign} reference; {side} {self.ideal:g} the group is worse off"

    @property
    def formula(self) -> str:
        """The value in symbols; r is the rate."""
        if self.written:
            return self.written
        if self.over == "reference":
            return "r(group) - r(reference)" if self.kind == "gap" else "r(group) / r(reference)"
        each, worst = ("max r - min r", "max") if self.kind == "gap" else ("min r / max r", "min")
        if len(self.rates) == 1:
            return each
        return f"{'mean' if self.combine == 'mean' else worst} over both rates of ({each})"
