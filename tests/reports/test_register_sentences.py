"""Sentences made from coded values are said in every language; what people wrote stays as they wrote it."""

import string
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.adapters.intake_file import load_intake
from dashboard.domain.draft_entries import BASES, CHANNELS
from dashboard.domain.metrics import METRICS
from dashboard.domain.public_entry import Entry
from dashboard.domain.public_lines import ASSESSMENTS, record_lines, said
from dashboard.domain.public_phrases import Phrase
from dashboard.domain.public_sentences import ROLES, SENTENCES
from dashboard.domain.wording import TIERS
from dashboard.reports.register_sentences import language, pieces, told_in
from dashboard.reports.register_site import site
from dashboard.settings import load_settings
from tests.domain.test_public_fields import FULL
from tests.reports.test_register_site import ALL, published

OTHERS = tuple(tag for tag in ALL if tag != "en")
STRIP: dict[str, Any] = {
    "metric": "selection_rate_ratio", "attribute": "sex × age_band", "group": "F × 65+", "reference": "M × 35-49",
    "value": "0.57", "low": "-0.10", "high": "0.66", "equal": "1", "unit": "", "count": 12345,
}  # fmt: skip


def places(text: str) -> list[tuple[str | None, str | None]]:
    """Names of the values of a sentence, and how each is spoken."""
    return sorted((name, kind) for _, name, kind, _ in string.Formatter().parse(text) if name is not None)


def entry(**fields: Any) -> Entry:
    """An entry of a Dutch team with these lines."""
    return Entry.of("bot", "nl", fields, {})


def test_every_language_has_every_sentence_with_the_same_values() -> None:
    """No language lacks a sentence, a value or the way in which it is spoken."""
    for tag in OTHERS:
        told = language(tag).sentences
        assert told.keys() == SENTENCES.keys()
        assert {name: places(text) for name, text in told.items()} == {
            name: places(text) for name, text in SENTENCES.items()
        }  # fmt: skip


def test_every_language_has_a_word_for_what_the_program_itself_names() -> None:
    """Tiers, roles, documents, channels and grounds of the intake, the reason of each triage rule, each metric."""
    rules = {one.because for one in load_intake(load_settings().intake).rules if one.if_}
    wanted = {
        "tiers": set(TIERS), "roles": {*ROLES, "unknown"}, "documents": set(ASSESSMENTS), "channels": set(CHANNELS),
        "grounds": set(BASES), "reasons": rules, "metrics": set(METRICS),
    }  # fmt: skip
    for tag in OTHERS:
        for kind, codes in wanted.items():
            assert codes - set(language(tag).words[kind]) == set(), (tag, kind)


@pytest.mark.parametrize(
    ("tag", "told"),
    [
        ("en", "Ratio of favourable decisions, by sex × age band: F × 65+ against M × 35-49 0.57, 95 % interval −0.10 "
               "to 0.66 (equal is 1), 12,345 decisions about this group."),
        ("de", "Günstige Entscheidungen (Verhältnis), nach Geschlecht × Altersgruppe: F × 65+ gegenüber M × 35-49 "
               "0,57, 95-%-Intervall −0,10 bis 0,66 (gleich wäre 1), 12.345 Entscheidungen über diese Gruppe."),
        ("nl", "Gunstige beslissingen (verhouding), naar geslacht × leeftijdsgroep: F × 65+ tegenover M × 35-49 0,57, "
               "95%-interval −0,10 tot 0,66 (gelijk is 1), 12.345 beslissingen over deze groep."),
        ("fr", "Décisions favorables (rapport), par sexe × tranche d’âge\u00a0: F × 65+ par rapport à M × 35-49 0,57, "
               "intervalle à 95\u00a0% de −0,10 à 0,66 (l’égalité est 1), 12\u202f345 décisions sur ce groupe."),
    ],
)  # fmt: skip
def test_a_measurement_is_told_with_the_numbers_of_the_language(tag: str, told: str) -> None:
    """Words, decimals, thousands and minus are the language's; groups are named as the data name them."""
    made = entry(fairness=((Phrase("strip", STRIP),),))
    assert told_in(made, tag).text("fairness") == told
    named = [text for text, of in pieces(made, "fairness", 0, tag) if of is None]
    assert named == ["F × 65+", "M × 35-49"]


def test_amounts_are_told_with_their_unit() -> None:
    """Cents and currency stand in every language."""
    amounts = STRIP | {"metric": "mean_gap", "value": "-1234.50", "low": "-2000.00", "high": "-3.00", "unit": " EUR"}
    made = entry(fairness=((Phrase("strip", {**amounts, "equal": "0"}),),))
    assert "M × 35-49 −1.234,50 EUR, 95-%-Intervall −2.000,00 bis −3,00" in told_in(made, "de").text("fairness")
    assert "M × 35-49 −1,234.50 EUR, 95 % interval −2,000.00 to −3.00" in made.text("fairness")


@pytest.mark.parametrize(
    ("tag", "none", "one", "many"),
    [
        ("en", "No incidents recorded.", "1 incident recorded.", "2 incidents recorded."),
        ("de", "Keine Vorfälle verzeichnet.", "1 Vorfall verzeichnet.", "2 Vorfälle verzeichnet."),
        ("nl", "Geen incidenten geregistreerd.", "1 incident geregistreerd.", "2 incidenten geregistreerd."),
        ("fr", "Aucun incident enregistré.", "1 incident enregistré.", "2 incidents enregistrés."),
    ],
)
def test_none_one_and_many_are_told_apart(tag: str, none: str, one: str, many: str) -> None:
    """Each language has its own form for them."""
    made = entry(incidents=tuple(said("incidents", count=count) for count in (0, 1, 2)))
    assert told_in(made, tag).lines["incidents"] == (none, one, many)


def test_a_whole_record_is_told_in_german() -> None:
    """Tier and its reason, data, dates, contact and documents; the supplier's name and the way out stay as written."""
    found = told_in(
        Entry.of("bot", "en", record_lines(FULL, "team_lead", "It judges whether a person is creditworthy."), {}), "de"
    )
    assert (
        found.text("tier") == "Begrenzt (KI-Verordnung der EU: 50(1)).\nEs beurteilt, ob eine Person kreditwürdig ist."
    )
    assert found.text("status") == "Im Einsatz.\nErster Tag im Einsatz: 3. Februar 2026."
    assert found.text("contact") == "Das Team Service steht dafür ein. Verantwortlich ist eine Teamleitung."
    assert found.text("assessments") == "Datenschutz-Folgenabschätzung (DSFA), 5. Januar 2026"
    assert found.text("opt_out") == "Web-Chat: write stop"
    assert found.text("supplier").splitlines()[1:] == [
        "Lieferant: Example Models Ltd",
        "Art des Modells: language model.",
    ]
    assert found.text("data").splitlines()[-2:] == [
        "Verwendet für: service (Vertrag).", "Gespräche werden 30 Tage aufbewahrt.",
    ]  # fmt: skip
    assert found.text("purpose") == "Answers refund questions"


def test_what_people_wrote_is_marked_inside_a_sentence_too() -> None:
    """In a German page the Dutch words of the team are Dutch, the channel's name and the sentence German."""
    made = entry(opt_out=("Zeg stop.", said("way_out", channel="email", how="schrijf stop")))
    page = site(published(made), ["de"])["de/uses/bot.html"].decode()
    assert '<p lang="nl"><bdi>Zeg stop.</bdi></p>' in page
    assert '<p lang="de">E-Mail: <bdi lang="nl">schrijf stop</bdi></p>' in page


def test_a_code_for_which_a_language_has_no_word_stays_english_and_is_marked() -> None:
    """An attribute of one's own is named as its id says."""
    made = entry(not_tested=(said("not_collected", attributes=["sex", "shoe_size"]),))
    page = site(published(made), ["fr"])["fr/uses/bot.html"].decode()
    assert '<p lang="fr">Non recueilli\u00a0: sexe et <bdi lang="en">shoe size</bdi>.</p>' in page


def test_only_what_was_approved_is_translated() -> None:
    """Where the English was another one when it was approved, or a sentence is not known, that English stands."""
    made = entry(status=(said("live"),))
    for other in (
        replace(made, lines={"status": ("In service.",)}),
        replace(made, made={"status": ((Phrase("gone"),),)}, lines={"status": ("In service.",)}),
        replace(made, made={}, lines={"status": ("In service.",)}),
    ):
        assert pieces(other, "status", 0, "de") == (("In service.", "en"),)
    assert pieces(made, "status", 0, "de") == (("Im Einsatz.", "de"),)


def test_an_entry_is_kept_with_what_its_sentences_say() -> None:
    """Out of the ledger it reads the same in every language; one of before has English only."""
    made = Entry.of("bot", "en", record_lines(FULL, "team_lead", "It speaks to people."), {})
    back = Entry.from_details(made.as_details())
    for tag in ALL:
        assert told_in(back, tag).lines == told_in(made, tag).lines
    assert told_in(back, "en").lines == made.lines
    old = {name: value for name, value in made.as_details().items() if name != "made"}
    assert told_in(Entry.from_details(old), "de").lines == made.lines


def test_the_dutch_layout_is_in_the_language_that_it_names() -> None:
    """The record says `nld`, and its sentences are Dutch; UK ATRS stays English."""
    files = site(published(entry(name=("Bot",), data=(said("personal"),))), ["en"])
    assert "Het gebruikt persoonsgegevens." in files["layouts/nl-algoritmeregister.json"].decode()
    assert "It uses personal data." in files["layouts/uk-atrs.json"].decode()


@given(st.text(min_size=1, max_size=40), st.sampled_from(ALL))
def test_no_text_breaks_a_sentence(text: str, tag: str) -> None:
    """Braces, markup or anything else that somebody typed comes out as typed."""
    made = entry(opt_out=(said("way_out", channel="web", how=text),))
    assert told_in(made, tag).lines["opt_out"][0].endswith(text)


def test_days_are_written_as_the_language_does() -> None:
    """Not as numbers only."""
    assert [language(tag).day(date(2026, 3, 1)) for tag in ALL] == [
        "1 Mar 2026", "1. März 2026", "1 maart 2026", "1 mars 2026",
    ]  # fmt: skip
