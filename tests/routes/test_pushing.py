"""Pipelines push evidence and counts by the checks of people, once; whoever made the token accepts none of it."""

import asyncio
import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pytest
from starlette.requests import Request

from dashboard.adapters.batch_cells import write_cells
from dashboard.adapters.database import Database, verify_chain
from dashboard.adapters.decision_store import DecisionStore
from dashboard.adapters.evidence_files import EvidenceFiles
from dashboard.adapters.repository import use_case_record
from dashboard.adapters.requests_store import waiting_requests
from dashboard.domain.actors import SYSTEM, Actor, Role
from dashboard.domain.registry import UseCase
from dashboard.errors import NotPermitted
from dashboard.routes.bodies import content_up_to
from dashboard.routes.problems import Refused
from dashboard.services import ingest
from dashboard.services.register import RegisterUseCase, register_use_case
from dashboard.services.rulings import RuleOn, rule_on
from dashboard.settings import load_settings
from tests.adapters.test_evidence_files import PDF
from tests.routes.conftest import OFFICER, Service
from tests.routes.test_reading import DESCRIBED, valid

TODAY = datetime.now(UTC).date()
FORM = {"type": "dpia", "effective": "2026-11-01", "signed_by": "dpo", "states": '{"tool": "Fairlearn"}'}
FILE = {"document": ("DPIA final.pdf", PDF, "application/pdf")}


@pytest.fixture
def case(service: Service, request: pytest.FixtureRequest) -> Iterator[str]:
    """A use case of this test alone."""
    name = f"case-{abs(hash(request.node.name)) % 10**12}"
    register_use_case(
        service.database, RegisterUseCase(UseCase(id=name, title=name, owner="lead-2", lifecycle="live")), SYSTEM
    )
    return name


def as_said(path: str, status: int, answer: Any) -> None:
    """The answer of a POST is as described."""
    said = DESCRIBED["paths"][path]["post"]["responses"][str(status)]["content"]
    (schema,) = (one["schema"] for one in said.values())
    valid(schema, answer)


def push(service: Service, case: str, token: str, **given: Any) -> Any:
    """One document."""
    given = {"data": FORM, "files": FILE} | given
    with service.client(token) as client:
        return client.post(f"/api/v1/use-cases/{case}/evidence", **given)


def test_a_document_is_filed_and_waits_for_somebody_else(service: Service, case: str) -> None:
    """Its bytes are kept, it is on record in the name of the token's person, and the officer who made it is out."""
    answer = push(service, case, service.token("push:evidence"))
    known = use_case_record(service.database, case)
    assert known is not None
    paper = known[0].evidence[0]
    with service.database.read() as connection:
        request = waiting_requests(connection, case)[-1].id

    assert answer.status_code == 201
    as_said("/api/v1/use-cases/{use_case}/evidence", 201, answer.json())
    assert (paper.type, paper.uploaded_by, paper.accepted_by, paper.file_name) == (
        "dpia",
        "lead-1",
        None,
        "DPIA final.pdf",
    )
    assert paper.states == {"tool": "Fairlearn"}
    kept = EvidenceFiles(load_settings().evidence, 25)
    assert kept.read(str(paper.sha256)) == PDF
    for actor in (OFFICER, Actor("lead-1", Role.TEAM_LEAD)):
        with pytest.raises(NotPermitted):
            rule_on(service.database, RuleOn(request, "Fine.", TODAY, granted=True), actor)
    rule_on(service.database, RuleOn(request, "It is whole.", TODAY, granted=True), Actor("deputy", Role.DEPUTY))
    assert verify_chain(service.database) == ()


def test_a_key_files_once(service: Service, case: str) -> None:
    """The same again is answered 200 and files nothing; another document under it is refused, and so is no key."""
    token = service.token("push:evidence")
    once = {"idempotency-key": "run-812"}
    first, again = (push(service, case, token, headers=once) for _ in range(2))
    other = push(service, case, token, headers=once, files={"document": ("b.pdf", PDF + b"\n", "application/pdf")})
    twice = push(service, case, token)
    known = use_case_record(service.database, case)

    assert (first.status_code, again.status_code, again.json()["replayed"]) == (201, 200, True)
    assert (other.status_code, twice.status_code) == (409, 409)
    assert "came with something else before" in other.text
    assert "Nothing was filed twice" in twice.text
    assert known is not None
    assert len(known[0].evidence) == 1


@pytest.mark.parametrize(
    ("given", "status", "told"),
    [
        ({"files": {"document": ("x.bin", b"MZ\x90\x00" * 40, "application/pdf")}}, 422, "The document was not filed"),
        ({"files": {"other": ("x.pdf", PDF, "application/pdf")}}, 422, "a file as 'document' alone"),
        ({"files": {}, "data": {**FORM, "document": "text"}}, 415, "expected multipart/form-data"),
        ({"data": {**FORM, "effective": "2026-02-31"}}, 422, "effective"),
        ({"data": {**FORM, "colour": "red"}}, 422, "Extra inputs are not permitted"),
        ({"data": {**FORM, "states": "[1]"}}, 422, "a JSON object of texts"),
        ({"data": {**FORM, "states": "[" * 100_000}}, 422, "a JSON object of texts"),
        ({"data": {**FORM, "link": "http://127.0.0.1/"}}, 422, "a file or a link, one of them"),
        ({"data": {**FORM, "revision": "7"}}, 409, "since you opened"),
        ({"data": {**FORM, "type": "\u202edpia"}}, 422, "The document was not filed"),
        ({"files": {"document": ("x.pdf", b"x" * (26 * 1024**2), "application/pdf")}}, 413, "larger than"),
    ],
)
def test_a_bad_document_is_refused(service: Service, case: str, given: dict[str, Any], status: int, told: str) -> None:
    """With the sentence of the upload, and nothing is written."""
    token, before = service.token("push:evidence"), use_case_record(service.database, case)
    answer = push(service, case, token, **given)

    assert (answer.status_code, told in answer.text) == (status, True), answer.text
    as_said("/api/v1/use-cases/{use_case}/evidence", status, answer.json())
    assert use_case_record(service.database, case) == before


def test_a_body_without_a_length_is_cut_off() -> None:
    """A stream that never says how long it is, and never ends, is read to the limit and no further."""
    read = 0

    async def receive() -> dict[str, Any]:
        nonlocal read
        read += 1
        return {"type": "http.request", "body": b" " * 1024**2, "more_body": True}

    scope = {"type": "http", "method": "POST", "path": "/", "headers": [(b"content-type", b"application/json")]}
    with ThreadPoolExecutor(1) as pool, pytest.raises(Refused, match="larger than 5 MiB"):
        pool.submit(lambda: asyncio.run(content_up_to(5 * 1024**2)(Request(scope, receive)))).result()

    assert read == 6


def test_a_body_that_says_it_is_too_long_is_not_read(service: Service, case: str) -> None:
    """413 by its head alone."""
    answer = send(service, case, b" " * (33 * 1024**2))

    assert (answer.status_code, "larger than 32 MiB" in answer.text) == (413, True)


def test_a_token_pushes_only_what_it_is_for(service: Service, case: str) -> None:
    """Not with another scope, not to another use case, not without a token."""
    assert push(service, case, service.token("read", "push:counts")).status_code == 403
    assert push(service, "nobody", service.token("push:evidence")).status_code == 404
    with service.client() as client:
        assert client.post(f"/api/v1/use-cases/{case}/evidence", data=FORM, files=FILE).status_code == 401


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


def send(service: Service, case: str, body: Any, **headers: str) -> Any:
    """Counts, once."""
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    with service.client(service.token("push:counts")) as client:
        sent = {"content-type": "application/json", **headers}
        return client.post(f"/api/v1/use-cases/{case}/counts", content=content, headers=sent)


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
    cells = [{**day, "day": TODAY.isoformat()}, {**day, "month": TODAY.replace(day=1).isoformat()}]
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
    today, first = TODAY.isoformat(), date(TODAY.year, TODAY.month, 1).isoformat()
    cells = [{**ONE, "day": today}, {**ONE, "day": None, "month": first}]

    assert send(service, case, {**WHOLE, "cells": cells}).status_code == 201
