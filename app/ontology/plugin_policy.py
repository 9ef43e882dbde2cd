"""What a group asks of plugins."""

from pydantic import BaseModel, Field

LONGEST_COOL_DOWN = 8_760
"""Hours of a year."""


class PluginPolicy(BaseModel):
    """A group's rules; by default there are none.

    Attributes:
        block: kinds of findings that end an install.
        ask: kinds that an owner has to accept before the plugin runs.
        cool_down_hours: younger releases are not installed.
        signed_only: versions whose signature is not VALID are not installed.
        one_shot: each call of each plugin runs in a process of its own.
    """

    block: list[str] = Field(default_factory=list)
    ask: list[str] = Field(default_factory=list)
    cool_down_hours: int = Field(0, ge=0, le=LONGEST_COOL_DOWN)
    signed_only: bool = False
    one_shot: bool = False
