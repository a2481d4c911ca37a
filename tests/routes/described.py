"""What the API says about itself, and answers held against it, for tests."""

from typing import Any

from jsonschema import Draft202012Validator

from dashboard.routes.description import description
from dashboard.routes.listing import endpoints
from tests.routes.conftest import Service

DESCRIBED = description(endpoints())
READ = [one for one in endpoints() if one.method == "GET"]
PATHS = [one.path for one in READ]


def valid(schema: dict[str, Any], answer: Any) -> None:
    """Fails where an answer is not as its schema says."""
    Draft202012Validator({**schema, "components": DESCRIBED["components"]}).validate(answer)


def first_use_case(service: Service) -> str:
    """The id of a use case that was measured."""
    with service.database.read() as connection:
        found = connection.exec_driver_sql("SELECT use_case_id FROM measurements WHERE use_case_id <> '' LIMIT 1")
        return str(found.scalar())


def needed(path: str, service: Service) -> dict[str, str]:
    """What a path must be asked with: of what changed, the days of the first and of the newest assessment."""
    if not path.endswith("/changes"):
        return {}
    with service.database.read() as connection:
        first, newest = connection.exec_driver_sql("SELECT min(as_of), max(as_of) FROM assessments").one()
    return {"since": str(first), "until": str(newest)}
