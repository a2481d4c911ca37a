"""`python -m dashboard`: runs a command; what goes wrong is said in a sentence, never as a stack trace."""

import sys

from dashboard.cli import cli
from dashboard.domain.plain_text import escaped
from dashboard.errors import GovernanceError


def main() -> None:
    """Exit with 0, with 2 for input or a store that we refuse, or with the code that a command chose."""
    try:
        cli(prog_name="dashboard")
    except GovernanceError as error:
        sys.stderr.write("".join(f"{escaped(line)}\n" for line in str(error).split("\n")))
        sys.exit(2)


if __name__ == "__main__":
    main()
