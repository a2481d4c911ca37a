"""Questions of a registration become review items of the officer, in the write that registers."""

from datetime import date

from dashboard.adapters import repository
from dashboard.adapters.database import Database, Transaction
from dashboard.adapters.reviews_store import Note, save_change
from dashboard.domain.actors import Role
from dashboard.domain.charter import Charter
from dashboard.domain.officer_questions import QUESTION, questions_about
from dashboard.domain.registry import UseCase


def ask_officer(tx: Transaction, database: Database, use_case: UseCase, charter: Charter, as_of: date) -> None:
    """Open an item for each question about a use case; nobody has it where there is no officer."""
    officer = next((user.id for user in repository.users(database) if user.active and user.role is Role.OFFICER), None)
    for question in questions_about(use_case, charter):
        changes = {
            "use_case_id": use_case.id, "clause": question.clause, "kind": QUESTION, "title": question.title,
            "severity": question.severity.value, "state": "open", "opened": as_of, "due": None, "assignee": officer,
        }  # fmt: skip
        save_change(tx, None, changes, Note("opened", question.text, as_of))
