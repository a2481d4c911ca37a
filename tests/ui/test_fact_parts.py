"""Facts side by side: short ones large, long ones as text that wraps."""

from streamlit.testing.v1 import AppTest


def script() -> None:
    """Two facts, one longer than a narrow column holds."""
    from dashboard.ui.fact_parts import facts  # noqa: PLC0415  # a script of its own

    facts([("With", "Team lead *Complaints*", "Quality"), ("Age", "697 days", "")])


def test_a_long_fact_is_never_cut() -> None:
    """A figure stays a large figure; a name that would end in dots is bold text, its marks shown as they are."""
    app = AppTest.from_function(script, default_timeout=60).run()

    assert [(one.label, one.value) for one in app.metric] == [("Age", "697 days")]
    [told] = [one.value for one in app.markdown]
    assert "**Team lead \\*Complaints\\***" in told
    assert ":gray-badge[Quality]" in told
