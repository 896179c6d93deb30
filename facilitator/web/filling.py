"""Puts what somebody sent back into the form that it was sent from, in a page that is drawn anew.

Works on the finished HTML of any page, so no template has to know of it: fields are found by
their names, whatever encloses the form is opened, and the reason stands beside the field, at the
end of the form if it concerns no single one, and on top of the page, where it gets the focus.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape, unescape
from html.parser import HTMLParser
from itertools import accumulate
from typing import Final, TypeAlias

Attributes: TypeAlias = "list[tuple[str, str | None]]"

FROM: Final = "from"
"""The hidden field of a form that came back: the page on which it stood."""
_KEPT: Final = frozenset({"submit", "button", "password", "file"})
_WORDS: Final = "not-done-here"


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A form as it was sent, and why it was not taken.

    Attributes:
        form: The form's id; empty: the first one that goes to *action*.
        back: Address of the page on which it stood.
        pairs: Names and values, as a browser sends them.
        field: The field that is wrong, if it is one.
        undecided: Nothing was decided, so sent again under the same ids it counts once.
    """

    form: str
    action: str
    back: str
    pairs: Sequence[tuple[str, str]]
    says: str
    field: str = ""
    undecided: bool = False


def fill(html: str, letter: Letter) -> str | None:
    """The page with the letter in its form; ``None`` if that form is not on it any more."""
    filler = _Filler(html, letter)
    filler.feed(html)
    filler.close()
    return filler.filled() if filler.found else None


@dataclass(slots=True)
class _Sent:
    """The values of the letter that have no place yet."""

    pairs: list[tuple[str, str]] = field(default_factory=list)

    def claim(self, name: str, value: str) -> bool:
        """Whether exactly this was sent; a note's kind and its words have one name."""
        there = (name, value) in self.pairs
        if there:
            self.pairs.remove((name, value))
        return there

    def take(self, name: str) -> str | None:
        """The next value of this name; ``None`` if none is left."""
        found = next((pair for pair in self.pairs if pair[0] == name), None)
        if found is None:
            return None
        self.pairs.remove(found)
        return found[1]


class _Filler(HTMLParser):
    """Collects edits by their place in the text; what is not edited stays as it was drawn."""

    def __init__(self, html: str, letter: Letter) -> None:
        super().__init__()
        self._html = html
        self._letter = letter
        self._sent = _Sent(list(letter.pairs))
        self._lines = [0, *accumulate(len(line) + 1 for line in html.split("\n"))]
        self._edits: list[tuple[int, int, str]] = []
        self._details: list[tuple[int, int, Attributes]] = []
        self._inside = False
        self._area = (0, "", "")  # where its text begins, its name, what was sent
        self._select = ""
        self._said = False
        self.found = False

    def filled(self) -> str:
        parts, at = [], 0
        for start, end, words in sorted(self._edits):
            parts += [self._html[at:start], words]
            at = end
        return "".join([*parts, self._html[at:]])

    # What the parser meets

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        start = self._at()
        end = start + len(self.get_starttag_text() or "")
        given = {name: value or "" for name, value in attrs}
        if tag == "title" and not self._edits:
            self._put(end, "Not done: ")
        elif tag == "main":
            self._put(end, self._summary())
        elif tag == "details":
            self._details.append((start, end, attrs))
        elif tag == "form" and not self.found and self._is_ours(given):
            self._begin(end)
        elif self._inside:
            self._field(tag, given, attrs, start, end)

    def handle_endtag(self, tag: str) -> None:
        start = self._at()
        if tag == "details" and self._details:
            self._details.pop()
        elif not self._inside:
            return
        elif tag == "textarea":
            begins, name, value = self._area
            # Browsers drop a newline right after the tag; this is the one.
            self._change(begins, start, f"\n{escape(value)}")
            self._beside(name, start + len("</textarea>"))
        elif tag == "select":
            self._beside(self._select, start + len("</select>"))
        elif tag == "form":
            self._inside = False
            if not self._said:
                self._put(start, self._reason())

    # The form

    def _is_ours(self, given: dict[str, str]) -> bool:
        if self._letter.form:
            return given.get("id") == self._letter.form
        return given.get("action", "").partition("#")[0] == self._letter.action

    def _begin(self, end: int) -> None:
        self.found = self._inside = True
        for start, until, attrs in self._details:
            self._change(start, until, _tag("details", attrs, open=""))
        back = escape(self._letter.back)
        self._put(end, f'<input type="hidden" name="{FROM}" value="{back}">')

    def _field(
        self, tag: str, given: dict[str, str], attrs: Attributes, start: int, end: int
    ) -> None:
        name, kind = given.get("name", ""), given.get("type", "text")
        wrong = self._invalid(name, given)
        if tag == "option":
            words = self._html[end : self._html.index("<", end)].strip()
            on = self._sent.claim(self._select, given.get("value", unescape(words)))
            self._change(start, end, _tag("option", attrs, selected="" if on else None))
        elif tag == "select":
            self._select = name
            self._change(start, end, _tag("select", attrs, **wrong))
        elif tag == "textarea":
            self._area = (end, name, self._sent.take(name) or "")
            self._change(start, end, _tag("textarea", attrs, **wrong))
        elif tag != "input" or kind in _KEPT:
            return
        elif kind in ("radio", "checkbox"):
            on = self._sent.claim(name, given.get("value", "on"))
            self._change(start, end, _tag("input", attrs, checked="" if on else None))
        elif kind == "hidden" and not self._letter.undecided:
            self._sent.claim(name, given.get("value", ""))
        else:
            value = self._sent.take(name)
            if value is not None:
                self._change(start, end, _tag("input", attrs, value=value, **wrong))
            self._beside(name, end)

    # The reason

    def _invalid(self, name: str, given: dict[str, str]) -> dict[str, str]:
        if not name or name != self._letter.field or self._said:
            return {}
        described = f"{given.get('aria-describedby', '')} {_WORDS}".strip()
        return {"aria-invalid": "true", "aria-describedby": described}

    def _beside(self, name: str, at: int) -> None:
        if name and name == self._letter.field and not self._said:
            self._put(at, self._reason())

    def _reason(self) -> str:
        self._said = True
        return f'<span class="why bad" id="{_WORDS}">{escape(self._letter.says)}</span>'

    def _summary(self) -> str:
        says, back = escape(self._letter.says), escape(self._letter.back)
        where = f"#{self._letter.form or _WORDS}"
        return (
            f'<div class="banner bad" id="not-done" role="alert" tabindex="-1" autofocus '
            f'data-from="{back}"><span><b>Not done.</b> {says} '
            f'<a href="{escape(where)}">What you entered is still there.</a></span></div>'
        )

    # Edits

    def _at(self) -> int:
        line, column = self.getpos()
        return self._lines[line - 1] + column

    def _put(self, at: int, words: str) -> None:
        self._edits.append((at, at, words))

    def _change(self, start: int, end: int, words: str) -> None:
        self._edits.append((start, end, words))


def _tag(name: str, attrs: Attributes, **now: str | None) -> str:
    """A start tag with some attributes as they are now; ``None`` leaves one out."""
    gone = {key for key, value in now.items() if value is None}
    held = {key: value for key, value in {**dict(attrs), **now}.items() if key not in gone}
    said = (f' {key}="{escape(value)}"' if value else f" {key}" for key, value in held.items())
    return f"<{name}{''.join(said)}>"
