"""Which workers have a browser."""

import asyncio
from dataclasses import dataclass
from pathlib import Path

from sandbox.boundary.cgroup import create_cgroup
from sandbox.boundary.isolation import Isolation
from sandbox.browser.browser import Browser
from sandbox.browser.chromium import find_chromium
from sandbox.browser.errors import BrowserUnavailable
from sandbox.browser.profile import LIMITS
from sandbox.egress.door import Door
from sandbox.grants.grants import Grants
from sandbox.grants.permission import Permission
from sandbox.limits import Limits


@dataclass(frozen=True, slots=True)
class BrowserOffer:
    """A worker's browser, or the ``problem`` that keeps it from having one."""

    browser: Browser | None = None
    problem: str | None = f"{Permission.BROWSER_USE} is not granted to this instance"

    @property
    def socket(self) -> Path | None:
        """Where it listens, in the host's file system."""
        return self.browser.socket if self.browser else None

    def stop(self) -> None:
        """Let it do nothing until it is resumed, as its worker."""
        if self.browser:
            self.browser.stop()

    def resume(self) -> None:
        """Let it go on."""
        if self.browser:
            self.browser.resume()

    async def close(self) -> None:
        """Kill it and wait until nothing is left of it."""
        if self.browser:
            await self.browser.close()


NO_BROWSER = BrowserOffer()


async def offer_browser(
    isolation: Isolation, limits: Limits, grants: Grants, door: Door | None
) -> BrowserOffer:
    """Give a worker its browser, which uses the worker's own door."""
    if Permission.BROWSER_USE not in grants.permissions:
        return NO_BROWSER
    if not limits.user_namespace:
        return BrowserOffer(problem="The isolation without user namespaces has no browser")
    try:
        chromium = await asyncio.to_thread(find_chromium)
        create_cgroup(LIMITS).remove()
    except BrowserUnavailable as unavailable:
        return BrowserOffer(problem=str(unavailable))
    except OSError as error:
        return BrowserOffer(problem=f"A browser needs a control group to hold it: {error}")
    return BrowserOffer(Browser(isolation, chromium, door), problem=None)
