"""Student's t quantile, for the interval of a mean: the one function of a library of statistics that is needed here."""

from functools import lru_cache
from math import cos, pi, sin, sqrt

from dashboard.domain.intervals import z


@lru_cache(maxsize=1024)
def t_quantile(confidence: float, freedom: int) -> float:
    """The two-sided quantile: 2.262 for 0.95 and 9 degrees of freedom; within 1 % of the true one, 0.01 % from 9 on.

    Exact for 1 and 2 degrees of freedom, else an expansion. Source: Abramowitz and Stegun 26.7.5.

    Raises:
        ValueError: a confidence outside (0, 1), or no degree of freedom.
    """
    if not 0 < confidence < 1 or freedom < 1:
        raise ValueError(f"a confidence in (0, 1) and at least one degree of freedom, not {confidence} and {freedom}")
    tail = 1 - confidence
    if freedom == 1:
        return cos(tail * pi / 2) / sin(tail * pi / 2)
    if freedom == 2:
        return sqrt(2 / (tail * (2 - tail)) - 2)
    return _expanded(z(confidence), freedom)


def _expanded(normal: float, n: int) -> float:
    """Cornish and Fisher's expansion of t around the normal quantile, to the fourth order."""
    x = normal
    first = (x**3 + x) / 4
    second = (5 * x**5 + 16 * x**3 + 3 * x) / 96
    third = (3 * x**7 + 19 * x**5 + 17 * x**3 - 15 * x) / 384
    fourth = (79 * x**9 + 776 * x**7 + 1482 * x**5 - 1920 * x**3 - 945 * x) / 92160
    return x + first / n + second / n**2 + third / n**3 + fourth / n**4
