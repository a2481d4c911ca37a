"""The public register for machines: JSON and CSV of the entries that the pages show."""

import json
import re
from hashlib import sha256
from typing import Any

import pandas as pd

from dashboard.domain.public_entry import Published
from dashboard.domain.public_fields import FIELDS
from dashboard.domain.public_register import PublicRegister
from dashboard.reports.csv import to_csv

_SAFE = re.compile(r"^[a-z0-9][a-z0-9_.-]{0,79}$")


def page_name(use_case: str) -> str:
    """The file name of an entry, the same for ever; an id that no registry allows becomes its hash."""
    stem = use_case if _SAFE.match(use_case) else f"x-{sha256(use_case.encode()).hexdigest()[:16]}"
    return f"{stem}.html"


def register_json(register: PublicRegister, first: str) -> bytes:
    """Every entry with its fields; `first` is the language of the pages that it points at."""
    whole = {
        "format": 1,
        "organisation": register.organisation,
        "published_at": register.newest.isoformat() if register.newest else None,
        "fields": [one.id for one in FIELDS],
        "use_cases": [_entry(one, first) for one in register.published],
    }
    return f"{json.dumps(whole, ensure_ascii=False, indent=1)}\n".encode()


def register_csv(register: PublicRegister) -> bytes:
    """One row for each entry; no cell of it can become a formula."""
    rows = [
        {
            "id": one.entry.use_case, "language": one.entry.language, "published_at": one.at.isoformat(),
            **{field.id: one.entry.text(field.id) for field in FIELDS},
        }
        for one in register.published
    ]  # fmt: skip
    columns = ["id", "language", "published_at", *(field.id for field in FIELDS)]
    return to_csv(pd.DataFrame(rows, columns=columns, dtype=object))


def _entry(one: Published, first: str) -> dict[str, Any]:
    entry = one.entry
    fields = {
        field.id: {"state": entry.state(field.id), "text": list(entry.lines.get(field.id, ()))} for field in FIELDS
    }
    return {
        "id": entry.use_case, "page": f"{first}/uses/{page_name(entry.use_case)}", "language": entry.language,
        "published_on": one.on.isoformat(), "published_at": one.at.isoformat(), "fields": fields,
    }  # fmt: skip
