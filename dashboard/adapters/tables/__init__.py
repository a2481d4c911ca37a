"""Every table, so that one import knows the whole schema."""

from dashboard.adapters.tables.approvals import DecisionRow, InvolvementRow, SubmissionRow
from dashboard.adapters.tables.base import Row, UtcDateTime
from dashboard.adapters.tables.cases import CaseRow, CaseStatementRow, CaseStepRow
from dashboard.adapters.tables.charter_drafts import CharterDraftRow
from dashboard.adapters.tables.charters import CharterProposalRow, CharterPublicationRow
from dashboard.adapters.tables.decisions import AttachedModelRow, BatchRow, CountSetRow, FeatureFileRow
from dashboard.adapters.tables.disputes import DisputeRow, SettlementRow
from dashboard.adapters.tables.drafts import IntakeDraftRow
from dashboard.adapters.tables.events import EventCountRow
from dashboard.adapters.tables.findings import (
    AssessmentRow,
    EndedRow,
    FindingRow,
    FlipRow,
    MeasurementRow,
    UseCaseStatusRow,
)
from dashboard.adapters.tables.identities import EndedSignInRow, IdentityRow
from dashboard.adapters.tables.indicators import IndicatorRow
from dashboard.adapters.tables.ledger import EventRow
from dashboard.adapters.tables.letters import LetterRow, ToldRow
from dashboard.adapters.tables.registry import (
    EvidenceRow,
    LastLookRow,
    ModelRow,
    OrganisationRow,
    SignOffRow,
    UseCaseRow,
    UserRow,
    WaiverRow,
)
from dashboard.adapters.tables.requests import RequestInvolvementRow, RequestRow, RulingRow
from dashboard.adapters.tables.reviews import ReviewItemRow, ReviewNoteRow
from dashboard.adapters.tables.staff import CompletionRow, CourseRow, StaffImportRow, StaffRow
from dashboard.adapters.tables.telling import TellingRow, WebhookRow
from dashboard.adapters.tables.tokens import TokenUseRow
from dashboard.adapters.tables.views import SavedViewRow

__all__ = [
    "AssessmentRow", "AttachedModelRow", "BatchRow", "CaseRow", "CaseStatementRow", "CaseStepRow", "CharterDraftRow",
    "CharterProposalRow",
    "CharterPublicationRow", "CompletionRow", "CountSetRow", "CourseRow", "DecisionRow", "DisputeRow",
    "EndedRow", "EndedSignInRow", "EventCountRow", "EventRow", "EvidenceRow", "FeatureFileRow",
    "FindingRow", "FlipRow", "IdentityRow", "IndicatorRow",
    "IntakeDraftRow", "InvolvementRow", "LastLookRow", "LetterRow", "MeasurementRow", "ModelRow", "OrganisationRow",
    "RequestInvolvementRow", "RequestRow", "ReviewItemRow", "ReviewNoteRow", "Row", "RulingRow", "SavedViewRow",
    "SettlementRow", "SignOffRow", "StaffImportRow", "StaffRow", "SubmissionRow", "TellingRow", "TokenUseRow",
    "ToldRow", "UseCaseRow", "UseCaseStatusRow", "UserRow", "UtcDateTime", "WaiverRow", "WebhookRow",
]  # fmt: skip
