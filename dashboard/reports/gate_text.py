"""Plain lines for a build log: no text out of a file may act on the program that runs the build."""

from dashboard.services.gate import Gate


def harmless(text: str) -> str:
    """The text without what GitHub Actions and Azure Pipelines would carry out as a command.

    They read `##[…]` and `##vso[…]` anywhere in a line, and `::…::` at its beginning, spaces before it left out.
    """
    lines = (line.replace("##", "# #") for line in text.split("\n"))
    return "\n".join(line.replace("::", ": :", 1) if line.lstrip().startswith("::") else line for line in lines)


def gate_lines(gate: Gate) -> str:
    """The troubles, else the counts of what applies, on one line each."""
    if gate.result is None or gate.troubles:
        return harmless("\n".join(trouble.text for trouble in gate.troubles))
    counts = ", ".join(f"{count} {status.replace('_', ' ')}" for status, count in gate.result.summary.items())
    failing = sum(item.fails for item in gate.items)
    return f"{counts}; {failing} failing"
