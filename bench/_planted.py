"""Portfolios that are planted for a bench, in a folder of their own that goes away."""

import importlib.util
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).resolve().parent.parent


def portfolio() -> ModuleType:
    """The tests' portfolio, loaded from its file: a bench stands beside the tests and not inside them."""
    spec = importlib.util.spec_from_file_location("portfolio", ROOT / "tests" / "portfolio.py")
    assert spec is not None and spec.loader is not None  # noqa: S101, PT018  # the file is beside this one
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@contextmanager
def own_store() -> Iterator[None]:
    """Settings that name an empty folder and no other database; what was set before comes back."""
    kept = dict(os.environ)
    with tempfile.TemporaryDirectory() as folder:
        os.environ["DASHBOARD_LIVE"] = folder
        os.environ.pop("DATABASE_URL", None)
        try:
            yield
        finally:
            os.environ.clear()
            os.environ.update(kept)
