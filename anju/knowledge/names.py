"""Names of facts as lexicon entries, so that a service or a kind of scam is found as an entity."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from anju.knowledge.schema import Group, Record
from anju.language.lexicon import Entry

_ENTITY_OF = {
    Group.service: "service",
    Group.scam: "scam_type",
    Group.technique: "scam_type",
}


def entries_of(records: Iterable[Record]) -> Iterator[Entry]:
    """Yield one entry for each service, kind of scam and technique."""
    for record in records:
        entity = _ENTITY_OF.get(record.group)
        if entity is not None:
            title = record.title
            forms = (title.zh, title.en, *record.aliases.zh, *record.aliases.en)
            yield Entry(entity, record.id, forms)
