"""The four roles."""

from enum import StrEnum


class Role(StrEnum):
    """What a person is: in one group, or (``PLATFORM_OWNER``) for the catalogue."""

    PLATFORM_OWNER = "platform_owner"
    ORG_OWNER = "org_owner"
    ORG_USER = "org_user"
    CUSTOMER = "customer"
