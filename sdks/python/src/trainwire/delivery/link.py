"""One keep-alive HTTP connection to the server."""

import http.client
import re
import socket
import ssl
from dataclasses import dataclass
from urllib.parse import urlsplit

_MAX_ANSWER_BYTES = 8 * 1024 * 1024
_TOKEN = re.compile(r"[\x21-\x7e]+")
_STALE = (http.client.RemoteDisconnected, ConnectionError)


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back: status, body, and the seconds that a Retry-After asks for."""

    status: int
    body: bytes
    retry_after: float | None


class LinkError(Exception):
    """No answer was had; whether the server has the request is unknown."""


class Link:
    """Sends one request at a time. Opens by itself, and again after a failure."""

    def __init__(self, url: str, token: str | None = None, timeout: float = 10.0) -> None:
        """Raises ValueError if `url` is no http or https address, or `token` none for a header."""
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError(f"{url!r} is no http:// or https:// address")
        self._is_secure = parts.scheme == "https"
        self._host, self._port = parts.hostname, parts.port
        self._prefix = parts.path.rstrip("/")
        self._headers = {"User-Agent": "trainwire-python", "Accept": "application/json"}
        if token:
            # http.client would repeat the token in its own error.
            if not _TOKEN.fullmatch(token):
                raise ValueError("the token holds other characters than visible ASCII")
            self._headers["Authorization"] = f"Bearer {token}"
        self._timeout = timeout
        self._connection: http.client.HTTPConnection | None = None

    def post(self, path: str, body: bytes, content_type: str) -> Reply:
        """Sends a body and waits for the answer. Raises LinkError."""
        headers = {**self._headers, "Content-Type": content_type}
        is_reused = self._connection is not None
        try:
            return self._exchange(path, body, headers)
        except _STALE as error:
            # The server may have closed an idle connection; a new one tells.
            if not is_reused:
                raise LinkError(_describe(error)) from error
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise LinkError(_describe(error)) from error
        try:
            return self._exchange(path, body, headers)
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise LinkError(_describe(error)) from error

    def close(self) -> None:
        """Closes the connection; the next request opens a new one."""
        connection, self._connection = self._connection, None
        if connection:
            connection.close()

    def interrupt(self) -> None:
        """Makes a request that another thread waits for fail at once."""
        sock = getattr(self._connection, "sock", None)
        if isinstance(sock, socket.socket):
            try:
                sock.shutdown(socket.SHUT_RDWR)
            except OSError:
                return  # closed already: nobody waits

    def abandon(self) -> None:
        """Closes a forked child's copy of the connection, and leaves the parent's alone."""
        sock = getattr(self._connection, "sock", None)
        self._connection = None
        if isinstance(sock, socket.socket):
            sock.close()

    def _exchange(self, path: str, body: bytes, headers: dict[str, str]) -> Reply:
        if self._connection is None:
            self._connection = self._open()
        try:
            self._connection.request("POST", self._prefix + path, body, headers)
            response = self._connection.getresponse()
            data = response.read(_MAX_ANSWER_BYTES)
        except BaseException:
            self.close()
            raise
        if not response.isclosed() or response.will_close:
            self.close()
        return Reply(response.status, data, _seconds(response.getheader("Retry-After")))

    def _open(self) -> http.client.HTTPConnection:
        if self._is_secure:
            return http.client.HTTPSConnection(
                self._host, self._port, timeout=self._timeout, context=ssl.create_default_context()
            )
        return http.client.HTTPConnection(self._host, self._port, timeout=self._timeout)


def _seconds(header: str | None) -> float | None:
    return min(float(header), 60.0) if header and header.isdigit() else None


def _describe(error: Exception) -> str:
    return f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
