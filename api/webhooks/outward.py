"""
One POST to an address outside, to the very machine that was looked at before.

The name is resolved once; every address is checked, and the connection is made to one of those:
a name that changes between look and call (DNS rebinding) gains nothing. Redirects are not followed.
"""

import http.client
import socket
import ssl
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

LONGEST_ANSWER = 4 << 20
"""Bytes; the statement of a case of twelve months has twenty thousand."""
CHUNK = 64 << 10

Check = Callable[[SplitResult, str], bool]
"""Says whether a call to this address (url, IP) is allowed."""


class Unreachable(Exception):
    """There was no answer; `code` says why and is for the log."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back."""

    status: int
    body: bytes


@dataclass(frozen=True, slots=True)
class Call:
    """What is sent, whither, and how long it may take altogether."""

    url: str
    body: bytes
    headers: Mapping[str, str]
    seconds: float
    check: Check | None = None
    """None for an address that the agency itself has set."""


def post(call: Call) -> Answer:
    """Send and return the answer, whatever its status; raise Unreachable."""
    parts = urlsplit(call.url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise Unreachable("bad_url")
    until = time.monotonic() + call.seconds
    try:
        address = _resolved(parts, call.check)
        return _exchange(parts, address, call, until)
    except TimeoutError:
        raise Unreachable("timeout") from None
    except ssl.SSLError:
        raise Unreachable("tls") from None
    except (OSError, http.client.HTTPException, ValueError):
        raise Unreachable("no_connection") from None


def port_of(parts: SplitResult) -> int:
    """Return the port of an address."""
    return parts.port or (443 if parts.scheme == "https" else 80)


def _resolved(parts: SplitResult, check: Check | None) -> str:
    """Return an address of the host; all of them have to be allowed."""
    try:
        found = socket.getaddrinfo(parts.hostname, port_of(parts), type=socket.SOCK_STREAM)
    except OSError:
        raise Unreachable("no_such_host") from None
    addresses = [str(entry[4][0]) for entry in found]
    if not addresses or (check and not all(check(parts, address) for address in addresses)):
        raise Unreachable("forbidden_address")
    return addresses[0]


def _exchange(parts: SplitResult, address: str, call: Call, until: float) -> Answer:
    connection = http.client.HTTPConnection(parts.hostname or "", port_of(parts))
    plain = socket.create_connection((address, port_of(parts)), timeout=_left(until))
    try:
        connection.sock = plain if parts.scheme == "http" else _secured(plain, parts, until)
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.sock.settimeout(_left(until))
        connection.request("POST", path, call.body, dict(call.headers))
        connection.sock.settimeout(_left(until))
        answer = connection.getresponse()
        return Answer(answer.status, _read(answer, connection.sock, until))
    finally:
        connection.close()
        plain.close()


def _secured(plain: socket.socket, parts: SplitResult, until: float) -> ssl.SSLSocket:
    plain.settimeout(_left(until))
    return ssl.create_default_context().wrap_socket(plain, server_hostname=parts.hostname)


def _read(answer: http.client.HTTPResponse, sock: socket.socket | None, until: float) -> bytes:
    """Read a body that is neither endless nor endlessly slow."""
    body = b""
    while chunk := answer.read1(CHUNK):
        body += chunk
        if len(body) > LONGEST_ANSWER:
            raise Unreachable("answer_too_long")
        if sock is not None and sock.fileno() >= 0:
            sock.settimeout(_left(until))
    return body


def _left(until: float) -> float:
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left
