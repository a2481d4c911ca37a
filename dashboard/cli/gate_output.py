"""What `check` and `fairness --charter` have in common: the formats, where they are written, and the exit code."""

import os
import sys
import tempfile
from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path

import click

from dashboard.domain.plain_text import escaped
from dashboard.errors import GovernanceError
from dashboard.reports.gate_text import gate_lines, harmless
from dashboard.services.gate import Gate

MACHINE: Mapping[str, str] = {name: f"dashboard.reports.gate_{name}" for name in ("sarif", "junit", "github", "gitlab")}
FAIL_ON = ("breach", "watch", "unknown", "non_compliant", "not_assessed")


def deliver(gate: Gate, shape: str, out: Path | None, own: Mapping[str, Callable[[], str]]) -> None:
    """Write the report, say on standard error why nothing was decided, and leave with the exit code.

    Args:
        gate: what the run came to.
        shape: a name of MACHINE, or of `own`.
        out: a file to be replaced as a whole; None is standard output.
        own: formats that belong to one command, as text.
    """
    if gate.said:
        click.echo(harmless("\n".join(escaped(line) for line in gate.said.split("\n"))), err=True)
    if shape in MACHINE:
        text: str = getattr(import_module(MACHINE[shape]), shape)(gate)
    else:
        text = "" if gate.result is None else own[shape]()
    try:
        _write(text, out)
    except OSError as error:
        raise GovernanceError(
            f"{escaped(str(out))} cannot be written ({error.strerror}). Name another --out."
        ) from None
    if out is not None and not gate.troubles:
        click.echo(f"{gate_lines(gate)}; written to {escaped(str(out))}")
    sys.exit(gate.exit_code)


def _write(text: str, out: Path | None) -> None:
    if out is None:
        click.echo(text, nl=False)
        return
    with tempfile.NamedTemporaryFile(
        "w", encoding="utf-8", dir=out.parent, prefix=f".{out.name}.", delete=False
    ) as file:
        file.write(text)
    Path(file.name).chmod(0o666 & ~_umask())
    Path(file.name).replace(out)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
