"""Root fields: each authorises, calls one service, and maps the answer."""
