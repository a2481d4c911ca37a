"""Which kind of MLflow a tracking address names: a server, or a folder on this machine."""

import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

from dashboard.adapters.mlflow_folder import MlflowFolder
from dashboard.adapters.mlflow_server import MlflowServer
from dashboard.adapters.mlflow_shape import ModelSource
from dashboard.domain.plain_text import shown
from dashboard.errors import InputRejected, Problem
from dashboard.settings.mlflow import Mlflow

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]+):")


def model_source(sign_in: Mlflow) -> ModelSource:
    """The server or folder that `tracking` names.

    Raises:
        InputRejected: it names neither, or what is sent to it would be sent openly.
    """
    scheme = _SCHEME.match(sign_in.tracking)
    kind = scheme[1].lower() if scheme else ""
    if kind in ("http", "https"):
        return MlflowServer(sign_in)
    if sign_in.tracking and kind in ("", "file"):
        path = unquote(urlsplit(sign_in.tracking).path) if kind else sign_in.tracking
        return MlflowFolder(Path(path).expanduser())
    hint = "Name the server that stands before it." if kind else "Set MLFLOW_TRACKING_URI, or say --tracking."
    expected = "the https address of a tracking server, or a folder"
    raise InputRejected("No models were read.", [Problem("tracking", shown(sign_in.tracking), expected, None, hint)])
