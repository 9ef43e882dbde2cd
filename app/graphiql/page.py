"""The page that a browser gets at ``/graphql``."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from string import Template
from typing import Any

from starlette.responses import HTMLResponse

from app.graphiql.assets import Bundle
from app.graphiql.tour import tour

ENDPOINT = "/graphql"
POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "worker-src": "'self'",
    "connect-src": "'self'",
    "style-src": "'self' 'unsafe-inline'",  # the editor writes its own style elements
    "img-src": "'self' data:",
    "font-src": "data:",
    "base-uri": "'none'",
    "form-action": "'none'",
    "frame-ancestors": "'none'",
}
HEADERS = {
    "cache-control": "no-store",
    "content-security-policy": "; ".join(f"{name} {value}" for name, value in POLICY.items()),
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
}
PAGE = Template("""\
<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>ONE Graph</title>
    <link rel="icon" href="data:,">
    <link rel="stylesheet" href="$style">
    <script type="application/json" id="config">$config</script>
    <script type="module" src="$script"></script>
  </head>
  <body>
    <div id="graphiql"><noscript>GraphiQL needs JavaScript.</noscript></div>
  </body>
</html>
""")
NOT_BUILT = """\
<!doctype html>
<title>ONE Graph</title>
<p>The GraphiQL page is not built. Run: <code>make setup</code></p>
"""


@dataclass(frozen=True, slots=True)
class PageConfig:
    """What the page may know from the start.

    Attributes:
        token: sent with every request that has no ``Authorization`` header of its own. The
            page asks for itself anew, and so for another token, shortly before it expires.
        token_expires_at: when that is; None for never.
        variables: ids that fill in the tour's variables of the same name.
    """

    token: str | None = None
    token_expires_at: datetime | None = None
    variables: Mapping[str, str] = field(default_factory=dict)


def page(config: PageConfig) -> HTMLResponse:
    """GraphiQL with the tour, or, while it is not built, how to build it."""
    bundle = Bundle.load()
    if bundle is None:
        return HTMLResponse(NOT_BUILT, 503, HEADERS)
    text = PAGE.substitute(
        style=bundle.style, script=bundle.script, config=_embedded(_settings(config, bundle))
    )
    return HTMLResponse(text, headers=HEADERS)


def _settings(config: PageConfig, bundle: Bundle) -> dict[str, Any]:
    expires_at = config.token_expires_at
    return {
        "endpoint": ENDPOINT,
        "workers": bundle.workers,
        "tabs": [asdict(tab) for tab in tour()],
        "known": dict(config.variables),
        "token": config.token,
        "tokenExpiresAt": expires_at and expires_at.timestamp(),
    }


def _embedded(value: object) -> str:
    """JSON that no ``</script>`` or ``<!--`` within it can end."""
    return json.dumps(value).replace("<", "\\u003c")
