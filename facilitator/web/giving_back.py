"""A form that was refused comes back filled in, to whoever sent it without script.

One wrapper around the whole server: it remembers the form that was posted, and if the answer is
a refusal it draws the page again on which the form stood, with everything that was typed, the
reason, and the status of the refusal.  What has no place on that page any more (somebody else has
answered, the sign-in is over) is shown to be copied, so nothing that was typed is ever lost.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Final, TypeAlias
from urllib.parse import parse_qsl, unquote, urlsplit

from starlette.responses import HTMLResponse

from facilitator.live.sayings import OF_THE_FORM
from facilitator.screens.door import ErrorPage
from facilitator.web.filling import FROM, Letter, fill
from facilitator.web.mistakes import our_mistake, too_large
from facilitator.web.security import (
    App,
    Message,
    Receive,
    Scope,
    Send,
    header,
    is_plain_form,
    largest,
)

Draw: TypeAlias = Callable[[ErrorPage], HTMLResponse]

_NOTED: Final = "drillroom.refusals"
_UNDECIDED: Final = frozenset({429, 500, 503})
"""Nothing came of it; the same form under the same ids counts once."""
_OF_A_BODY: Final = frozenset({b"content-length", b"content-type"})
_NEVER_SHOWN: Final = OF_THE_FORM | {"password", "old-password"}


class Refused(HTMLResponse):
    """An error page, which lets the wrapper know what it says."""

    def __init__(self, html: str, page: ErrorPage) -> None:
        super().__init__(html, status_code=page.status)
        self._page = page

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        scope.get(_NOTED, []).append(self._page)
        await super().__call__(scope, receive, send)


def giving_back(app: App, *, draw: Draw) -> App:
    """The same server, whose refused forms come back filled in.

    Args:
        draw: Draws an error page, for what has no page of its own any more.
    """

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        if not is_plain_form(scope):
            await app(scope, receive, send)
            return
        body = await _whole(receive)
        if len(body) > largest(scope):
            await _give_back(app, draw, scope, body, too_large(scope), send)
            return
        refusals: list[ErrorPage] = []
        asked, held = dict(scope), _Held(send)  # routing writes into the scope
        scope[_NOTED] = refusals
        try:
            await app(scope, _again(body), held.send)
        except Exception:
            if not held.passed:
                await _give_back(app, draw, asked, body, our_mistake(asked), send)
            raise
        if held.messages and refusals:
            await _give_back(app, draw, asked, body, refusals[0], send)
        else:
            await held.release()

    return answer


async def _give_back(
    app: App, draw: Draw, asked: Scope, body: bytes, refusal: ErrorPage, send: Send
) -> None:
    pairs = parse_qsl(body.decode(errors="replace"), keep_blank_values=True)
    back = _back(asked, dict(pairs))
    letter = Letter(
        form=dict(pairs).get("form", ""),
        action=asked["path"],
        back=back,
        pairs=pairs,
        says=refusal.says,
        field=refusal.field,
        undecided=refusal.status in _UNDECIDED,
    )
    typed = tuple(value for name, value in pairs if _is_typed(name, value))
    to_copy = draw(replace(refusal, typed=typed))
    try:
        page = await _page(app, asked, back) if back else None
    except Exception:
        await to_copy(asked, _again(b""), send)
        raise
    html = fill(page, letter) if page is not None else None
    answer = to_copy if html is None else HTMLResponse(html, status_code=refusal.status)
    await answer(asked, _again(b""), send)


def _is_typed(name: str, value: str) -> bool:
    """Whether a person typed it, as far as one can tell: ids and choices have no spaces."""
    return name not in _NEVER_SHOWN and (name == "words" or " " in value) and bool(value.strip())


def _back(asked: Scope, sent: dict[str, str]) -> str:
    """Where the form stood: as it says, or as the browser says; empty if nobody does."""
    referer = urlsplit(header(asked, b"referer"))
    exercise = asked["path"].removesuffix("/do")
    said = (
        sent.get(FROM, ""),
        f"{referer.path}?{referer.query}".rstrip("?"),
        f"{exercise}/{sent.get('back', '')}" if exercise != asked["path"] else "",
    )
    return next((one for one in said if one.startswith("/") and not one.endswith("/do")), "")


async def _page(app: App, asked: Scope, back: str) -> str | None:
    """A page as the same person sees it now; ``None`` if there is none for them."""
    where = urlsplit(back)
    headers = [(name, value) for name, value in asked["headers"] if name not in _OF_A_BODY]
    scope = {
        **asked,
        "method": "GET",
        "path": unquote(where.path),
        "raw_path": where.path.encode(),
        "query_string": where.query.encode(),
        "headers": headers,
    }
    came: list[Message] = []

    async def keep(message: Message) -> None:
        came.append(message)

    await app(scope, _again(b""), keep)
    if not came or came[0].get("status") != 200:
        return None
    return b"".join(message.get("body", b"") for message in came[1:]).decode()


@dataclass(slots=True)
class _Held:
    """Passes an answer on, but keeps a refusal back."""

    to: Send
    passed: bool = False
    messages: list[Message] = field(default_factory=list)

    async def send(self, message: Message) -> None:
        if not self.passed and message.get("status", 400) >= 400:
            self.messages.append(message)
            return
        self.passed = True
        await self.to(message)

    async def release(self) -> None:
        for message in self.messages:
            await self.to(message)


async def _whole(receive: Receive) -> bytes:
    """The body, whose length the guard bounds; what came of it if the browser went away."""
    parts: list[bytes] = []
    more = True
    while more:
        message = await receive()
        parts.append(message.get("body", b""))
        more = message.get("more_body", False)
    return b"".join(parts)


def _again(body: bytes) -> Receive:
    """Receives a body that has been read already."""
    messages: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive() -> Message:
        return messages.pop() if messages else {"type": "http.disconnect"}

    return receive
