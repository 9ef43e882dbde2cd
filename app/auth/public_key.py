"""Public keys of an issuer, from the JSON that it publishes (JWKS, RFC 7517)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

ALGORITHMS: Mapping[tuple[str, str | None], frozenset[str]] = {
    ("RSA", None): frozenset({"RS256", "PS256"}),
    ("EC", "P-256"): frozenset({"ES256"}),
    ("OKP", "Ed25519"): frozenset({"EdDSA"}),
}
ACCEPTED = frozenset[str]().union(*ALGORITHMS.values())
_MIN_RSA_BITS = 2048


@dataclass(frozen=True, slots=True)
class PublicKey:
    """A key that proves signatures by ``algorithms`` and by no other."""

    material: RSAPublicKey | EllipticCurvePublicKey | Ed25519PublicKey
    algorithms: frozenset[str]


def parse_keys(document: object) -> dict[str, PublicKey]:
    """The usable keys of a key set, by ``kid``; those for other uses are left out."""
    entries = document.get("keys") if isinstance(document, dict) else None
    return dict(_usable(entries if isinstance(entries, list) else []))


def _usable(entries: list[Any]) -> Iterable[tuple[str, PublicKey]]:
    for entry in entries:
        if not isinstance(entry, dict) or entry.get("use", "sig") != "sig":
            continue
        key = _key(entry)
        if key and isinstance(entry.get("kid"), str):
            yield entry["kid"], key


def _key(entry: dict[str, Any]) -> PublicKey | None:
    algorithms = _algorithms(entry)
    if not algorithms:
        return None
    try:
        material = jwt.PyJWK(entry, min(algorithms)).key
    except (jwt.PyJWTError, ValueError, TypeError):
        return None
    if isinstance(material, RSAPublicKey):
        return PublicKey(material, algorithms) if material.key_size >= _MIN_RSA_BITS else None
    if isinstance(material, EllipticCurvePublicKey | Ed25519PublicKey):
        return PublicKey(material, algorithms)
    return None  # a private key, published by mistake: whoever read it can sign


def _algorithms(entry: dict[str, Any]) -> frozenset[str]:
    kind, curve, named = entry.get("kty"), entry.get("crv"), entry.get("alg")
    if not isinstance(kind, str) or not isinstance(curve, str | None):
        return frozenset()
    allowed = ALGORITHMS.get((kind, curve), frozenset())
    return allowed if named is None else allowed & {str(named)}
