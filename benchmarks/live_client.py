"""The clients of `bench_live`: HTTP/1.1 kept alive over bare sockets, and readers of streams."""

import asyncio
import json
import re
import time
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

EVENT_ID = re.compile(rb'"event_id":(\d+)')
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
LINE_BYTES_MAX = 4 * 1024 * 1024


@dataclass
class Client:
    """One browser: a connection that is kept alive, and its cookies."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    token: str = ""
    streams: Any = None

    async def ask(
        self, method: str, path: str, body: bytes = b"", kind: str = ""
    ) -> tuple[int, str]:
        """Send a request and return status and body.

        A connection that the server closed while it lay idle is opened again and the request sent
        again, as browsers do; orders carry their client id, so that none is doubled.
        """
        try:
            return await self._ask(method, path, body, kind)
        except (asyncio.IncompleteReadError, ConnectionError):
            self.streams = None
            return await self._ask(method, path, body, kind)

    async def _ask(self, method: str, path: str, body: bytes, kind: str) -> tuple[int, str]:
        if self.streams is None:
            self.streams = await asyncio.open_connection(
                "127.0.0.1", self.port, limit=LINE_BYTES_MAX
            )
        reader, writer = self.streams
        writer.write(self._head(method, path, len(body), kind) + body)
        status, headers = await _answer_head(reader)
        self._keep_cookies(headers)
        length = int(next((value for name, value in headers if name == "content-length"), 0))
        content = await reader.readexactly(length)
        if any(name == "connection" and value == "close" for name, value in headers):
            writer.close()
            self.streams = None
        return status, content.decode()

    async def sign_in(self, email: str, password: str) -> None:
        """Sign in by the form, and keep a token for later requests."""
        _, page = await self.ask("GET", "/login")
        form = {"email": email, "password": password, "csrf_token": _token(page)}
        status, answer = await self.ask(
            "POST", "/login", urlencode(form).encode(), "application/x-www-form-urlencoded"
        )
        assert status == 302, (status, answer[:500])  # a sign-in leads on
        _, page = await self.ask("GET", "/registry")
        self.token = _token(page)

    async def call(self, path: str, body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        """Send JSON and return status and answer."""
        status, text = await self.ask("POST", path, json.dumps(body).encode(), "application/json")
        return status, json.loads(text)

    def _head(self, method: str, path: str, length: int, kind: str) -> bytes:
        lines = [
            f"{method} {path} HTTP/1.1",
            "Host: 127.0.0.1",
            "Accept-Language: en",
            f"Content-Length: {length}",
            "Cookie: " + "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
        ]
        lines += [f"Content-Type: {kind}"] if kind else []
        lines += [f"X-CSRFToken: {self.token}"] if self.token else []
        return ("\r\n".join(lines) + "\r\n\r\n").encode()

    def _keep_cookies(self, headers: list[tuple[str, str]]) -> None:
        for name, value in headers:
            if name == "set-cookie":
                cookie, _, content = value.split(";")[0].partition("=")
                self.cookies[cookie] = content


@dataclass
class Reader:
    """One live page: when it first knew of each event, and what it received."""

    client: Client
    path: str
    seen: list[tuple[int, float]] = field(default_factory=list)
    own: int = 0
    bytes: int = 0
    refused: bool = False

    async def read(self, ready: asyncio.Event) -> None:
        """Read the stream until cancelled."""
        reader, writer = await asyncio.open_connection(
            "127.0.0.1", self.client.port, limit=LINE_BYTES_MAX
        )
        writer.write(self.client._head("GET", self.path, 0, ""))
        status, _ = await _answer_head(reader)
        self.refused = status != 200
        name = b""
        try:
            while not self.refused and (line := await reader.readline()):
                at = time.monotonic()
                self.bytes += len(line)
                if line.startswith(b"event: "):
                    name = line[7:].strip()
                elif line.startswith(b"data: ") and name == b"market":
                    found = EVENT_ID.search(line)
                    assert found is not None
                    self.seen.append((int(found[1]), at))
                    ready.set()
                elif line.startswith(b"data: ") and name == b"own":
                    self.own += 1
        finally:
            ready.set()
            writer.close()


async def _answer_head(reader: asyncio.StreamReader) -> tuple[int, list[tuple[str, str]]]:
    head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
    headers = [line.partition(":") for line in head[1:] if line]
    return int(head[0].split()[1]), [(name.lower(), value.strip()) for name, _, value in headers]


def _token(page: str) -> str:
    found = TOKEN.search(page)
    assert found is not None
    return found[1]
