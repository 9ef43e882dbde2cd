"""Keeping secrets and handing them out."""

from collections.abc import Sequence

from app.database import Database, Session
from app.secrets.cipher_key import CipherKey, new_cipher_key
from app.secrets.data_key import DataKey
from app.secrets.given import GivenSecret
from app.secrets.master_keys import MasterKeys
from app.secrets.repository import DataKeyRepository, SecretRepository
from app.secrets.stored_secret import StoredSecret, context_of
from sandbox.grants.secret import Secret


class Vault:
    """Encrypts each secret under its group's key, and that one under the master key."""

    def __init__(self, database: Database, masters: MasterKeys) -> None:
        self._masters = masters
        self._keys = DataKeyRepository(database)
        self._secrets = SecretRepository(database)

    async def keep(
        self, group: str, instance: str, secrets: Sequence[GivenSecret], session: Session
    ) -> None:
        """Keep secrets of an instance; one of the same key is replaced."""
        if not secrets:
            return
        key = await self._key_of(group, session)
        await self._secrets.forget(instance, [secret.key for secret in secrets], session)
        kept = [_sealed(key, group, instance, secret) for secret in secrets]
        await self._secrets.insert_many(kept, session)

    async def forget(self, instance: str, keys: Sequence[str], session: Session) -> None:
        """Remove some secrets of an instance."""
        if keys:
            await self._secrets.forget(instance, keys, session)

    async def forget_all(self, instance: str, session: Session) -> None:
        """Remove every secret of an instance."""
        await self._secrets.forget_all(instance, session)

    async def open(self, group: str, instance: str) -> tuple[Secret, ...]:
        """Give the secrets of an instance, for its worker.

        Raises:
            SecretUnreadable: one was changed, or its master key is not given.
        """
        stored = await self._secrets.of_instance(instance)
        if not stored:
            return ()
        wrapped = await self._keys.of_group(group)
        key = self._unwrap(wrapped) if wrapped else new_cipher_key()
        return tuple(_opened(each, key) for each in stored)

    async def rewrap(self) -> int:
        """Wrap every group's key under the current master key; give how many were not.

        Raises:
            SecretUnreadable: a key's present master key is not given.
        """
        count = 0
        current = self._masters.current
        for key in await self._keys.under_others(current.id):
            wrapped = current.seal(self._unwrap(key).secret, key.group)
            count += await self._keys.rewrap(key, current.id, wrapped)
        return count

    async def _key_of(self, group: str, session: Session) -> CipherKey:
        known = await self._keys.of_group(group, session)
        if known is not None:
            return self._unwrap(known)
        key, master = new_cipher_key(), self._masters.current
        wrapped = master.seal(key.secret, group)
        await self._keys.insert(DataKey(group=group, master=master.id, wrapped=wrapped), session)
        return key

    def _unwrap(self, key: DataKey) -> CipherKey:
        return CipherKey(self._masters.find(key.master).open(key.wrapped, key.group))


def _opened(stored: StoredSecret, key: CipherKey) -> Secret:
    return Secret(
        key=stored.key,
        value=key.open(stored.sealed, stored.context).decode(),
        hosts=tuple(stored.hosts),
        positions=tuple(stored.positions),
    )


def _sealed(key: CipherKey, group: str, instance: str, secret: GivenSecret) -> StoredSecret:
    context = context_of(group, instance, secret.key)
    return StoredSecret(
        group=group,
        instance=instance,
        key=secret.key,
        sealed=key.seal(secret.value.encode(), context),
        hosts=list(secret.hosts),
        positions=list(secret.positions),
    )
