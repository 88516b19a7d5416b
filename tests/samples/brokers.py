"""A fictional identity broker on loopback: OpenID Connect over real HTTP, with signed tokens."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT = "sekisho-for-tests"
LOCK = "only-between-broker-and-portal"


class Broker:
    """Signs whoever is in `claims` in, without asking; `forged` signs with a key of its own."""

    def __init__(self) -> None:
        self.claims: dict[str, Any] = {}
        self.forged = self.unsigned = False
        self.audience = CLIENT
        self.issuer = ""
        self._key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self._other = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.tokens = 0

    def answer(self, path: str, given: dict[str, str]) -> tuple[int, dict[str, Any] | str]:
        """Answers a request: a document, or the address to go to."""
        if path == "/.well-known/openid-configuration":
            return 200, {
                "issuer": self.issuer,
                "authorization_endpoint": f"{self.issuer}/authorize",
                "token_endpoint": f"{self.issuer}/token",
                "userinfo_endpoint": f"{self.issuer}/userinfo",
                "jwks_uri": f"{self.issuer}/keys",
                "token_endpoint_auth_methods_supported": ["client_secret_post"],
            }
        if path == "/keys":
            key = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self._key.public_key()))
            return 200, {"keys": [{**key, "kid": "one", "alg": "RS256", "use": "sig"}]}
        if path == "/authorize":
            back = urlencode({"code": "once", "state": given["state"]})
            return 302, f"{given['redirect_uri']}?{back}"
        if path == "/token" and given.get("client_secret") == LOCK:
            self.tokens += 1
            return 200, {"access_token": "a", "token_type": "Bearer", "id_token": self._token()}
        if path == "/userinfo":
            return 200, {"sub": self.claims.get("sub", ""), "corporate_number": "1" * 13}
        return 400, {"error": "invalid_request"}

    def _token(self) -> str:
        now = int(time.time())
        facts = {"iss": self.issuer, "aud": self.audience, "iat": now, "exp": now + 60}
        if self.unsigned:
            return jwt.encode({**facts, **self.claims}, LOCK * 2, "HS256", headers={"kid": "one"})
        key = self._other if self.forged else self._key
        return jwt.encode({**facts, **self.claims}, key, "RS256", headers={"kid": "one"})


@contextmanager
def open_broker() -> Iterator[Broker]:
    """Serves a broker until the end."""
    broker = Broker()

    class Answers(BaseHTTPRequestHandler):
        def _do(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            asked = urlsplit(self.path)
            text = f"{asked.query}&{self.rfile.read(length).decode()}"
            given = {key: values[-1] for key, values in parse_qs(text).items()}
            status, said = broker.answer(asked.path, given)
            body = b"" if isinstance(said, str) else json.dumps(said).encode()
            self.send_response(status)
            if isinstance(said, str):
                self.send_header("Location", said)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_GET = do_POST = _do  # noqa: N815 (names of the standard library)

        def log_message(self, format: str, *args: object) -> None:
            del format, args

    with ThreadingHTTPServer(("127.0.0.1", 0), Answers) as server:
        broker.issuer = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield broker
        server.shutdown()
        thread.join()
