"""Where things lie and how long they last: environment variables with defaults, read when asked."""

import os
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

from dashboard.errors import InputRejected, Problem

ROOT = Path(__file__).resolve().parent.parent


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


@dataclass(frozen=True, slots=True)
class SignIn:
    """How people sign in, in company mode; each field says in VARIABLES which variable sets it."""

    metadata_url: str
    client_id: str
    client_secret: str = field(repr=False)
    cookie_secret: str = field(repr=False)
    redirect_uri: str
    longest: timedelta
    fresh: timedelta | None

    @property
    def host(self) -> str:
        """The name under which browsers reach the dashboard."""
        return urlsplit(self.redirect_uri).hostname or ""

    @property
    def address(self) -> str:
        """Where people open the dashboard."""
        return self.redirect_uri.removesuffix(_CALLBACK)

    @property
    def encrypted(self) -> bool:
        """Whether browsers come by https, so that cookies need never travel otherwise."""
        return self.redirect_uri.startswith("https:")


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
    "DASHBOARD_OIDC_METADATA_URL": (
        "the identity provider's …/.well-known/openid-configuration; this and the next four together switch sign-in on "
        "([how](signing-in.md))"
    ),
    "DASHBOARD_OIDC_CLIENT_ID": "the dashboard's client id at the provider",
    "DASHBOARD_OIDC_CLIENT_SECRET": "the client secret that goes with it",
    "DASHBOARD_OIDC_COOKIE_SECRET": "signs the browser's cookie: 32 characters or more, random, kept secret",
    "DASHBOARD_OIDC_REDIRECT_URI": "the dashboard's address with /oauth2callback; https, or http on localhost",
    "DASHBOARD_SIGN_IN_HOURS": "how long a sign-in lasts, in hours (default 12)",
    "DASHBOARD_FRESH_SIGN_IN_MINUTES": (
        "how fresh a sign-in must be to decide, to waive and to let people in, in minutes (default 15; 0 never asks)"
    ),
}
_SHORTEST_SECRET = 32
_CALLBACK = "/oauth2callback"


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


def load_sign_in() -> SignIn | None:
    """How people sign in; None in local mode, where none of the five variables is set.

    Raises:
        InputRejected: Some are missing, or one cannot be used: half a sign-in would be none.
    """
    env = os.environ
    given = {
        "METADATA_URL": env.get("DASHBOARD_OIDC_METADATA_URL", ""),
        "CLIENT_ID": env.get("DASHBOARD_OIDC_CLIENT_ID", ""),
        "CLIENT_SECRET": env.get("DASHBOARD_OIDC_CLIENT_SECRET", ""),
        "COOKIE_SECRET": env.get("DASHBOARD_OIDC_COOKIE_SECRET", ""),
        "REDIRECT_URI": env.get("DASHBOARD_OIDC_REDIRECT_URI", ""),
    }
    given = {name: value.strip() for name, value in given.items()}
    if not any(given.values()):
        return None
    problems = [*_missing(given), *_unusable(given)]
    hours = _whole("DASHBOARD_SIGN_IN_HOURS", env.get("DASHBOARD_SIGN_IN_HOURS", "12"), 1, problems)
    fresh = _whole("DASHBOARD_FRESH_SIGN_IN_MINUTES", env.get("DASHBOARD_FRESH_SIGN_IN_MINUTES", "15"), 0, problems)
    if problems:
        raise InputRejected("Sign-in is not fully set up, so nothing was started.", problems)
    by_field = {name.lower(): value for name, value in given.items()}
    return SignIn(**by_field, longest=timedelta(hours=hours), fresh=timedelta(minutes=fresh) if fresh else None)


def _missing(given: dict[str, str]) -> list[Problem]:
    return [Problem(f"DASHBOARD_OIDC_{name}", "nothing", "a value") for name, value in given.items() if not value]


def _unusable(given: dict[str, str]) -> list[Problem]:
    urls = {name: given[name] for name in ("METADATA_URL", "REDIRECT_URI") if given[name]}
    wanted = "an https address, or http on localhost"
    problems = [Problem(f"DASHBOARD_OIDC_{name}", url, wanted) for name, url in urls.items() if not _is_safe(url)]
    secret, redirect = given["COOKIE_SECRET"], given["REDIRECT_URI"]
    if secret and len(secret) < _SHORTEST_SECRET:
        found, expected = f"{len(secret)} characters", f"{_SHORTEST_SECRET} or more"
        problems.append(Problem("DASHBOARD_OIDC_COOKIE_SECRET", found, expected))
    if redirect and not redirect.endswith(_CALLBACK):
        problems.append(Problem("DASHBOARD_OIDC_REDIRECT_URI", redirect, f"an address that ends with {_CALLBACK}"))
    return problems


def _is_safe(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:  # half an IPv6 address
        return False
    if parts.scheme == "http":
        return parts.hostname in {"localhost", "127.0.0.1", "::1"}
    return parts.scheme == "https" and bool(parts.hostname)


def _whole(name: str, text: str, least: int, problems: list[Problem]) -> int:
    if text.isascii() and text.isdecimal() and least <= int(text) < 100_000:
        return int(text)
    problems.append(Problem(name, repr(text), f"a whole number of at least {least}"))
    return least
