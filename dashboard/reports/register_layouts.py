"""The public register in the layouts of other registers: JSON and CSV, for UK ATRS and the Dutch Algoritmeregister.

The Dutch standard names one language for a record: sentences of ours are in the language of its own words.
"""

import json
from dataclasses import replace

import pandas as pd

from dashboard.domain.public_entry import Published
from dashboard.domain.public_register import PublicRegister
from dashboard.domain.register_layouts import DUTCH_LAYOUT, LAYOUTS, UNSAID, Attribute, laid_out, skipped
from dashboard.reports.csv import to_csv
from dashboard.reports.register_sentences import told_in


def layouts(register: PublicRegister) -> dict[str, bytes]:
    """Relative path to bytes: each layout as JSON and as CSV."""
    own = replace(register, published=tuple(map(_in_its_language, register.published)))
    made = {}
    for name, attributes in LAYOUTS.items():
        told = own if name == DUTCH_LAYOUT else register
        made[f"layouts/{name}.json"] = _json(told, attributes)
        made[f"layouts/{name}.csv"] = _csv(told, attributes)
    return made


def _in_its_language(one: Published) -> Published:
    return replace(one, entry=told_in(one.entry, one.entry.language))


def _json(register: PublicRegister, attributes: tuple[Attribute, ...]) -> bytes:
    """One object for each entry, and beside it what of the standard the entry does not say."""
    rows = [
        {
            "id": one.entry.use_case,
            "published_at": one.at.isoformat(),
            "record": laid_out(one.entry, register.organisation, attributes),
            "not_stated": list(skipped(one.entry, register.organisation, attributes)),
        }
        for one in register.published
    ]
    return f"{json.dumps(rows, ensure_ascii=False, indent=1)}\n".encode()


def _csv(register: PublicRegister, attributes: tuple[Attribute, ...]) -> bytes:
    """Every attribute as a column in the standard's order; an empty one says so."""
    names = [one.name for one in attributes]
    rows = [laid_out(one.entry, register.organisation, attributes) for one in register.published]
    full = [{name: row.get(name, UNSAID) for name in names} for row in rows]
    return to_csv(pd.DataFrame(full, columns=names, dtype=object))
