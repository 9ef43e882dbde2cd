"""What a loaded plugin can do."""

from enum import StrEnum

from pydantic import BaseModel, Field

from app.packed import Packed


class CapabilityKind(StrEnum):
    """The kinds of things that elizaOS plugins register."""

    ACTION = "ACTION"
    PROVIDER = "PROVIDER"
    EVALUATOR = "EVALUATOR"
    SERVICE = "SERVICE"
    MODEL = "MODEL"
    ROUTE = "ROUTE"


class Capability(BaseModel):
    """One thing that a version registered when it was loaded.

    Attributes:
        similes: other names that agents know it by.
        examples, parameters: any JSON.
        methods: public methods, of a service.
    """

    kind: CapabilityKind
    name: str
    description: str | None = None
    similes: list[str] = Field(default_factory=list)
    examples: Packed | None = None
    parameters: Packed | None = None
    methods: list[str] = Field(default_factory=list)
