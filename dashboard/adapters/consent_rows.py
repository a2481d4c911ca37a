"""The consent history as rows to reason with: one person behind several pseudonyms, ends that come by themselves."""

import ibis
import ibis.expr.types as ir

LINKS = ";"


def aliases(events: ir.Table) -> ir.Table:
    """alias, person: each pseudonym that an event links to its subject; links of links are followed once."""
    linked = events.filter(events.identity_links.notnull())
    linked = linked.select(person=linked.subject_key, alias=linked.identity_links.split(LINKS).unnest())
    linked = linked.mutate(alias=linked["alias"].strip())
    linked = linked.filter((linked["alias"] != "") & (linked["alias"] != linked.person))
    first = linked.group_by("alias").agg(person=linked.person.min())
    again = first.view().rename(nearer="alias", further="person")
    held = first.left_join(again, first.person == again.nearer)
    return held.select("alias", person=ibis.coalesce(held.further, held.person))


def as_one_person(rows: ir.Table, links: ir.Table) -> ir.Table:
    """The rows with `subject_key` replaced by the person whom a link names."""
    held = rows.left_join(links, rows.subject_key == links["alias"])
    return held.mutate(subject_key=ibis.coalesce(held.person, held.subject_key)).drop("alias", "person")


def with_ends(events: ir.Table) -> ir.Table:
    """The events, and an `expired` one wherever a consent has run out by itself."""
    ended = events.filter(events.valid_until.notnull())
    own = {
        "event_type": ibis.literal("expired"), "event_time": ended.valid_until, "recorded_at": ended.valid_until,
        "event_id": ended.event_id + ibis.literal(" (end)"), "valid_until": ibis.null("timestamp"),
    }  # fmt: skip
    return events.union(ended.mutate(**own).select(*events.columns))
