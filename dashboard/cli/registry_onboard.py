"""`registry onboard`: an imported use case enters the portfolio with what its team answers."""

from typing import Literal

import click

from dashboard.domain.actors import SYSTEM
from dashboard.domain.plain_text import shown
from dashboard.errors import Problem, RegistryInvalid
from dashboard.services.onboard import OnboardUseCase, onboard_use_case
from dashboard.services.start import migrate
from dashboard.settings import load_settings


@click.command()
@click.argument("use_case")
@click.option("--lifecycle", type=click.Choice(["draft", "live"]), default="draft", show_default=True)
@click.option("--set", "answers", multiple=True, metavar="FIELD=VALUE", help="An answer; may be given many times.")
def onboard(use_case: str, lifecycle: Literal["draft", "live"], answers: tuple[str, ...]) -> None:
    """Take an inventoried use case into the portfolio; what nobody says stays unknown."""
    command = OnboardUseCase(use_case, lifecycle=lifecycle, fields=dict(map(_answer, answers)))
    database = migrate(load_settings())
    try:
        saved = onboard_use_case(database, command, SYSTEM)
    finally:
        database.close()
    print(f"{use_case} is {lifecycle} now, revision {saved.revisions[use_case]}; the data version is {saved.seq:,}.")


def _answer(written: str) -> tuple[str, str]:
    path, equals, value = written.partition("=")
    if not equals:
        expected = "a field and its value, as in --set owner=lead-voice"
        raise RegistryInvalid("Nothing was onboarded.", [Problem("--set", shown(written), expected)])
    return path.strip(), value.strip()
