"""What the worker of an execution may do."""

from app.plugins.instance import PluginInstance
from app.secrets.vault import Vault
from app.settings import Settings
from sandbox.grants.grants import Grants
from sandbox.grants.permission import Permission


class GrantsBuilder:
    """Puts together what an owner granted an instance, and what the operator allows at most."""

    def __init__(self, vault: Vault, settings: Settings) -> None:
        self._vault = vault
        self._settings = settings

    async def of(self, instance: PluginInstance) -> Grants:
        """Give an instance's grants, with its secrets as far as it may have them.

        Raises:
            SecretUnreadable: a secret cannot be decrypted.
        """
        known = instance.properties
        permissions = frozenset(map(Permission, known.permissions))
        may_have = Permission.SECRETS_ACCESS in permissions and known.secret_keys
        secrets = await self._vault.open(str(instance.group), instance.id) if may_have else ()
        return Grants(
            account=instance.id,
            permissions=permissions,
            allowed_hosts=tuple(known.allowed_hosts),
            pinned_hosts=tuple(known.pinned_hosts),
            requests_per_minute=known.requests_per_minute
            or self._settings.egress_requests_per_minute,
            bytes_per_execution=self._settings.egress_bytes_per_execution,
            secrets=secrets,
        )
