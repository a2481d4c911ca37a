"""`python -m bench [name …]`: run every benchmark beside this file and print its figures."""

import importlib
import sys
from pathlib import Path

from rich.console import Console
from rich.table import Table


def names() -> list[str]:
    """Every benchmark, by file name."""
    return sorted(path.stem for path in Path(__file__).parent.glob("*.py") if not path.stem.startswith("_"))


def main(wanted: list[str]) -> None:
    """Run the wanted benchmarks, or all."""
    table = Table("figure", "measured", "unit", "bound", "", title="Measured in this run")
    console = Console()
    for name in wanted or names():
        console.print(f"running {name} …", style="dim")
        for row in importlib.import_module(f"bench.{name}").run():
            verdict = "✓" if row["ok"] else "✕ beyond the bound"
            table.add_row(row["name"], f"{row['figure']:,.2f}", row["unit"], row["bound"], verdict)
    console.print(table)


if __name__ == "__main__":
    main(sys.argv[1:])
