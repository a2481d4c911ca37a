"""A remedy as JSON and as the file that a data scientist carries it out with."""

from typing import Any

import orjson

from dashboard.reports.as_json import json_number
from dashboard.reports.asked_of import source_json
from dashboard.reports.csv import to_csv
from dashboard.reports.legal_note import note_json
from dashboard.services.legal_note import LEGAL
from dashboard.services.remedies import WorkedOut, WorkOut
from dashboard.services.screens.remedies import EVERYBODY, Answer, Effect, file_of
from dashboard.services.screens.remedy_tables import LIMITS


def remedies_json(found: WorkedOut, command: WorkOut) -> dict[str, Any]:
    """The question, who was counted, every rate before and after, and what the remedy cannot do."""
    answer = found.answer
    remedy, basis, wanted = answer.remedy, answer.basis, answer.wanted
    if remedy is None:
        raise ValueError(answer.why_not)
    return {
        **source_json(command.file, basis.use_case, command.days),
        "attribute": basis.attribute,
        "as_of": found.as_of.isoformat(),
        "window": basis.window,
        "remedy": remedy.name,
        "cost": wanted.cost,
        "cut": wanted.cut,
        "gap": wanted.gap,
        "disadvantaged": list(wanted.disadvantaged),
        "confidence": basis.confidence,
        "unlabelled": basis.unlabelled,
        "left_out": dict(basis.left_out),
        "parameters": dict(remedy.parameters),
        "rates": [_effect(one) for one in answer.effects],
        "remarks": list(remedy.remarks),
        "limits": LIMITS[remedy.name],
        "legal": LEGAL,
        "acknowledged": note_json(found.note),
    }


def _effect(one: Effect) -> dict[str, Any]:
    sides = {
        name: {
            "people": side.bottom,
            "value": json_number(side.value),
            "low": json_number(side.low),
            "high": json_number(side.high),
        }
        for name, side in (("before", one.before), ("after", one.after))
    }
    return {"rate": one.rate, "group": None if one.group == EVERYBODY else one.group, **sides}


def remedy_file(answer: Answer, *, as_json: bool) -> bytes:
    """Weights, chances or thresholds by group; infinity, which nobody reaches, is `inf` in both forms."""
    if answer.remedy is None:
        raise ValueError(answer.why_not)
    frame = file_of(answer.remedy)
    if not as_json:
        return to_csv(frame)
    rows = [
        {name: "inf" if value == float("inf") else value for name, value in row.items()}
        for row in frame.to_dict("records")
    ]
    about = {"use_case": answer.basis.use_case, "attribute": answer.basis.attribute, "remedy": answer.remedy.name}
    return orjson.dumps(about | {"legal": LEGAL, "rows": rows}, option=orjson.OPT_INDENT_2)
