"""The certificate authority that workers trust, alive as long as the gateway."""

import os
import ssl
from collections import OrderedDict
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from sandbox.egress.destination import canonical_host, literal_address
from sandbox.egress.refusal import Refused

_LIFE = timedelta(days=30)
_KEPT_LEAVES = 512
_NAME = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "ONE Graph egress gateway")])


class Authority:
    """Issues a certificate for each host that a worker talks to. No key leaves the process."""

    def __init__(self) -> None:
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._leaf_key = ec.generate_private_key(ec.SECP256R1())
        self._leaves: OrderedDict[str, ssl.SSLContext] = OrderedDict()
        self._certificate = self._sign_itself()

    @property
    def pem(self) -> str:
        """The authority's certificate."""
        return self._certificate.public_bytes(Encoding.PEM).decode()

    def context_for(self, host: str) -> ssl.SSLContext:
        """Give the server's side of TLS for a host; a client that names another one is refused."""
        if host not in self._leaves:
            self._leaves[host] = self._new_context(host)
        self._leaves.move_to_end(host)
        if len(self._leaves) > _KEPT_LEAVES:
            self._leaves.popitem(last=False)
        return self._leaves[host]

    def _new_context(self, host: str) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        context.set_alpn_protocols(["http/1.1"])
        _load(context, self._issue(host), self._leaf_key)
        context.sni_callback = lambda _, named, __: _judge_name(named, host)
        return context

    def _sign_itself(self) -> x509.Certificate:
        usage = x509.KeyUsage(
            digital_signature=False, content_commitment=False, key_encipherment=False,
            data_encipherment=False, key_agreement=False, key_cert_sign=True, crl_sign=True,
            encipher_only=False, decipher_only=False,
        )  # fmt: skip
        builder = _builder(_NAME, self._key.public_key())
        builder = builder.add_extension(
            x509.BasicConstraints(ca=True, path_length=0), critical=True
        )
        builder = builder.add_extension(usage, critical=True)
        identifier = x509.SubjectKeyIdentifier.from_public_key(self._key.public_key())
        return builder.add_extension(identifier, critical=False).sign(self._key, hashes.SHA256())

    def _issue(self, host: str) -> x509.Certificate:
        literal = literal_address(host)
        name = x509.DNSName(host) if literal is None else x509.IPAddress(ip_address(host))
        builder = _builder(x509.Name([]), self._leaf_key.public_key())
        builder = builder.add_extension(x509.SubjectAlternativeName([name]), critical=True)
        server = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH])
        builder = builder.add_extension(server, critical=False)
        issuer = x509.AuthorityKeyIdentifier.from_issuer_public_key(self._key.public_key())
        return builder.add_extension(issuer, critical=False).sign(self._key, hashes.SHA256())


def _builder(subject: x509.Name, key: ec.EllipticCurvePublicKey) -> x509.CertificateBuilder:
    now = datetime.now(UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(_NAME)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + _LIFE)
    )


def _load(
    context: ssl.SSLContext, certificate: x509.Certificate, key: ec.EllipticCurvePrivateKey
) -> None:
    """Python's ssl reads files only, so both lie in memory for a moment."""
    secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    file = os.memfd_create("leaf")
    try:
        os.write(file, secret + certificate.public_bytes(Encoding.PEM))
        context.load_cert_chain(f"/proc/self/fd/{file}")
    finally:
        os.close(file)


def _judge_name(named: str | None, host: str) -> int | None:
    try:
        agrees = named is None or canonical_host(named) == host
    except Refused:
        agrees = False
    return None if agrees else ssl.ALERT_DESCRIPTION_UNRECOGNIZED_NAME
