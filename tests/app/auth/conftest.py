from collections.abc import AsyncIterator

import pytest

from tests.openid_provider import Provider, provider


@pytest.fixture(scope="package")
async def running_provider() -> AsyncIterator[Provider]:
    """One issuer for all tests of the package."""
    async with provider() as running:
        yield running


@pytest.fixture
def openid(running_provider: Provider) -> Provider:
    """An issuer with one key, which nobody has asked anything yet."""
    running_provider.renew()
    return running_provider
