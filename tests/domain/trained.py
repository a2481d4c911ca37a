"""Staff with courses, and what a check says of them, for tests."""

LITERACY = {"coverage": "ai_literacy", "of": "all_cx_staff", "at_least": 0.95, "window": "365d", "grace": "30d"}
