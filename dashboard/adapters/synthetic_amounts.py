"""Ages of the demonstration's stored conversations and event logs: one use case keeps a few conversations too long."""

import csv
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path

AGES = {"support-chatbot": 364, "voicebot": 361, "chat-translation": 402, "retention-offers": 350}
LOGS_KEPT = ("credit-limit", "lead-scoring")
LIMIT = 365


def write_ages(path: Path, today: date) -> Path:
    """The file that a data protection team might export on the first day of a month."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["use_case", "measure", "day", "value", "n"])
        for ago in (32, 2):
            writer.writerows(_rows(today - timedelta(days=ago)))
    return path


def _rows(day: date) -> Iterable[tuple[str, str, date, int, int]]:
    for use_case, oldest in AGES.items():
        for age in range(30, LIMIT, 30):
            yield use_case, "conversation_data_age", day, age, 11_000 - 7 * age
        yield use_case, "conversation_data_age", day, oldest, 9
    for use_case in LOGS_KEPT:
        yield use_case, "event_log_kept", day, 400, 118
        yield use_case, "event_log_kept", day, 200, 6
