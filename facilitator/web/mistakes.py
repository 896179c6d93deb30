"""No bare answers: a mistake of ours, or far too much, is one calm sentence for whoever asked.

One wrapper around the whole server.  Browsers get a page, forms sent by script a line in their
receipt, programs JSON; none of them says anything about the inside.  The mistake is raised all the
same, so the server's log has it whole.
"""

from collections.abc import Callable
from typing import Final, TypeAlias

from starlette.responses import Response

from facilitator.screens.door import ErrorPage
from facilitator.web.security import App, BodyTooLarge, Message, Receive, Scope, Send, largest

Answer: TypeAlias = Callable[[Scope, ErrorPage], Response]

_SENT: Final = (
    "Something went wrong on this server. Your words are kept: send them again. "
    "If it happens again, tell your facilitator."
)
_ASKED: Final = (
    "Something went wrong on this server. What was recorded is safe: load the page again. "
    "If it happens again, tell your facilitator."
)
_LARGE: Final = (
    "That is more than the {limit} KB that a form may hold, so nothing was done. "
    "What you wrote is still here, or behind your Back button: shorten it and send it again."
)


def too_large(scope: Scope) -> ErrorPage:
    """What somebody is told who sent more than may be sent."""
    says = _LARGE.format(limit=largest(scope) // 1024)
    return ErrorPage(status=413, title="Too long", says=says, do="Go to my first page")


def our_mistake(scope: Scope) -> ErrorPage:
    """What somebody is told whose request met a mistake of ours."""
    if scope["method"] == "POST":
        return ErrorPage(status=500, title="Our mistake", says=_SENT, do="Go to my first page")
    return ErrorPage(status=500, title="Our mistake", says=_ASKED, do="Load it again", href="")


def never_bare(app: App, *, answer: Answer) -> App:
    """The same server, which says a sentence where it would have broken off."""

    async def kept(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await app(scope, receive, send)
            return
        begun = False

        async def sending(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        asked = dict(scope)  # routing writes into the scope
        try:
            await app(scope, receive, sending)
        except BodyTooLarge:
            if begun:
                raise
            await answer(asked, too_large(asked))(asked, receive, send)
        except Exception:
            if not begun:
                await answer(asked, our_mistake(asked))(asked, receive, send)
            raise

    return kept
