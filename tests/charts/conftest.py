"""Charts are made from plain dicts without Plotly's own checks; here every property of every figure is checked."""

import pytest

from tests.figures import check_every_figure


@pytest.fixture(autouse=True)
def _checked(monkeypatch: pytest.MonkeyPatch) -> None:
    check_every_figure(monkeypatch)
