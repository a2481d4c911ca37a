"""Where models are registered, and how MLflow is signed in to: the variables that MLflow's own clients read."""

import os
from dataclasses import dataclass, field, replace

VARIABLES: dict[str, str] = {
    "MLFLOW_TRACKING_URI": "MLflow server or folder with the organisation's models ([how](mlflow.md)); empty for none",
    "MLFLOW_TRACKING_TOKEN": "token for that server, sent as a bearer token",
    "MLFLOW_TRACKING_USERNAME": "user name for that server, where it asks for name and password",
    "MLFLOW_TRACKING_PASSWORD": "the password that goes with it",
    "MLFLOW_TRACKING_SERVER_CERT_PATH": "file of certificates that are trusted for that server",
}


@dataclass(frozen=True, slots=True)
class Mlflow:
    """The tracking server or folder, and what is sent to it."""

    tracking: str
    token: str = field(default="", repr=False)
    user: str = ""
    password: str = field(default="", repr=False)
    certificates: str = ""

    @property
    def secret(self) -> bool:
        """Whether something is sent that nobody else may read."""
        return bool(self.token or self.password)


def load_mlflow() -> Mlflow:
    """Read the environment; `tracking` is empty where none is named."""
    tracking, *others = (os.environ.get(name, "").strip() for name in VARIABLES)
    return Mlflow(tracking, *others)


def with_tracking(mlflow: Mlflow, tracking: str) -> Mlflow:
    """The same sign-in for another address; none given keeps it."""
    return replace(mlflow, tracking=tracking.strip()) if tracking.strip() else mlflow
