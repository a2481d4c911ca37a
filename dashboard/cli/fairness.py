"""`fairness`: audit one CSV, Parquet or JSONL file with no registration; with `--charter` it is a gate."""

from difflib import get_close_matches
from pathlib import Path
from typing import Any

import click
import orjson

from dashboard.cli.day import Day
from dashboard.cli.fairness_gate import judge
from dashboard.cli.fairness_table import print_audit, shown
from dashboard.cli.gate_output import FAIL_ON, MACHINE
from dashboard.domain.metrics import METRICS
from dashboard.reports.fairness_audit import audit_json
from dashboard.services.audit_each import audit_each
from dashboard.services.audit_file import audit_file
from dashboard.services.audit_remarks import audit_remarks
from dashboard.services.audit_request import AuditRequest
from dashboard.services.fairness_gate import JudgeFile
from dashboard.services.periods import PERIODS


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("file")
@click.option(
    "--decision", required=True, metavar="COL", help="Column of the decision, or of the label in a label-only file."
)
@click.option("--favourable", multiple=True, metavar="VALUE", help="A favourable value; repeatable.")
@click.option(
    "--each", is_flag=True, help="Each value of --decision in turn against the rest, instead of --favourable."
)
@click.option("--attribute", required=True, multiple=True, metavar="COL", help="A protected attribute; repeatable.")
@click.option("--label", metavar="COL", help="Column of the actual outcome.")
@click.option("--positive", multiple=True, metavar="VALUE", help="A positive value of --label; repeatable.")
@click.option("--score", metavar="COL", help="Column of a score: its mean and, with --label, its AUC per group.")
@click.option("--amount", metavar="COL", help="Column of a number such as a price: means, and the gap between them.")
@click.option("--time", metavar="COL", help="Column of dates, or of years as numbers.")
@click.option("--period", type=click.Choice(PERIODS), help="Length of a period of --time.  [default: month]")
@click.option("--within", metavar="COL", help="Also compare like for like by this column.")
@click.option("--subject", metavar="COL", help="Column of whom a decision is about: people who recur widen intervals.")
@click.option("--search", is_flag=True, help="Also the worst subgroup of every crossing, with the search counted in.")
@click.option("--intersect", is_flag=True, help="Also every crossing of the attributes.")
@click.option(
    "--reference", default="largest", show_default=True, metavar="largest|best|GROUP", help="Held against whom."
)
@click.option("--confidence", type=float, default=0.95, show_default=True, help="Of each interval.")
@click.option("--min-group", type=click.IntRange(min=1), default=30, show_default=True, help="Smallest group compared.")
@click.option(
    "--metric", "metrics", multiple=True, metavar="NAME", help="Only this metric; repeatable.  [default: all]"
)
@click.option(
    "--charter",
    type=click.Path(path_type=Path),
    help="Hold the file against this charter's fairness clauses; exit 1 where one fails, 2 where nothing is decided.",
)
@click.option("--clause", "clauses", multiple=True, metavar="ID", help="Only this clause of it; repeatable.")
@click.option("--as-of", type=Day(), help="The last day of the clauses' windows.  [default: the newest of --time]")
@click.option("--fail-on", type=click.Choice(FAIL_ON), help="The mildest finding that fails.  [default: breach]")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="A file for the findings.")
@click.option(
    "--format", "form", type=click.Choice(["table", "json", "text", *MACHINE]), default="table", show_default=True
)
def command(form: str, *, each: bool, **given: Any) -> None:
    """Fairness of the decisions in FILE: the rates of every group and the metrics between them, with intervals."""
    _require_sense(given, each=each)
    charter, clauses, as_of = given.pop("charter"), given.pop("clauses"), given.pop("as_of")
    fail_on, out = given.pop("fail_on"), given.pop("out")
    _require_charter(charter, form, asked=bool(clauses or as_of or fail_on or out), each=each)
    request = AuditRequest(
        path=given.pop("file"),
        attributes=tuple(dict.fromkeys(given.pop("attribute"))),
        period=given.pop("period") or "month",
        **given,
    )
    if charter:
        judge(JudgeFile(request, charter, clauses, as_of), fail_on or "breach", form, out)
    audits = audit_each(request) if each else {"": audit_file(request)}
    if form == "json":
        found = {value: audit_json(audit, audit_remarks(audit)) for value, audit in audits.items()}
        click.echo(orjson.dumps({"values": found} if each else found[""], option=orjson.OPT_INDENT_2))
        return
    for value, audit in audits.items():
        if each:
            click.echo(f"{shown(value)} against the rest")
        print_audit(audit)


def _require_charter(charter: Path | None, form: str, *, asked: bool, each: bool) -> None:
    if charter is None and (asked or form in MACHINE):
        raise click.UsageError(
            "--clause, --as-of, --fail-on, --out and formats of pipelines say how a charter is kept: name --charter."
        )
    if charter is not None and each:
        raise click.UsageError("A charter needs to know which values are favourable: --favourable instead of --each.")


def _require_sense(given: dict[str, Any], *, each: bool) -> None:
    if each == bool(given["favourable"]):
        raise click.UsageError(
            "--favourable says which values are good; --each takes every value in turn: one of both."
        )
    if bool(given["label"]) != bool(given["positive"]) and not each:
        raise click.UsageError("--label and --positive go together: which value of the label is positive?")
    if given["period"] and not given["time"]:
        raise click.UsageError("--period needs --time, the column of dates.")
    unknown = [name for name in given["metrics"] if name not in METRICS]
    if unknown:
        near = get_close_matches(unknown[0], METRICS, n=3, cutoff=0.5)
        meant = f" Did you mean {', '.join(near)}?" if near else ""
        raise click.UsageError(f"There is no metric {unknown[0]!r}.{meant} docs/metrics.md lists them all.")
    scored = [name for name in given["metrics"] if METRICS[name].scores]
    if scored and not given["score"]:
        raise click.UsageError(f"{scored[0]} needs --score, the column of scores.")
    if any(METRICS[name].basis == "amounts" for name in given["metrics"]):
        raise click.UsageError(
            "Amounts need no --metric: --amount COLUMN shows means, gaps and ratios of every attribute."
        )
    if not 0 < given["confidence"] < 1:
        raise click.UsageError("--confidence is a share between 0 and 1, such as 0.95.")
