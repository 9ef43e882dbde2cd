"""Who vouches for what is installed."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from sandbox.install.errors import InstallErrorCode
from sandbox.install.progress import Stage
from sandbox.install.signature import SignatureState
from tests.sandbox.installing import Workshop
from tests.sandbox.local_registry import LocalRegistry, serve_registry
from tests.sandbox.registry_signer import RegistrySigner

ELSEWHERE = {"url": "http://127.0.0.1:9/-/npm/v1/attestations/plugin@1.0.0"}


@pytest.fixture
def registry() -> Iterator[LocalRegistry]:
    with serve_registry() as registry:
        yield registry


@pytest.fixture
def workshop(registry: LocalRegistry, tmp_path: Path) -> Workshop:
    nowhere = {"https_proxy": "http://127.0.0.1:9", "no_proxy": "127.0.0.1"}  # but to the registry
    return Workshop(tmp_path, {**registry.environment, **nowhere})


async def test_a_registry_without_keys(registry: LocalRegistry, workshop: Workshop) -> None:
    registry.publish("plugin")
    signature = (await workshop.install("plugin")).signature
    assert signature.state is SignatureState.UNAVAILABLE
    assert signature.signer is None


async def test_a_signed_plugin_with_a_signed_dependency(
    registry: LocalRegistry, workshop: Workshop
) -> None:
    registry.signer = RegistrySigner()
    registry.publish("helper").publish("plugin", dependencies={"helper": "1"})
    signature = (await workshop.install("plugin")).signature
    assert signature.state is SignatureState.VALID
    assert signature.signer == "SHA256:test"
    assert signature.provenance is SignatureState.UNSIGNED
    stored = workshop.store.find("plugin", "1.0.0")
    assert stored is not None
    assert stored.signature == signature


async def test_an_unsigned_plugin_of_a_registry_that_signs(
    registry: LocalRegistry, workshop: Workshop
) -> None:
    registry.publish("plugin")
    registry.signer = RegistrySigner()
    assert (await workshop.install("plugin")).signature.state is SignatureState.UNSIGNED


@pytest.mark.parametrize("forged", ["plugin", "helper"])
async def test_a_signature_of_another_key(
    registry: LocalRegistry, workshop: Workshop, forged: str
) -> None:
    registry.signer = RegistrySigner()
    registry.publish("helper").publish("plugin", dependencies={"helper": "1"})
    own, registry.signer = registry.signer, RegistrySigner()
    registry.publish(forged, dependencies={"helper": "1"} if forged == "plugin" else {})
    registry.signer = own
    failure = await workshop.fail("plugin")
    assert failure.code == InstallErrorCode.SIGNATURE_INVALID
    assert failure.stage == Stage.VERIFYING
    assert f"{forged}@1.0.0" in failure.message


async def test_a_signature_of_another_version(registry: LocalRegistry, workshop: Workshop) -> None:
    registry.signer = RegistrySigner()
    other = registry.signer.sign("plugin@0.9.0:sha512-AAAA")
    registry.publish("plugin", dist=other)
    assert (await workshop.fail("plugin")).code == InstallErrorCode.SIGNATURE_INVALID


async def test_a_signature_by_a_key_that_has_expired(
    registry: LocalRegistry, workshop: Workshop
) -> None:
    registry.signer = RegistrySigner(expires=datetime(2010, 1, 1, tzinfo=UTC))
    registry.publish("plugin")
    failure = await workshop.fail("plugin")
    assert failure.code == InstallErrorCode.SIGNATURE_INVALID
    assert "expired" in failure.message


async def test_a_registry_whose_keys_cannot_be_asked_for_is_not_trusted(
    registry: LocalRegistry, workshop: Workshop
) -> None:
    registry.signer = RegistrySigner()
    registry.publish("plugin").fail("/-/npm/v1/keys", 503)
    assert (await workshop.fail("plugin")).code == InstallErrorCode.REGISTRY_UNAVAILABLE


async def test_provenance_that_cannot_be_checked_is_not_called_valid(
    registry: LocalRegistry, workshop: Workshop
) -> None:
    registry.signer = RegistrySigner()
    registry.publish("plugin", dist={"attestations": ELSEWHERE})
    signature = (await workshop.install("plugin")).signature
    assert signature.state is SignatureState.VALID
    assert signature.provenance is SignatureState.UNAVAILABLE
