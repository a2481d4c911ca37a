"""Pipelines push counts: those of the log that stays with them, once, and only what is whole."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pytest

from dashboard.adapters.batch_cells import write_cells
from dashboard.adapters.database import Database, verify_chain
from dashboard.adapters.decision_store import DecisionStore
from dashboard.domain.actors import SYSTEM
from dashboard.domain.registry import UseCase
from dashboard.services import ingest
from dashboard.services.register import RegisterUseCase, register_use_case
from dashboard.settings import load_settings
from tests.clock import today_utc
from tests.routes.conftest import Service
from tests.routes.pushes import as_said, case, send

__all__ = ["case"]


def log(rows: int = 400) -> pd.DataFrame:
    """Decisions of two days in two months, with our column names; some unknown."""
    names = range(rows)
    return pd.DataFrame(
        {
            "decision_id": [f"d{one}" for one in names],
            "decided_at": ["2026-01-31T10:00:00Z" if one % 3 else "2026-02-01T10:00:00Z" for one in names],
            "model_version": ["1.0" if one % 5 else "2" for one in names],
            "selected": [["yes", "no", ""][one % 3 if one % 7 else 2] for one in names],
            "label": [["yes", "no", "", ""][one % 4] for one in names],
            "a_sex": [["F", "M", ""][one % 3] for one in names],
            "s_channel": [["web", "shop"][one % 2] for one in names],
        }
    )


def cells_of(rows: Path, target: Path) -> list[dict[str, Any]]:
    """The cells of a stored batch, as a model team would send them."""
    write_cells(rows, ("a_sex", "s_channel"), target)
    found = duckdb.read_parquet(str(target)).fetchall()
    named = [one[0] for one in duckdb.read_parquet(str(target)).description]
    return [cell(dict(zip(named, one, strict=True))) for one in found]


def cell(row: dict[str, Any]) -> dict[str, Any]:
    """One cell as JSON."""
    known: dict[int, bool | None] = {0: False, 1: True, 2: None}
    jointly = row["month"] is not None
    groups = {name[2:]: row[name] for name in ("a_sex", "s_channel") if jointly or row[name] is not None}
    when = {"month": str(row["month"])[:10]} if jointly else {"day": str(row["day"])[:10]}
    selected, label = known[row["outcome"] // 3], known[row["outcome"] % 3]
    return {**when, "model_version": row["model_version"], "selected": selected, "label": label, "groups": groups,
            "rows": row["rows"]}  # fmt: skip


@pytest.fixture(scope="module")
def counted(service: Service, tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, Any], list[pd.DataFrame]]:
    """A log taken in here, as counts to send, and the counts that it gave."""
    folder = tmp_path_factory.mktemp("log")
    path = folder / "log.csv"
    log().to_csv(path, index=False)
    register_use_case(service.database, RegisterUseCase(UseCase(id="here", title="Here", lifecycle="live")), SYSTEM)
    store = DecisionStore(load_settings().decision_store)
    with service.database.writer.begin() as connection:
        connection.exec_driver_sql("DELETE FROM count_sets")  # planted without files
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DASHBOARD_READ_FROM", str(folder))
        ingest.ingest_decisions(service.database, store, ingest.IngestDecisions("here", [path]), SYSTEM)
    (batch,) = (load_settings().decision_store / "batches" / "here").glob("*.parquet")
    body = {"source": "retention, run 812", "attributes": ["sex"], "strata": ["channel"],
            "cells": cells_of(batch, folder / "cells.parquet")}  # fmt: skip
    return body, levels(service.database, "here")


def levels(database: Database, use_case: str) -> list[pd.DataFrame]:
    """Both levels of counts, without the name of the use case."""
    store = DecisionStore(load_settings().decision_store)
    both = (store.single_counts, store.joint_counts)
    return [level(database, use_cases=[use_case]).drop(columns="use_case") for level in both]


def test_pushed_counts_are_those_of_the_log(
    service: Service, case: str, counted: tuple[dict[str, Any], list[pd.DataFrame]]
) -> None:
    """Cell by cell at both levels, though no row ever came; in any order they are the same batch."""
    body, expected = counted
    answer = send(service, case, body)
    again = send(service, case, {**body, "cells": body["cells"][::-1]})

    assert answer.status_code == 201, answer.text
    as_said("/api/v1/use-cases/{use_case}/counts", 201, answer.json())
    assert (answer.json()["decisions"], answer.json()["outcome"]) == (400, "imported")
    assert (again.status_code, again.json()["outcome"]) == (200, "already imported")
    assert again.json()["batch"] == answer.json()["batch"]
    for found, wanted in zip(levels(service.database, case), expected, strict=True):
        pd.testing.assert_frame_equal(found, wanted)
    assert verify_chain(service.database) == ()


def test_counts_by_fewer_attributes_are_added_to_those_by_more(
    service: Service, case: str, counted: tuple[dict[str, Any], list[pd.DataFrame]]
) -> None:
    """A later batch that says nothing of any group is one of decisions whose groups are not recorded."""
    send(service, case, counted[0])
    day: dict[str, Any] = {"model_version": "1", "selected": True, "rows": 7}
    cells = [{**day, "day": today_utc().isoformat()}, {**day, "month": today_utc().replace(day=1).isoformat()}]
    answer = send(service, case, {"source": "later", "cells": cells})
    single = levels(service.database, case)[0]

    assert answer.status_code == 201, answer.text
    later = single[single["n"] == 7]
    assert set(later["attribute"]) == set(counted[0]["attributes"])
    assert set(later["group"]) == {"(not recorded)"}


def test_days_that_are_stored_are_refused(
    service: Service, case: str, counted: tuple[dict[str, Any], list[pd.DataFrame]]
) -> None:
    """Other counts of the same days do not count twice: 409, and what is there stays."""
    body, _ = counted
    send(service, case, body)
    before = levels(service.database, case)
    more = [one | {"model_version": "3" + one["model_version"]} for one in body["cells"]]
    answer = send(service, case, {**body, "cells": more})

    assert answer.status_code == 409
    assert "days that are stored already" in answer.text
    for found, wanted in zip(levels(service.database, case), before, strict=True):
        pd.testing.assert_frame_equal(found, wanted)


def test_a_key_stores_counts_once(service: Service, case: str) -> None:
    """Other days under the same key are refused, never silently left out."""
    token = service.token("push:counts")
    plain: dict[str, Any] = {"model_version": "1", "selected": True, "rows": 40}
    with service.client(token, headers={"idempotency-key": "k"}) as client:
        path = f"/api/v1/use-cases/{case}/counts"
        sent = [
            client.post(path, json={"source": "s", "cells": [
                {**plain, "day": f"2026-0{month}-03"}, {**plain, "month": f"2026-0{month}-01"}]})
            for month in (3, 4)
        ]  # fmt: skip

    assert [one.status_code for one in sent] == [201, 409]
    assert "came with something else before" in sent[1].text


ONE: dict[str, Any] = {"day": "2026-03-03", "model_version": "1", "selected": True, "label": None, "rows": 40}
WHOLE: dict[str, Any] = {"source": "s", "cells": [ONE, {**ONE, "day": None, "month": "2026-03-01"}]}


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (b"not json", "Invalid JSON"),
        (b'{"source": "s", ' + json.dumps(WHOLE)[1:].encode(), "the key 'source' twice"),
        (b"[" * 200_000, "Invalid JSON"),
        ({**WHOLE, "cells": []}, "at least 1 item"),
        ({**WHOLE, "rows": 1}, "Extra inputs are not permitted"),
        ({**WHOLE, "source": "a\nb"}, "one line of text"),
        ({**WHOLE, "source": "a\u0000b"}, "The batch of counts was not saved"),
        ({**WHOLE, "attributes": ["Sex"]}, "pattern"),
        ({**WHOLE, "attributes": ["sex"], "strata": ["sex"]}, "each name once"),
        ({**WHOLE, "cells": [{**ONE, "rows": 0}]}, "greater than or equal to 1"),
        ({**WHOLE, "cells": [{**ONE, "rows": "40"}]}, "valid integer"),
        ({**WHOLE, "cells": [{**ONE, "rows": 2**53}]}, "less than or equal to"),
        ({**WHOLE, "cells": [{**ONE, "day": "2026-02-31"}]}, "valid date"),
        ({**WHOLE, "cells": [{**ONE, "month": "2026-03-01"}]}, "day and month"),
        ({**WHOLE, "cells": [ONE, {**ONE, "day": None, "month": "2026-03-02"}]}, "first of a month"),
        ({**WHOLE, "cells": [*WHOLE["cells"], ONE]}, "each cell once"),
        ({**WHOLE, "cells": [{**ONE, "groups": {"age": "old"}}]}, "no group, or one of"),
        ({**WHOLE, "cells": [ONE]}, "found 0 decisions|0 decisions of 2026-03-01"),
        ({**WHOLE, "attributes": ["sex"]}, "2026-03-01 with no group"),
        ({**WHOLE, "cells": [{**ONE, "day": "2999-01-01"}]}, "a day until"),
    ],
)  # fmt: skip
def test_counts_that_are_no_whole_are_refused(service: Service, case: str, body: Any, told: str) -> None:
    """In a sentence that says where, and nothing is stored."""
    answer = send(service, case, body)

    assert answer.status_code == 422, answer.text
    assert any(one in answer.text for one in told.split("|")), answer.text
    assert "Traceback" not in answer.text
    as_said("/api/v1/use-cases/{use_case}/counts", 422, answer.json())
    assert list((load_settings().decision_store / "batches").glob(f"{case}/*")) == []


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (b'{"source": "s", "cells": [' + b"{}," * 500_000 + b"{}]}", "at most 200,000"),
        (b'{"source": "s", "cells": [' + b'{"a": 1},' * 50_000 + b"{}]}", "200,003 mistakes"),
        (b'{"source": "s", "cells": [{' + b",".join(b'"k%d": 1' % one for one in range(5_000)) + b"}]}", "5,000 keys"),
        ({**WHOLE, "cells": [{**ONE, "groups": {f"g{one}": "x" for one in range(41)}}]}, "41 keys in one place"),
    ],
)
def test_what_is_wrong_throughout_is_told_in_a_word(service: Service, case: str, body: Any, told: str) -> None:
    """Nobody keeps the server busy with listing what is wrong a hundred thousand times."""
    answer = send(service, case, body)

    assert answer.status_code == 422
    assert told in answer.text
    assert len(answer.json()["problems"]) == 1


def test_at_most_so_many_problems_are_listed(service: Service, case: str) -> None:
    """A thousand wrong cells are answered by twenty problems, not by a thousand."""
    wrong = [{**ONE, "rows": 0}] * 1_000

    assert len(send(service, case, {**WHOLE, "cells": wrong}).json()["problems"]) == 20


def test_today_is_a_day_that_counts_may_have(service: Service, case: str) -> None:
    """What was decided this morning can be sent this evening."""
    today, first = today_utc().isoformat(), date(today_utc().year, today_utc().month, 1).isoformat()
    cells = [{**ONE, "day": today}, {**ONE, "day": None, "month": first}]

    assert send(service, case, {**WHOLE, "cells": cells}).status_code == 201
