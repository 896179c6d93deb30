"""``POST /x/ID/do``: everything that people and programs say, as a plain ASGI function.

It is the one route that is hot, and the framework's request handling costs more than the command
and its flush together; so this reads the body itself.  A form is answered with a redirect or, if it
is refused, with the page it stood on; a form sent by script with the receipt as a fragment, a
program with the receipt as JSON.
"""

from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import parse_qsl

import msgspec
import orjson

from evidence import Millis
from facilitator.command_reader import Said
from facilitator.screens import Receipt
from facilitator.web.security import Receive, Scope, Send, header
from facilitator.web.site import Site

MAX_FIELDS: Final = 200
_NOT_READABLE: Final = "What was sent is neither a form nor a JSON object."


_read_json: Final = msgspec.json.Decoder(dict[str, Any]).decode


class _Unreadable(ValueError):
    """The body of the request is of no use; says why."""


async def do(site: Site, exercise: str, scope: Scope, receive: Receive, send: Send) -> None:
    """Take one command and answer it."""
    as_json = "application/json" in header(scope, b"accept")
    by_script = header(scope, b"hx-request") == "true"
    viewers = site.viewers(scope)
    try:
        sent = _read(header(scope, b"content-type"), await _body(receive))
    except _Unreadable as error:
        receipt, sent = _wrong(str(error)), {}
    else:
        receipt = await site.desk.take(viewers, exercise, sent)
    if receipt.status in (403, 404):
        site.refused(scope, receipt.says)
    if as_json:
        await _answer(send, receipt.status, b"application/json", as_bytes(receipt))
    elif by_script:
        html = site.drawing.template("_receipt.html", {"receipt": receipt})
        await _answer(send, receipt.status, b"text/html; charset=utf-8", html.encode())
    elif not viewers:
        says = "You are signed out here, so nothing was done. Join again, or sign in."
        page = site.error(401, title="Who are you?", says=says, do="Join", href="/join")
        await page(scope, receive, send)
    elif not receipt.ok:
        page = site.error(
            receipt.status,
            title="Not done",
            says=receipt.says,
            do="Back",
            href=_back(exercise, sent, receipt),
            field=receipt.field,
        )
        await page(scope, receive, send)
    else:
        site.keep_receipt(viewers, exercise, receipt)
        await _redirect(send, _back(exercise, sent, receipt))


def as_bytes(receipt: Receipt) -> bytes:
    """A receipt as JSON; what is absent is left out."""
    shown = {
        name: value
        for name in ("cmd", "do", "ok", "status", "says", "at", "seq", "record")
        if (value := getattr(receipt, name)) is not None
    }
    return orjson.dumps(shown)


async def _body(receive: Receive) -> bytes:
    parts: list[bytes] = []
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise _Unreadable("The connection was lost before everything had arrived.")
        parts.append(message.get("body", b""))
        if not message.get("more_body"):
            return b"".join(parts)


def _read(kind: str, body: bytes) -> dict[str, Said]:
    if kind.startswith("application/json"):
        try:
            read = _read_json(body)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            raise _Unreadable(_NOT_READABLE) from None
        return read
    try:
        pairs = parse_qsl(
            body.decode(), keep_blank_values=True, max_num_fields=MAX_FIELDS, errors="strict"
        )
    except (ValueError, UnicodeDecodeError):
        raise _Unreadable(_NOT_READABLE) from None
    return gathered(pairs)


def gathered(pairs: list[tuple[str, str]]) -> dict[str, Said]:
    """A form's fields: one that is repeated is a list, ``answers.q1`` a member of a mapping."""
    fields: dict[str, Said] = {}
    for name, value in pairs:
        owner, dot, key = name.partition(".")
        if dot:
            held = fields.setdefault(owner, {})
            if isinstance(held, dict):
                held[key] = value
            continue
        before = fields.get(name)
        if before is None:
            fields[name] = value
        elif isinstance(before, list):
            before.append(value)
        else:
            fields[name] = [before, value]
    return fields


def _back(exercise: str, sent: Mapping[str, Said], receipt: Receipt) -> str:
    """Where the form stood, or where it leads once taken.  Only pages of this exercise count."""
    back = (sent.get("then") if receipt.ok else None) or sent.get("back")
    page, _, query = str(back).partition("?") if isinstance(back, str) else ("team", "", "")
    if not page.replace("-", "").isalnum():
        page, query = "team", ""
    query = f"?{query}" if query and query.replace("=", "").replace("-", "").isalnum() else ""
    anchor = f"#{receipt.form}" if receipt.form.replace("-", "").isalnum() else ""
    return f"/x/{exercise}/{page}{query}{anchor}"


def _wrong(says: str) -> Receipt:
    return Receipt(cmd="", do="", form="", ok=False, says=says, at=Millis(0), status=422)


async def _answer(send: Send, status: int, kind: bytes, body: bytes) -> None:
    headers = [(b"content-type", kind), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


async def _redirect(send: Send, to: str) -> None:
    headers = [(b"location", to.encode()), (b"content-length", b"0")]
    await send({"type": "http.response.start", "status": 303, "headers": headers})
    await send({"type": "http.response.body", "body": b""})
