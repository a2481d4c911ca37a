"""A progress bar on standard error, so that standard output holds nothing but results."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from dashboard.domain.effort import Effort, watched


@contextmanager
def progress_bar(title: str) -> Iterator[Callable[[float, str], None]]:
    """Gives `report(fraction, what)`; the fraction runs from 0 to 1. What work tells by itself is shown too."""
    parts = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f} %"),
        TimeElapsedColumn(),
    )
    with Progress(*parts, console=Console(stderr=True)) as bar:
        task = bar.add_task(title, total=1.0)

        def report(fraction: float, what: str) -> None:
            bar.update(task, completed=fraction, description=f"{title}: {what}" if what else title)

        with watched(Effort(lambda reached: report(reached.share, reached.words))):
            yield report
