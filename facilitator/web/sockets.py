"""The websocket of one browser: uvicorn's, but nothing is written to one that has gone.

A browser's end is told in the next turn of the loop.  Whoever replays to it meanwhile would go on
writing into a closed transport, of which asyncio complains once for every frame.
"""

from collections.abc import Coroutine
from typing import Any

from uvicorn.protocols.utils import ClientDisconnected
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol


class Socket(WebSocketsSansIOProtocol):
    """What the server makes for each websocket."""

    def send(self, message: Any) -> Coroutine[Any, Any, None]:
        """Send as uvicorn does; a frame for a browser that has gone is refused at the call.

        Refusing at the call, not when awaited, spares each of thousands of watchers a coroutine.

        Raises:
            ClientDisconnected: An `OSError`: it has gone.
        """
        if message["type"] == "websocket.send" and self.transport.is_closing():
            raise ClientDisconnected
        return super().send(message)
