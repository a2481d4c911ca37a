"""A charter of one clause, for tests of people's steps."""

from tests.assessing import charter, clause

CHARTER = charter(clause({"field": "overseer.stop_authority", "is": True}, id="OVS-01"))
