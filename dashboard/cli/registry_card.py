"""`registry card` and `registry take-card`: model cards out of a record, and into one."""

from datetime import UTC, datetime
from pathlib import Path

import click

from dashboard.domain.actors import SYSTEM
from dashboard.domain.plain_text import escaped
from dashboard.services.model_cards import TakeInCard, look_at_card, make_card, take_in_card
from dashboard.services.screens.model_card import Form
from dashboard.services.start import migrate
from dashboard.settings import load_settings


@click.command()
@click.argument("use_case")
@click.option("--format", "form", type=click.Choice(["toolkit", "huggingface"]), default="toolkit", show_default=True)
@click.option("--out", type=click.Path(path_type=Path), help="Write to this file instead of standard output.")
def card(use_case: str, form: Form, out: Path | None) -> None:
    """Make the model card of a use case: JSON of Model Card Toolkit, or a README for Hugging Face."""
    made = make_card(load_settings(), use_case, form, datetime.now(UTC).date())
    if out is None:
        click.echo(made.decode(), nl=False)
    else:
        out.write_bytes(made)


@click.command("take-card")
@click.argument("use_case")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option("--yes", is_flag=True, help="Take in without asking.")
def take_card(use_case: str, file: Path, *, yes: bool) -> None:
    """Show what a model card proposes for the record of a use case, and ask before anything is taken in."""
    database = migrate(load_settings())
    try:
        look = look_at_card(database, use_case, file.read_bytes())
        for one in look.proposals:
            print(escaped(f"{one.path}: {one.now or 'unknown'} → {one.proposed}"))
        if not look.proposals:
            print("Nothing differs; nothing was written.")
        elif yes or click.confirm("Take this in?"):
            command = TakeInCard(use_case, look.revision, look.proposals)
            print(f"Saved; the data version is {take_in_card(database, command, SYSTEM).seq:,}.")
    finally:
        database.close()
