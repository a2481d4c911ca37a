"""A real MLflow server, filled by MLflow's own client, and what is read from it."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from dashboard.adapters.database import Database
from dashboard.adapters.repository import use_case_record
from dashboard.domain.actors import SYSTEM
from dashboard.domain.registry import UseCase
from dashboard.services.model_registries import LookAtModels, TakeInModels, look_at_models, take_in_models
from dashboard.services.register import RegisterUseCase, register_use_case
from dashboard.settings.mlflow import Mlflow
from tests.foreign import mlflow_server, run_in

pytestmark = [pytest.mark.peers, pytest.mark.slow]

FILL = """
import sys, mlflow
mlflow.set_tracking_uri(sys.argv[1])
mlflow.set_experiment("churn")
client = mlflow.MlflowClient()
client.create_registered_model("churn", tags={"use_case": "offers"})
for number in range(3):
    with mlflow.start_run() as run:
        mlflow.log_metric("auc", 0.5, step=0)
        mlflow.log_metric("auc", (80 + number) / 100, step=1)
        mlflow.log_metric("never", float("nan"))
    tags = {"deployed_at": "2026-09-01", "type": "forest"} if number == 1 else {}
    client.create_model_version("churn", run.info.artifact_uri + "/m", run.info.run_id, tags=tags)
client.set_registered_model_alias("churn", "champion", "2")
logged = client.create_logged_model(mlflow.get_experiment_by_name("churn").experiment_id, name="lm")
client.log_metric(run.info.run_id, "f1", 0.5, model_id=logged.model_id)
client.create_model_version("churn", "models:/" + logged.model_id, run.info.run_id, model_id=logged.model_id)
client.set_registered_model_alias("churn", "production", "4")
for number in range(120):
    client.create_registered_model(f"other-{number}", tags={"use_case": "nobody's"} if number == 7 else {})
    client.create_model_version(f"other-{number}", run.info.artifact_uri + "/m", run.info.run_id)
"""


@pytest.fixture
def server(tmp_path: Path) -> Iterator[str]:
    """The address of a server over a store that MLflow's client filled."""
    run_in("mlflow", FILL, f"sqlite:///{tmp_path / 'm.db'}")
    yield from mlflow_server(tmp_path)


def test_models_versions_aliases_and_figures_of_a_real_server(sqlite_database: Database, server: str) -> None:
    """124 versions over two pages; the champion and the production version come with the last figures, no NaN."""
    register_use_case(sqlite_database, RegisterUseCase(UseCase(id="offers", title="Offers")), SYSTEM)
    look = look_at_models(sqlite_database, LookAtModels(Mlflow(server)))
    assert (look.found, [one.use_case for one in look.differing]) == (124, ["offers"])
    assert look.remarks[0].startswith("Of no use case: 119 versions of other-")
    assert "other-7 is said to belong to `nobody's`, which is not registered." in look.remarks[1]
    assert look.remarks[2].startswith("Left out: 2 versions")
    take_in_models(sqlite_database, TakeInModels(look.differing[0]), SYSTEM)
    found = use_case_record(sqlite_database, "offers")
    assert found
    models = {one.version: one for one in found[0].models}
    assert sorted(models) == ["2", "4"]
    assert (models["2"].aliases, models["2"].deployed_at, models["2"].type) == (
        ["champion"],
        date(2026, 9, 1),
        "forest",
    )
    assert [(one.metric, one.value) for one in models["2"].reported or []] == [("auc", 0.81)]
    four = {one.metric: one for one in models["4"].reported or []}
    assert {name: one.value for name, one in four.items()} == {"auc": 0.82, "f1": 0.5}
    assert four["f1"].source.startswith("MLflow model m-")
    assert look_at_models(sqlite_database, LookAtModels(Mlflow(server))).same == 1
