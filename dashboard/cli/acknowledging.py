"""The option by which an officer takes note of the law from the command line."""

import click

ACKNOWLEDGE = click.option(
    "--acknowledge", metavar="USER",
    help="The officer or deputy who has read the legal note, put on record first; where nobody signs in.",
)  # fmt: skip
