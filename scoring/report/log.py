"""The log annex: every leaf of the record in one line, so that every cited number leads here."""

from evidence import Event
from evidence.kinds.incident import TeamCommand
from scoring.report.document import Entry, Tone
from scoring.report.reading import Reading
from scoring.report.telling import Tone as Weight
from scoring.report.telling import tell

_TONES: dict[Weight, Tone] = {"news": "news", "good": "good", "bad": "bad", "care": "warn"}


def entries(r: Reading) -> tuple[Entry, ...]:
    """Every leaf, in order."""
    return tuple(_entry(r, event) for event in r.record)


def _entry(r: Reading, event: Event) -> Entry:
    sentence = tell(r.names, event)
    body = event.body
    says = sentence.words if sentence else _plain(r, event)
    if isinstance(body, TeamCommand):
        words = r.words_of(event.seq, "words", "text")
        says += f": {words}" if words else f": {body.why}" if body.why else ""
    about_at = getattr(body, "about_at", None)
    return Entry(
        seq=event.seq,
        at=event.at,
        kind=event.kind,
        who=r.who(event),
        says=says,
        tone=_TONES.get(sentence.tone) if sentence and sentence.tone else None,
        late=about_at is not None and about_at < event.at,
    )


def _plain(r: Reading, event: Event) -> str:
    """A leaf that nobody would miss, by its kind and the ids it names."""
    body = event.body
    named = [
        str(value)
        for field in type(body).__struct_fields__
        if isinstance(value := getattr(body, field), str | int)
        and not isinstance(value, bool)
        and field not in ("why", "said_by", "about_at", "text")
    ]
    return " ".join([r.names.words(event.kind.replace(".", " ")), *named[:3]])
