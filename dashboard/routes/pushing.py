"""What programs may write: a document as evidence, and counts instead of a log. Nothing else is ever written here."""

import json
from datetime import UTC, date, datetime
from http import HTTPStatus

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from dashboard.adapters.decision_store import DecisionStore
from dashboard.domain.plain_text import shown
from dashboard.domain.pushed_counts import PushedCounts
from dashboard.domain.tokens import Scope
from dashboard.errors import InputRejected, Problem
from dashboard.routes import answers
from dashboard.routes.bodies import MIB, content_up_to, form_up_to
from dashboard.routes.endpoints import JSON, Asked, Endpoint
from dashboard.routes.problems import Refused
from dashboard.routes.reading import V1
from dashboard.services.evidence import FileDocument
from dashboard.services.evidence_check import evidence_files
from dashboard.services.push import PushCounts, push_counts, push_evidence
from dashboard.services.register import new_key
from dashboard.settings import load_settings

LARGEST_COUNTS = 32 * MIB
_FILE = "document"


class EvidenceForm(BaseModel):
    """A document as a multipart form: the file, or a link instead, and what it is."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    type: str = Field(description="type of document, such as dpia, as clauses name it")
    effective: date = Field(description="the day from which it holds")
    expires: date | None = Field(None, description="the last day on which it holds")
    signed_by: str = Field("", description="role or user id of who signed it")
    link: str = Field("", description="where it lies, https, instead of a file")
    states: str = Field("{}", description='what it states, as a JSON object of texts, such as {"tool": "Fairlearn"}')
    revision: int = Field(0, ge=0, description="of the record that was read; 0 for whatever is stored now")
    document: str | None = Field(
        None, description="the file", json_schema_extra={"contentMediaType": "application/octet-stream"}
    )


def _evidence(asked: Asked) -> tuple[int, answers.Filed]:
    settings, body = load_settings(), asked.body
    form, states = _form(body.fields)
    if len(body.content) > settings.max_evidence_mb * MIB:
        told = f"The document is larger than {settings.max_evidence_mb} MiB. Nothing was stored."
        raise Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, told)
    command = FileDocument(
        asked.use_case, form.revision, form.type, datetime.now(UTC).date(), form.effective, form.expires,
        content=body.content if body.file_name is not None else None, file_name=body.file_name or "", link=form.link,
        signed_by=form.signed_by, states=states, key=asked.key or new_key(),
    )  # fmt: skip
    saved = push_evidence(asked.database, evidence_files(settings), command, asked.holder)
    filed = answers.Filed(use_case=asked.use_case, revision=saved.revisions[asked.use_case], ledger_seq=saved.seq,
                          replayed=saved.replayed)  # fmt: skip
    return HTTPStatus.OK if saved.replayed else HTTPStatus.CREATED, filed


def _form(fields: dict[str, str]) -> tuple[EvidenceForm, dict[str, str]]:
    what = "The document was not filed."
    try:
        form = EvidenceForm.model_validate(fields)
        states = json.loads(form.states)
    except ValidationError as error:
        problems = [Problem(".".join(map(str, one["loc"])), shown(one["input"], limit=40), one["msg"])
                    for one in error.errors()]  # fmt: skip
        raise InputRejected(what, problems) from None
    except (ValueError, RecursionError):
        states = None
    if not isinstance(states, dict) or not all(isinstance(one, str) for one in states.values()):
        raise InputRejected(what, [Problem("states", shown(fields["states"], limit=40), "a JSON object of texts")])
    return form, states


def _counts(asked: Asked) -> tuple[int, answers.Counted]:
    decisions = DecisionStore(load_settings().decision_store)
    command = PushCounts(asked.use_case, asked.body.content, asked.key or new_key())
    found = push_counts(asked.database, decisions, command, asked.holder)
    counted = answers.Counted(
        use_case=asked.use_case, outcome=found.outcome, batch=found.batch, decisions=found.rows_stored,
        first_day=found.first_day, last_day=found.last_day,
    )  # fmt: skip
    return HTTPStatus.CREATED if found.outcome == "imported" else HTTPStatus.OK, counted


PUSHING = (
    Endpoint("POST", f"{V1}/use-cases/{{use_case}}/evidence", "pushEvidence",
             "File a document; it counts once somebody else has accepted it.", Scope.PUSH_EVIDENCE,
             answers.Filed, _evidence, reads=form_up_to(lambda: load_settings().max_evidence_mb * MIB, _FILE),
             described=("multipart/form-data", EvidenceForm), statuses=(201, 200)),
    Endpoint("POST", f"{V1}/use-cases/{{use_case}}/counts", "pushCounts",
             "Store counts of decisions whose log stays where it is; days that are stored already are refused.",
             Scope.PUSH_COUNTS, answers.Counted, _counts, reads=content_up_to(LARGEST_COUNTS),
             described=(JSON, PushedCounts), statuses=(201, 200)),
)  # fmt: skip
