"""`real-data`: write the page that shows what the program says about public data sets."""

import sys
from pathlib import Path

import click

from dashboard.reports.real_data import real_data_page
from dashboard.services.real_data import study_all

NOT_YET = "Not part of this run."
FURTHER: tuple[tuple[str, str], ...] = (
    ("The 2024 US federal AI inventory and the UK ATRS records, imported", NOT_YET),
    ("Ten customer-experience systems of the federal inventory, onboarded and assessed", NOT_YET),
)


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--out", type=click.Path(path_type=Path), help="Write there instead of to standard output.")
def command(folder: Path, out: Path | None) -> None:
    """Audit the public decision files in FOLDER and write docs/tried-on-real-data.md."""
    page = real_data_page(study_all(folder), FURTHER)
    if out is None:
        sys.stdout.write(page)
    else:
        out.write_text(page, encoding="utf-8")
