"""The alarm, and how far the ledger was verified, beside the database and not in it: that may be what was changed.

An alarm that is on is one file, so that every process sees it before every write at the price of one look.
"""

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from dashboard.domain.alarms import Alarm, Verified
from dashboard.errors import ReadOnly, StoreUnusable


@dataclass(frozen=True, slots=True)
class WatchFile:
    """The folder with `ledger-alarm.json` and `ledger-verified.json`."""

    folder: Path

    @property
    def alarm_path(self) -> Path:
        """There while the alarm is on."""
        return self.folder / "ledger-alarm.json"

    @property
    def verified_path(self) -> Path:
        """How far the ledger was found whole."""
        return self.folder / "ledger-verified.json"

    def alarm(self) -> Alarm | None:
        """The alarm that is on; a file that cannot be read is an alarm too."""
        if not self.alarm_path.exists():
            return None
        read = _read(self.alarm_path)
        try:
            return Alarm(str(read["found_at"]), tuple(map(str, read["problems"])), int(read["count"]))
        except (KeyError, TypeError, ValueError):
            return Alarm("at an unknown time", (), 1)

    def raise_alarm(self, alarm: Alarm) -> None:
        """Turn it on; one that is on already stays as it was first found."""
        if not self.alarm_path.exists():
            _write(self.alarm_path, asdict(alarm))

    def clear(self) -> None:
        """Turn it off, and forget what was verified: both began before what was decided about them."""
        self.verified_path.unlink(missing_ok=True)
        self.alarm_path.unlink(missing_ok=True)

    def verified(self) -> Verified | None:
        """How far the ledger was found whole; None where that is not known."""
        read = _read(self.verified_path)
        try:
            known = Verified(int(read["seq"]), str(read["hash"]), str(read["at"]), str(read["full_at"]))
            return known if known.seq > 0 else None
        except (KeyError, TypeError, ValueError):
            return None

    def remember(self, verified: Verified) -> None:
        """Keep how far the ledger was found whole."""
        _write(self.verified_path, asdict(verified))

    def refuse(self) -> None:
        """Let nobody write while the alarm is on.

        Raises:
            ReadOnly: It names what was found and what to do.
        """
        alarm = self.alarm()
        if alarm is not None:
            raise ReadOnly(
                f"The dashboard is read-only because the ledger is not as it was written: {alarm.why} "
                "Nothing was saved. An administrator restores a backup, or says why the dashboard may go on: "
                "python -m dashboard ledger resume --reason … (docs/ledger.md)."
            )


def _read(path: Path) -> dict[str, Any]:
    try:
        read = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return read if isinstance(read, dict) else {}


def _write(path: Path, content: dict[str, Any]) -> None:
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with beside.open("w", encoding="utf-8") as file:
            json.dump(content, file)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except OSError as error:
        raise StoreUnusable(f"{path} cannot be written ({error.strerror}).") from None
