"""An OpenID Connect issuer on loopback; its keys are made when the tests run."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.ec import generate_private_key as generate_ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key as generate_rsa
from jwt.algorithms import ECAlgorithm, OKPAlgorithm, RSAAlgorithm
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.loopback import serve

AUDIENCE = "one-graph-api"
DISCOVERY = "/.well-known/openid-configuration"
KEYS = "/keys"
Json = dict[str, Any]


@dataclass(frozen=True)
class SigningKey:
    """A key pair of the issuer's."""

    id: str
    algorithm: str
    private: RSAPrivateKey | EllipticCurvePrivateKey | Ed25519PrivateKey

    @classmethod
    def generate(cls, identifier: str, algorithm: str = "ES256") -> "SigningKey":
        """A new pair; elliptic ones are made in an instant."""
        if algorithm == "EdDSA":
            return cls(identifier, algorithm, Ed25519PrivateKey.generate())
        if algorithm == "ES256":
            return cls(identifier, algorithm, generate_ec(SECP256R1()))
        return cls(identifier, algorithm, generate_rsa(65537, 2048))

    @property
    def published(self) -> Json:
        """The public half, as a key set lists it."""
        return {**_public(self.private), "kid": self.id, "use": "sig", "alg": self.algorithm}

    def sign(self, claims: Json, **header: object) -> str:
        """A token."""
        moments = {name: _seconds(value) for name, value in claims.items()}
        content = json.dumps(moments).encode()  # an issuer may say anything, also what is no claim
        header = {"kid": self.id, "typ": "JWT", **header}
        return jwt.PyJWS().encode(content, self.private, self.algorithm, header)


@dataclass
class Provider:
    """What the issuer says, and what it was asked.

    Attributes:
        instead: answers this to every request, if set.
        documents: what its discovery says differently from what is true.
    """

    issuer: str
    keys: list[SigningKey] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    instead: Response | None = None
    documents: Json = field(default_factory=dict)

    def renew(self) -> None:
        """Become an issuer with one new key, which nobody has asked anything yet."""
        self.keys = [SigningKey.generate("first")]
        self.asked, self.instead, self.documents = [], None, {}

    def claims(self, subject: str = "alice", **changed: object) -> Json:
        """What a valid token of this issuer's says; None leaves a claim out."""
        moment = datetime.now(UTC)
        whole: Json = {
            "iss": self.issuer,
            "aud": AUDIENCE,
            "sub": subject,
            "iat": moment,
            "exp": moment + timedelta(minutes=5),
        }
        return {name: value for name, value in (whole | changed).items() if value is not None}

    def token(self, subject: str = "alice", **changed: object) -> str:
        """A token signed with the newest key."""
        return self.keys[-1].sign(self.claims(subject, **changed))

    def answer(self, request: Request) -> Response:
        """Answer as an issuer does; it takes nothing but plain, anonymous questions for JSON."""
        self.asked.append(request.url.path)
        plain = not request.url.query and not {"authorization", "cookie"} & set(request.headers)
        if not plain or request.headers["accept"] != "application/json":
            return Response(status_code=400)
        if self.instead:
            return self.instead
        if request.url.path == KEYS:
            return JSONResponse({"keys": [key.published for key in self.keys]})
        true = {"issuer": self.issuer, "jwks_uri": self.issuer + KEYS}
        return JSONResponse(true | self.documents)


@asynccontextmanager
async def provider() -> AsyncIterator[Provider]:
    """An issuer that can be asked while the block runs."""
    made = Provider("")
    made.renew()

    async def answer(request: Request) -> Response:
        return made.answer(request)

    async with serve(Starlette(routes=[Route(DISCOVERY, answer), Route(KEYS, answer)])) as port:
        made.issuer = f"http://127.0.0.1:{port}"
        yield made


def _seconds(value: object) -> object:
    return int(value.timestamp()) if isinstance(value, datetime) else value


def _public(private: RSAPrivateKey | EllipticCurvePrivateKey | Ed25519PrivateKey) -> Json:
    if isinstance(private, RSAPrivateKey):
        return RSAAlgorithm.to_jwk(private.public_key(), as_dict=True)
    if isinstance(private, EllipticCurvePrivateKey):
        return ECAlgorithm.to_jwk(private.public_key(), as_dict=True)
    return OKPAlgorithm.to_jwk(private.public_key(), as_dict=True)
