"""`report register`: the public register as a folder of files."""

from pathlib import Path

import click

from dashboard.adapters.site_folder import write_site
from dashboard.domain.plain_text import escaped
from dashboard.domain.public_fields import LANGUAGES
from dashboard.domain.wording import plural
from dashboard.reports.register_site import site
from dashboard.services.screens.public_register import load_register
from dashboard.services.sources import open_database
from dashboard.settings import load_settings


@click.command("register")
@click.option("--out", type=click.Path(path_type=Path), required=True, help="The folder; new, empty, or made by this.")
@click.option(
    "--language", "languages", multiple=True, type=click.Choice(list(LANGUAGES)), default=("en",), show_default=True,
    help="Language of the pages' frame; may be repeated, the first one is also at the root.",
)  # fmt: skip
def command(out: Path, languages: tuple[str, ...]) -> None:
    """Make the public register: pages without a server, JSON and CSV, of the entries that were approved."""
    chosen = tuple(dict.fromkeys(languages))
    database = open_database(load_settings())
    try:
        register = load_register(database)
    finally:
        database.close()
    files = site(register, chosen)
    write_site(out, files)
    entries = plural(len(register.published), "entry", "entries")
    said = ", ".join(LANGUAGES[one] for one in chosen)
    print(f"{escaped(str(out))}: {entries} in {said}, {len(files)} files. Open index.html, or copy it to a web server.")
