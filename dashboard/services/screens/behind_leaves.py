"""The checks inside a check, as the screens walk them."""

from collections.abc import Iterator
from typing import Any

from dashboard.domain.check_parts import MeasuredPart
from dashboard.domain.checks import AllOf, AnyOf, CoverageCheck


def leaves(check: Any) -> Iterator[Any]:
    """The checks inside combinations."""
    parts = check.all_of if isinstance(check, AllOf) else check.any_of if isinstance(check, AnyOf) else None
    if isinstance(check, MeasuredPart) and check.until_measured is not None:
        yield check
        parts = [check.until_measured]
    if parts is None or isinstance(check, CoverageCheck):
        yield check
    if parts is None:
        return
    for part in parts:
        yield from leaves(part)
