"""What a browser is told by its administrator, who is its host."""

import base64
import ssl

import orjson

# Nothing of its own calls: each request is one that a page or the plugin makes.
_SILENT = {
    "AlternateErrorPagesEnabled": False,
    "BackgroundModeEnabled": False,
    "BrowserNetworkTimeQueriesEnabled": False,
    "BrowserSignin": 0,
    "ComponentUpdatesEnabled": False,
    "DefaultSearchProviderEnabled": False,
    "DnsOverHttpsMode": "off",
    "MetricsReportingEnabled": False,
    "NetworkPredictionOptions": 2,
    "PasswordManagerEnabled": False,
    "SafeBrowsingProtectionLevel": 0,
    "SearchSuggestEnabled": False,
    "SpellcheckEnabled": False,
    "SyncDisabled": True,
    "TranslateEnabled": False,
    "UrlKeyedAnonymizedDataCollectionEnabled": False,
}


def policy(authority: str | None) -> bytes:
    """Give the policy file of a browser.

    Args:
        authority: the certificate authority that it trusts beside the usual ones, as PEM.
    """
    trusted = [] if authority is None else [base64.b64encode(ssl.PEM_cert_to_DER_cert(authority))]
    return orjson.dumps({**_SILENT, "CACertificates": [each.decode() for each in trusted]})
