"""`intake`: from a team lead's answers to a risk tier, with the rule and the law behind it."""

import sys
from datetime import UTC, date, datetime
from pathlib import Path

import click

from dashboard.adapters.intake_file import load_answers, load_intake
from dashboard.domain.triage import Decision, triage
from dashboard.settings import load_settings


@click.group()
def command() -> None:
    """Ask the intake questions, or decide the risk tier from answers to them."""


@command.command()
def questions() -> None:
    """Every question with its choices, as a file of answers to fill in."""
    intake = load_intake(load_settings().intake)
    for question in intake.questions:
        print(f"# {question.number}. {question.ask}")
        for field in question.fields:
            print(f"#   {field.ask}" + (" (only where it applies)" if field.asked_if is not None else ""))
            for choice, words in field.answers.items():
                print(f"#     {choice}: {words}")
            print(f"# {field.id}: " + ('["…", "…"]' if field.many else '"…"'))
        print()


@command.command()
@click.argument("answers", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="Decide by the law of this day (default today).")
def decide(answers: Path, as_of: datetime | None) -> None:
    """The risk tier of the file ANSWERS (YAML, field: choice); exit 1 while a question that matters is open."""
    day = as_of.date() if as_of else datetime.now(UTC).date()
    decision = triage(load_intake(load_settings().intake), load_answers(answers), as_of=day)
    print("\n".join(_lines(decision, day)))
    sys.exit(0 if decision.tier else 1)


def _lines(decision: Decision, day: date) -> list[str]:
    if decision.rule is None:
        first = [f"open       {', '.join(decision.open)}", "No tier before these are answered."]
    else:
        laws = f" ({', '.join(decision.rule.laws)})" if decision.rule.laws else ""
        first = [f"tier       {decision.tier}", f"rule       {decision.rule.id}{laws}: {decision.rule.because}"]
    added = [f"besides    {overlay.id}: {overlay.title}" for overlay in decision.overlays]
    return [*first, *added, f"as of      {day}, {decision.law_version}"]
