"""Telling credentials by the names of their settings."""

import re

_SECRET = re.compile(
    r"(^|_)(API_?KEY|PRIVATE_?KEY|SECRET(_?KEY)?|ACCESS_?KEY|AUTH_?KEY|ENCRYPTION_?KEY|KEY"
    r"|(API|BOT|AUTH|ACCESS|REFRESH|BEARER|APP|USER|OAUTH)_?TOKEN|TOKEN|PASSWORD|PASSWD|PASSPHRASE"
    r"|MNEMONIC|SEED(_PHRASE)?|CREDENTIALS?|COOKIES?|SALT)$",
    re.IGNORECASE,
)
_PUBLIC = re.compile(r"PUBLIC_?KEY$", re.IGNORECASE)
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_WHICH = re.compile(r"(_(\d{1,9}|<[^<>]*>))+$")


def looks_secret(key: str) -> bool:
    """Whether a setting of that name is most likely a credential.

    A number or placeholder at its end says which of several: ``API_KEY_2``, ``TOKEN_<CHAIN>``.
    """
    name = _CAMEL.sub("_", key).replace("-", "_").replace(".", "_")
    name = _WHICH.sub("", name)
    return bool(_SECRET.search(name)) and not _PUBLIC.search(name)
