"""What the commands about features share: who looks, and the answer as lines or as JSON."""

from collections.abc import Sequence
from typing import Any

import click
import orjson

PERSON = click.option("--as", "person", required=True, metavar="USER", help="Who does this: a person of the store.")
AS_JSON = click.option("--json", "as_json", is_flag=True, help="The same as JSON.")


def told(lines: Sequence[str], record: dict[str, Any], *, as_json: bool) -> None:
    """Say the answer."""
    if as_json:
        click.echo(orjson.dumps(record, option=orjson.OPT_INDENT_2))
        return
    for line in lines:
        click.echo(line)
