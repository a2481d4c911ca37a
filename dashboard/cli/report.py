"""`report`: documents to hand over, made from the store: the board pack, and one page about a use case."""

from collections.abc import Callable, Collection
from datetime import UTC, date, datetime
from pathlib import Path

import click

from dashboard.cli import report_register
from dashboard.cli.day import Day
from dashboard.cli.report_evidence import evidence
from dashboard.domain.actors import SYSTEM
from dashboard.domain.plain_text import escaped
from dashboard.errors import InputRejected, Problem
from dashboard.reports.board_paper import board_paper
from dashboard.reports.paper_html import to_html
from dashboard.reports.paper_pdf import to_pdf
from dashboard.reports.sheet_paper import sheet_paper
from dashboard.services.board_pack import RecordPack, record_pack
from dashboard.services.screens.board_pack import BoardPack, load_board_pack
from dashboard.services.screens.ledger import load_trust
from dashboard.services.screens.sheet import Sheet, load_sheet
from dashboard.services.sources import Sources, checkpoints_of, open_database, read_in_force, watch_of
from dashboard.settings import Settings, load_settings

FORMS: dict[str, Callable[[BoardPack], bytes]] = {
    "pdf": lambda pack: to_pdf(board_paper(pack)),
    "html": lambda pack: to_html(board_paper(pack)),
}
SHEETS: dict[str, Callable[[Sheet], bytes]] = {
    "pdf": lambda sheet: to_pdf(sheet_paper(sheet)),
    "html": lambda sheet: to_html(sheet_paper(sheet)),
}
_OUT = click.option(
    "--out", type=click.Path(path_type=Path), required=True, help="The file; its ending says which form."
)
_AS_OF = click.option(
    "--as-of", type=Day(), help="The day of the claims, not before the newest assessment (default: today)."
)


@click.group()
def command() -> None:
    """Make documents to hand over."""


command.add_command(report_register.command)


@command.command()
@_OUT
@_AS_OF
def board(out: Path, as_of: date | None) -> None:
    """Make the board pack, and record in the ledger that it was made, with its SHA-256."""
    form = form_of(out, FORMS)
    sources, code = opened(load_settings(), as_of)
    try:
        pack = load_board_pack(sources, code)
        data = FORMS[form](pack)
        part = written(out, data)
        record_pack(sources.database, RecordPack(pack, {form: data}), SYSTEM)
        part.replace(out)
    finally:
        sources.database.close()
    print(f"{escaped(str(out))}: board pack of {pack.head.as_of}, {len(data):,} bytes. The ledger has its SHA-256.")


@command.command("use-case")
@click.argument("use_case")
@_OUT
@_AS_OF
def use_case(use_case: str, out: Path, as_of: date | None) -> None:
    """Make one page about the use case USE_CASE; that is no entry of the ledger."""
    form = form_of(out, SHEETS)
    sources, code = opened(load_settings(), as_of)
    try:
        data = SHEETS[form](load_sheet(sources, use_case, code))
    finally:
        sources.database.close()
    written(out, data).replace(out)
    print(f"{escaped(str(out))}: {escaped(use_case)}, {len(data):,} bytes.")


command.add_command(evidence)


def form_of(out: Path, forms: Collection[str]) -> str:
    """The form that the file's ending asks for; InputRejected where there is none."""
    form = out.suffix.lower().removeprefix(".")
    if form not in forms:
        raise InputRejected(
            "No document was made.", [Problem("--out", str(out), f"a file ending in .{' or .'.join(forms)}")]
        )
    return form


def opened(settings: Settings, as_of: date | None) -> tuple[Sources, str]:
    """What a document is read from, and the code of the newest checkpoint."""
    database, day = open_database(settings), as_of or datetime.now(UTC).date()
    charter, frameworks = read_in_force(settings, database, day)
    trust = load_trust(database, checkpoints_of(settings), watch_of(settings))
    return Sources(
        database, charter, frameworks, settings.decision_store, day
    ), trust.newest.code if trust.newest else ""


def written(out: Path, data: bytes) -> Path:
    """The bytes beside their place, so that an older file stays until everything else has gone well."""
    part = out.with_name(f"{out.name}.part")
    try:
        part.write_bytes(data)
    except OSError as error:
        found = error.strerror or "an error"
        raise InputRejected(
            "No document was made.", [Problem(str(out), found, "a folder that can be written to")]
        ) from error
    return part
