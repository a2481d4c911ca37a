"""Where things lie and how long they last: environment variables with defaults, read when asked."""

import os
from dataclasses import dataclass, field
from pathlib import Path

from dashboard.errors import InputRejected, Problem
from dashboard.settings import log, mail, mlflow, sign_in, webhooks
from dashboard.settings.log import load_json_log
from dashboard.settings.mail import Mail, load_mail, load_webhook_networks
from dashboard.settings.sign_in import SignIn, load_sign_in
from dashboard.settings.webhooks import load_webhook_url

__all__ = [
    "ROOT", "VARIABLES", "Mail", "Settings", "SignIn", "load_address", "load_json_log", "load_mail",
    "load_settings", "load_sign_in", "load_webhook_networks", "load_webhook_url",
]  # fmt: skip

ROOT = Path(__file__).resolve().parent.parent.parent


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings; each field says in METADATA which variable sets it."""

    charter: Path
    frameworks: Path
    intake: Path
    live: Path
    checkpoints: Path
    signing_key: Path
    database_url: str
    migration_url: str
    read_from: tuple[Path, ...]
    max_upload_mb: int
    max_evidence_mb: int
    spark_remote: str
    spark_master: str
    source_url: str = field(repr=False)

    @property
    def decision_store(self) -> Path:
        """The folder of batches, counts and quarantine files."""
        return self.live / "decisions"

    @property
    def evidence(self) -> Path:
        """The folder of documents that people filed; nothing in it is served or rendered."""
        return self.live / "evidence"


VARIABLES: dict[str, str] = {
    "DASHBOARD_CHARTER": "the charter file (default charter/charter.yaml)",
    "DASHBOARD_FRAMEWORKS": "laws and standards (default charter/frameworks.yaml)",
    "DASHBOARD_INTAKE": "intake questions and triage table (default charter/intake.yaml)",
    "DASHBOARD_LIVE": "folder for the database and the decision store (default data/live)",
    "DASHBOARD_CHECKPOINTS": (
        "folder of the ledger's signed checkpoints and their public key, best outside the database's reach "
        "(default checkpoints in the live folder)"
    ),
    "DASHBOARD_SIGNING_KEY": "private key of the checkpoints (default signing-key.pem beside them)",
    "DATABASE_URL": "database (default SQLite in the live folder); postgresql+psycopg://… for PostgreSQL",
    "DATABASE_MIGRATION_URL": "database URL used for migrations only (default DATABASE_URL)",
    "DASHBOARD_READ_FROM": (
        "folders from which logs and registers may be read, parted by ':' "
        "(default the working folder, data and the live folder)"
    ),
    "DASHBOARD_MAX_UPLOAD_MB": "largest file accepted, in MiB (default 2048)",
    "DASHBOARD_MAX_EVIDENCE_MB": "largest document filed as evidence, in MiB (default 25)",
    "SPARK_REMOTE": "Spark Connect address for `ingest decisions --engine spark`, such as sc://host ([how](scale.md))",
    "SPARK_MASTER": "Spark master for the same where there is no Spark Connect: local[2], spark://host:7077",
    "DASHBOARD_SOURCE_URL": "PostgreSQL server with decisions for `ingest decisions --engine postgres`",
    **sign_in.VARIABLES,
    **mail.VARIABLES,
    **webhooks.VARIABLES,
    **log.VARIABLES,
    **mlflow.VARIABLES,
}


def load_settings() -> Settings:
    """Read the environment; nothing is created."""
    env = os.environ
    live = Path(env.get("DASHBOARD_LIVE", ROOT / "data" / "live")).resolve()
    url = env.get("DATABASE_URL", f"sqlite:///{live / 'dashboard.db'}")
    checkpoints = Path(env.get("DASHBOARD_CHECKPOINTS", live / "checkpoints")).resolve()
    folders = env.get("DASHBOARD_READ_FROM")
    allowed = [Path(folder) for folder in folders.split(":")] if folders else [Path.cwd(), ROOT / "data", live]
    return Settings(
        charter=Path(env.get("DASHBOARD_CHARTER", ROOT / "charter" / "charter.yaml")),
        frameworks=Path(env.get("DASHBOARD_FRAMEWORKS", ROOT / "charter" / "frameworks.yaml")),
        intake=Path(env.get("DASHBOARD_INTAKE", ROOT / "charter" / "intake.yaml")),
        live=live,
        checkpoints=checkpoints,
        signing_key=Path(env.get("DASHBOARD_SIGNING_KEY", checkpoints / "signing-key.pem")),
        database_url=url,
        migration_url=env.get("DATABASE_MIGRATION_URL", url),
        read_from=tuple(folder.resolve() for folder in allowed),
        max_upload_mb=_mebibytes("DASHBOARD_MAX_UPLOAD_MB", env.get("DASHBOARD_MAX_UPLOAD_MB", "2048")),
        max_evidence_mb=_mebibytes("DASHBOARD_MAX_EVIDENCE_MB", env.get("DASHBOARD_MAX_EVIDENCE_MB", "25")),
        spark_remote=env.get("SPARK_REMOTE", ""),
        spark_master=env.get("SPARK_MASTER", ""),
        source_url=env.get("DASHBOARD_SOURCE_URL", ""),
    )


def _mebibytes(variable: str, text: str) -> int:
    if text.isdecimal() and 0 < int(text) < 1_000_000:
        return int(text)
    problem = Problem(variable, repr(text), "a whole number of MiB above 0")
    raise InputRejected("A setting cannot be used.", [problem])


def load_address() -> str:
    """Where people open the dashboard, without a slash at its end; raises InputRejected where it cannot be that."""
    given = os.environ.get("DASHBOARD_ADDRESS", "").strip().rstrip("/")
    if given:
        if not given.startswith(("https://", "http://")) or not given.isprintable() or set(given) & set(" <>\"'"):
            problem = Problem("DASHBOARD_ADDRESS", repr(given), "an address such as https://ethics.company.example")
            raise InputRejected("A setting cannot be used.", [problem])
        return given
    found = load_sign_in()
    return found.address if found else "http://localhost:8501"
