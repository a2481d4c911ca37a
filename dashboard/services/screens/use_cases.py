"""Use cases: what we run, as one table that is filtered without reading again."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import pandas as pd

from dashboard.adapters.queries import use_cases as queries
from dashboard.domain.statuses import IN_SERVICE
from dashboard.domain.wording import LIFECYCLES, SHOWN_ORDER, TIERS, label, plural
from dashboard.services.screens.ahead import next_reviews
from dashboard.services.sources import Sources

_RANK = {status: rank for rank, status in enumerate((*SHOWN_ORDER, "inventoried"))}
_YEARS = timedelta(days=730)
UNSET = "not set"


@dataclass(frozen=True, slots=True)
class UseCases:
    """Every registered use case, worst first, and what the filters offer.

    `rows` has the columns id, title, shown (status), status (icon and word), decided, applicable, worst_clause,
    open_items, next_review, team, channels, tier, lifecycle, fairness (list of ratios), in_service, search.
    `table` has the same rows, with the same index, as the page shows them.
    """

    rows: pd.DataFrame
    table: pd.DataFrame
    teams: tuple[str, ...]
    tiers: dict[str, str]
    lifecycles: dict[str, str]
    headline: str
    in_service: int
    inventoried: int


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody looks for; empty means all."""

    text: str = ""
    statuses: tuple[str, ...] = ()
    tiers: tuple[str, ...] = ()
    lifecycles: tuple[str, ...] = ()
    team: str | None = None
    inventoried: bool = False


def load_use_cases(sources: Sources) -> UseCases:
    """Read the whole register once; 10,000 rows are fine."""
    rows = queries.use_cases(sources.database)
    since = sources.as_of - _YEARS
    shown = _shown_statuses(rows)
    table = pd.DataFrame(
        {
            "id": rows["id"],
            "title": rows["title"],
            "shown": shown,
            "status": shown.map(label),
            "decided": pd.to_numeric(rows["decided"]).astype("Int64"),
            "applicable": pd.to_numeric(rows["applicable"]).astype("Int64"),
            "worst_clause": rows["worst_clause"].where(shown != "compliant"),
            "open_items": rows["id"].map(queries.open_items(sources.database)).fillna(0).astype("int64"),
            "next_review": rows["id"].map(next_reviews(sources)),
            "team": rows["team"].fillna(UNSET),
            "channels": rows["channels"].map(_channels),
            "tier": rows["risk_tier"].map(TIERS).fillna(UNSET),
            "lifecycle": rows["lifecycle"],
            "fairness": rows["id"].map(_series(queries.worst_ratios(sources.database, since=since))),
            "in_service": rows["lifecycle"].isin(IN_SERVICE),
        }
    )
    table["search"] = (table["title"] + " " + table["id"] + " " + table["team"] + " " + table["channels"]).str.lower()
    order = table["shown"].map(_RANK).fillna(len(_RANK))
    table = table.assign(order=order).sort_values(["order", "title"], ignore_index=True).drop(columns="order")
    return _with_headline(table)


def _with_headline(table: pd.DataFrame) -> UseCases:
    served = table[table["in_service"]]
    inventoried = int((table["lifecycle"] == "inventoried").sum())
    breaches = int((served["shown"] == "non_compliant").sum())
    bare = UseCases(
        rows=table,
        table=as_table(table),
        teams=tuple(sorted(set(table["team"]) - {UNSET})),
        tiers={tier: words for tier, words in TIERS.items() if words in set(table["tier"])},
        lifecycles={
            key: words for key, words in LIFECYCLES.items() if key in set(table["lifecycle"]) - {"inventoried"}
        },
        headline="",
        in_service=len(served),
        inventoried=inventoried,
    )
    if table.empty:
        return replace(bare, headline="No use case is registered yet")
    verb = "breaches" if breaches == 1 else "breach"
    tail = f"{breaches:,} of them {verb} the charter" if breaches else "none of them breaches the charter"
    return replace(bare, headline=f"We run {plural(len(served), 'AI use case')}, {tail}")


def select_rows(rows: pd.DataFrame, wanted: Wanted) -> pd.DataFrame:
    """The rows that match everything asked for; inventoried ones only when asked."""
    keep = pd.Series(data=True, index=rows.index)
    if not wanted.inventoried and "inventoried" not in wanted.lifecycles:
        keep &= rows["lifecycle"] != "inventoried"
    for column, values in (("shown", wanted.statuses), ("lifecycle", wanted.lifecycles)):
        if values:
            keep &= rows[column].isin(values)
    if wanted.tiers:
        keep &= rows["tier"].isin([TIERS.get(tier, tier) for tier in wanted.tiers])
    if wanted.team:
        keep &= rows["team"] == wanted.team
    for word in wanted.text.lower().split():
        keep &= rows["search"].str.contains(word, regex=False)
    return rows[keep]


def as_table(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows as the page and its downloads show them."""
    decided = rows["decided"].astype("string") + " of " + rows["applicable"].astype("string")
    return pd.DataFrame(
        {
            "Use case": rows["title"],
            "Status": [[status] for status in rows["status"]],
            "Decided": decided.fillna("–"),
            "Worst clause": rows["worst_clause"].fillna(""),
            "Open items": rows["open_items"],
            "Next review": rows["next_review"],
            "Worst ratio": rows["fairness"],
            "Team": rows["team"],
            "Tier": rows["tier"],
            "Channels": rows["channels"],
            "Lifecycle": rows["lifecycle"].map(LIFECYCLES),
        }
    )


def as_export(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows for a file: ids and plain values, the newest ratio instead of its curve."""
    newest = rows["fairness"].map(lambda ratios: ratios[-1] if isinstance(ratios, list) and ratios else None)
    shown = as_table(rows).drop(columns="Worst ratio").assign(Status=list(rows["status"]))
    shown.insert(0, "Id", list(rows["id"]))
    return shown.assign(**{"Newest worst ratio": list(newest)})


def _shown_statuses(rows: pd.DataFrame) -> pd.Series:
    served = rows["lifecycle"].isin(IN_SERVICE)
    shown = rows["status"].where(rows["status"].notna(), "not_assessed")
    shown = shown.where(~((shown == "watch") & (rows["waived"] == True)), "waived")  # noqa: E712  # null is not True
    shown = shown.where(rows["lifecycle"] != "inventoried", "inventoried")
    return shown.where(served | rows["status"].notna() | (rows["lifecycle"] == "inventoried"), "not_assessed")


def _channels(channels: Any) -> str:
    known = channels if isinstance(channels, list) else []
    return ", ".join(str(one.get("id", "")) for one in known if isinstance(one, Mapping))


def _series(ratios: pd.DataFrame) -> dict[str, list[float]]:
    found: dict[str, list[float]] = {}
    for key, ratio in zip(ratios["use_case_id"], ratios["ratio"], strict=True):
        found.setdefault(str(key), []).append(round(float(ratio), 4))
    return found
