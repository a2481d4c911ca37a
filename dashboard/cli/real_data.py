"""`real-data`: write the page that shows what the program says about public data sets."""

import sys
from pathlib import Path

import click

from dashboard.reports.real_data import Section, real_data_page
from dashboard.reports.real_registers import imports_section, onboarded_section
from dashboard.services.real_data import study_all
from dashboard.services.real_registers import FEDERAL, study_registers
from dashboard.settings import ROOT

NOT_HERE = "The registers were not in the folders given."


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--registers", type=click.Path(path_type=Path), help="Their folder (default: registers beside FOLDER).")
@click.option("--out", type=click.Path(path_type=Path), help="Write there instead of to standard output.")
def command(folder: Path, registers: Path | None, out: Path | None) -> None:
    """Audit the public decision files in FOLDER and the registers, and write docs/tried-on-real-data.md."""
    page = real_data_page(study_all(folder), register_sections(registers or folder.parent / "registers"))
    if out is None:
        sys.stdout.write(page)
    else:
        out.write_text(page, encoding="utf-8")


def register_sections(folder: Path) -> list[Section]:
    """What the registers of the folder give; said so where there are none."""
    if not (folder / FEDERAL.file).is_file():
        return [("Two public registers, imported whole", NOT_HERE)]
    imported, judged = study_registers(folder, ROOT)
    return [imports_section(imported), onboarded_section(judged)]
