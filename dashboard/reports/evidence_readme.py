"""The README of an evidence pack: a stranger who has the folder alone can follow it."""

from collections.abc import Sequence
from importlib.resources import files

from dashboard.domain.plain_text import escaped
from dashboard.domain.wording import day, plural
from dashboard.services.screens.evidence_pack import EvidencePack
from dashboard.services.screens.pack_example import Example

_PROOF = (
    "Ledger entries about {others} are in events.jsonl by their hash alone. verify.py says how many\n"
    "entries the checkpoints prove through contents alone. The others are as the organisation's key signed them here\n"
    "(manifest.sig). To see them proven too, ask for the whole ledger (python -m dashboard ledger export FOLDER): its\n"
    "entry {entry:,} must have the hash that it has here."
)
_WHOLE = "events.jsonl holds the whole content of every entry, so the checkpoints prove all entries that they cover."
_EXAMPLE = """{metric}, use case {use_case}, clause {clause}, {attribute}: {group} against {reference}.
In counts.csv take the rows of {use_case} with attribute {attribute} and first_day {first_day}:

  {group}: {selected:,} selected of {n:,} decided
  {reference}: {reference_selected:,} selected of {reference_n:,} decided

  ({selected} / {n}) / ({reference_selected} / {reference_n}) = {value:.6f}

measurements.csv says {value:.6f} for the same clause, attribute and group. Its interval is MOVER-R over two Wilson
intervals; docs/metrics.md of the dashboard names formula and source of every metric."""
_NO_EXAMPLE = """No ratio of shares in this pack has all its counts shown, so there is no worked example. The rule: a
share is selected / n in counts.csv; a ratio is the share of the group over the share of the reference group."""


def readme(pack: EvidencePack, example: Example | None, told: dict[str, str], left_out: Sequence[str]) -> str:
    """The text; `told` has what only the maker knows: least, hidden, documents, signed, files."""
    head, wanted = pack.head, pack.wanted
    title = f"Evidence pack of {escaped(head.organisation or 'an organisation without a name')}"
    use_cases = sum(1 for one in pack.subjects if one)
    covers = "every use case and the organisation" if wanted.everything else ", ".join(pack.subjects)
    text = files("dashboard.reports").joinpath("templates/evidence_readme.txt").read_text(encoding="utf-8")
    return text.format(
        organisation=escaped(head.organisation or "an organisation without a name"), line="=" * len(title),
        covers=f"{plural(use_cases, 'use case')}: {covers}", as_of=day(head.as_of), charter=escaped(head.charter),
        assessed=day(pack.assessment["as_of"]), read=int(pack.assessment["data_version"]),
        current="" if pack.current else "; something that an assessment reads was changed since",
        entry=head.entry, code=pack.checkpoint.code, size=pack.checkpoint.size, key=pack.checkpoint.key,
        ledger=_ledger(pack), example=_worked(example), least=told["least"], hidden=told["hidden"],
        documents=told["documents"], signed=told["signed"], files=told["files"],
        left_out="".join(f"- {escaped(one)}\n" for one in left_out),
    )  # fmt: skip


def _ledger(pack: EvidencePack) -> str:
    if pack.wanted.whole_ledger:
        return _WHOLE
    return _PROOF.format(
        others="people and customers" if pack.wanted.everything else "people, customers and other use cases",
        entry=pack.head.entry,
    )


def _worked(example: Example | None) -> str:
    if example is None:
        return _NO_EXAMPLE
    texts = {name: escaped(str(getattr(example, name))) for name in ("use_case", "attribute", "group", "reference")}
    numbers = {name: getattr(example, name) for name in example.__slots__ if name not in texts}
    return _EXAMPLE.format(**texts, **numbers)
