"""A file store that somebody else's MLflow wrote in 2023, with Windows paths and the old stages, is read whole."""

from pathlib import Path

import pytest

from dashboard.adapters.database import Database
from dashboard.adapters.repository import use_case_record
from dashboard.domain.actors import SYSTEM
from dashboard.domain.registry import UseCase
from dashboard.services.model_registries import LookAtModels, TakeInModels, look_at_models, take_in_models
from dashboard.services.register import RegisterUseCase, register_use_case
from dashboard.settings.mlflow import Mlflow

pytestmark = pytest.mark.real


def test_the_version_in_production_comes_with_its_figures(sqlite_database: Database, shared: Path) -> None:
    """Three versions of two models; the one in the stage Production reports accuracy 0.8 and recall 0.7."""
    store = shared / "data" / "models" / "mlflow_filestore"
    if not store.is_dir():
        pytest.skip("the file store is not among the real files")
    register_use_case(sqlite_database, RegisterUseCase(UseCase(id="churn", title="Churn")), SYSTEM)
    asked = LookAtModels(Mlflow(str(store)), {"churn_prediction_name": "churn"})
    look = look_at_models(sqlite_database, asked)
    assert (look.found, len(look.differing), len(look.remarks)) == (3, 1, 2)
    take_in_models(sqlite_database, TakeInModels(look.differing[0]), SYSTEM)
    found = use_case_record(sqlite_database, "churn")
    assert found
    (model,) = found[0].models
    assert (model.version, model.aliases, model.deployed_at) == ("2", ["Production"], None)
    told = {one.metric: one.value for one in model.reported or []}
    assert (len(told), told["test_accuracy"], told["test_recall"]) == (9, 0.8, 0.7)
    assert {one.source for one in model.reported or []} == {"MLflow run 5441d28dbeea4fc7829b5224b745fa16"}
