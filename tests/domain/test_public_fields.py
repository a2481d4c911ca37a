"""What a record may say about its public entry, and what the public is told of a record."""

from datetime import date

import pytest

from dashboard.domain.acceptance import accept_use_case
from dashboard.domain.public_entry import Entry, differences
from dashboard.domain.public_fields import FIELDS, HIDEABLE, choice_problems, is_shown
from dashboard.domain.public_lines import record_facts, record_lines
from dashboard.domain.registry import UseCase
from dashboard.errors import RegistryInvalid

FULL = UseCase.model_validate({
    "id": "bot", "title": "Refund bot", "purpose": "Answers refund questions", "owner": "anna-owner", "team": "Service",
    "channels": [{"id": "web_chat", "opt_out": {"mechanism": "write stop"}}], "lifecycle": "live",
    "go_live": "2026-02-03", "risk_tier": "limited", "human_handoff": {"enabled": True, "how": "Write agent"},
    "triage": {"rule": "R13", "laws": ["50(1)"], "approved_by": "secret-approver", "reason": "internal words"},
    "decides_about_people": False, "uses_personal_data": True, "special_category": False, "retention_days": 30,
    "purposes": [{"purpose": "service", "lawful_basis": "contract", "ropa_ref": "ROPA-9"}],
    "sourcing": "vendor", "vendor": {"name": "Example Models Ltd"},
    "models": [{"name": "m", "version": "1", "type": "language model"}],
    "evidence": [
        {"type": "dpia", "effective": "2026-01-05", "ref": "secret/place.pdf", "file_name": "secret.pdf",
         "uploaded_by": "u", "accepted_by": "a"},
        {"type": "fria", "effective": "2026-01-06", "uploaded_by": "u"},
    ],
    "sign_offs": [{"kind": "review", "by": "secret-reviewer", "role": "officer", "on": "2026-08-09",
                   "looked_at": "internal"}],
    "waivers": [{"clause": "FAI-01", "until": "2026-12-31", "reason": "secret waiver"}],
})  # fmt: skip


def entry(use_case: UseCase) -> Entry:
    """The entry of the record alone."""
    choice = use_case.public or {}
    role, because = ("team_lead", "It speaks to people.") if use_case.owner else (None, None)
    lines = record_lines(use_case, role, because)
    shown = {one.id: lines.get(one.id, ()) for one in FIELDS if is_shown(choice, one.id)}
    return Entry.of(use_case.id, "en", shown, {})


def test_there_are_the_sixteen_fields_and_how_to_complain() -> None:
    """Sixteen fields of public registers, each once, and one more that customers need."""
    names = [one.id for one in FIELDS]
    assert len(names) == 17
    assert len(set(names)) == 17
    assert names[-1] == "complaint"


def test_a_record_is_told_in_plain_words() -> None:
    """Each field reads as a person would say it."""
    found = entry(FULL)
    assert found.text("channels") == "Web chat"
    assert found.text("handoff") == "Write agent"
    assert found.text("opt_out") == "Web chat: write stop"
    assert found.text("tier") == "Limited (EU AI Act: 50(1)).\nIt speaks to people."
    assert found.text("contact") == "The team Service answers for it. Its owner is a team lead."
    assert found.text("assessments") == "Data protection impact assessment (DPIA), 5 Jan 2026"
    assert found.text("status") == "In use.\nFirst day of use: 3 Feb 2026."
    assert found.text("review") == "9 Aug 2026, by the AI ethics officer."
    assert found.text("supplier") == "A supplier made it.\nSupplier: Example Models Ltd\nKind of model: language model."
    assert found.text("data").splitlines()[-1] == "Conversations are kept for 30 days."


def test_nothing_internal_is_told() -> None:
    """People's ids, files, references, review text, waivers and triage reasons stay inside."""
    said = "\n".join(entry(FULL).text(one.id) for one in FIELDS) + str(record_facts(FULL))
    for secret in ("secret", "anna-owner", "internal", "ROPA", "waiver", "FAI-01"):
        assert secret not in said


def test_what_is_missing_is_said() -> None:
    """A bare record invents nothing: every field but its name and status says that it is not stated."""
    bare = entry(UseCase(id="bare", title="Bare"))
    stated = [one.id for one in FIELDS if bare.state(one.id) == "stated"]
    assert stated == ["name", "status"]
    assert bare.text("purpose") == "Not stated"
    assert bare.text("complaint") == "Not stated"


def test_a_hidden_field_is_not_in_the_entry_at_all() -> None:
    """Its text is withheld, and the entry says that it is."""
    hidden = entry(FULL.model_copy(update={"public": {"show": {"supplier": False}}}))
    assert hidden.state("supplier") == "hidden"
    assert hidden.text("supplier") == "Not published"
    assert "Example Models" not in str(hidden.as_details())


@pytest.mark.parametrize("flag", [False, "yes", 0, None])
def test_only_true_shows(flag: object) -> None:
    """A flag that is not plainly true hides."""
    assert not is_shown({"show": {"supplier": flag}}, "supplier")


def test_how_to_leave_and_complain_cannot_be_hidden() -> None:
    """Name, purpose, a person, the way out, the contact and the complaint are always there."""
    needed = {"name", "purpose", "handoff", "opt_out", "contact", "complaint"}
    assert needed.isdisjoint(HIDEABLE)
    assert all(is_shown({"show": dict.fromkeys(needed, False)}, name) for name in needed)


def test_own_words_come_first_and_never_replace_what_was_measured() -> None:
    """Words for the fairness or the incidents are refused, words for the data stand before the record's."""
    words = {"data": "Your tariff.\nYour calls.", "purpose": "Helps you with refunds"}
    found = entry(FULL.model_copy(update={"public": {"words": words}}))
    assert found.lines["data"][:3] == ("Your tariff.", "Your calls.", "It uses personal data.")
    assert found.lines["purpose"] == ("Helps you with refunds",)
    (problem,) = choice_problems({"words": {"fairness": "perfectly fair"}})
    assert problem.where == "public.words.fairness"


@pytest.mark.parametrize(
    ("choice", "where"),
    [
        ({"show": {"complaint": False}}, "public.show.complaint"),
        ({"show": {"colour": True}}, "public.show.colour"),
        ({"show": [1]}, "public.show."),
        ({"words": {"data": "x" * 2001}}, "public.words.data"),
        ({"language": "tlh"}, "public.language"),
        ({"purpose": True}, "public.purpose"),
    ],
)
def test_a_choice_that_nobody_offers_is_refused_with_its_place(choice: dict[str, object], where: str) -> None:
    """The refusal names the key; nothing is saved."""
    with pytest.raises(RegistryInvalid) as refused:
        accept_use_case(FULL.model_copy(update={"public": choice}))
    assert [one.where for one in refused.value.problems] == [where]


def test_differences_are_told_field_by_field() -> None:
    """What was hidden, changed or is new reads as words on both sides."""
    before = entry(FULL)
    after = entry(FULL.model_copy(update={"title": "Refund helper", "public": {"show": {"review": False}}}))
    found = [(one.where, one.was, one.now) for one in differences(before, after)]
    assert found == [
        ("Name", "Refund bot", "Refund helper"),
        ("Last review", "9 Aug 2026, by the AI ethics officer.", "Not published"),
    ]
    assert not differences(before, Entry.from_details(before.as_details()))


def test_what_other_layouts_read_is_only_what_is_said() -> None:
    """Codes for other standards carry phase, days, supplier and team."""
    assert record_facts(FULL)["status"] == {"phase": "production", "first_day": date(2026, 2, 3).isoformat()}
    assert record_facts(FULL)["supplier"]["vendor"] == "Example Models Ltd"
