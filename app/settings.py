"""Every setting of the server, read once from ``ONE_*`` environment variables."""

import os
from functools import cached_property
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated, Self

from pydantic import (
    Field,
    NonNegativeInt,
    PositiveFloat,
    PositiveInt,
    ValidationError,
    field_validator,
    model_validator,
)
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from app.errors import InvalidSetting

PREFIX = "ONE_"
MEBIBYTE = 1 << 20
BUNDLED_INDEX = Path(__file__).parent / "catalog" / "index.json"


def _default_data_dir() -> Path:
    base = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return Path(base) / "one-graph"


class Settings(BaseSettings):
    """What an operator can change; each field is the variable ``ONE_<FIELD>``.

    With neither ``mongodb_uri`` nor ``qdrant_url`` set, the server runs its own
    MongoDB and vector index under ``data_dir`` and generates its keys there.
    """

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, extra="ignore")

    host: str = Field("127.0.0.1", description="address to listen on")
    port: int = Field(8000, ge=0, le=65535, description="port to listen on; 0: any free one")
    data_dir: Path = Field(default_factory=_default_data_dir, description="where all state lives")
    mongodb_uri: str | None = Field(None, description="replica set to use; unset: embedded")
    mongodb_database: str = Field("one_graph", pattern=r"^[A-Za-z0-9_-]{1,38}$")
    qdrant_url: str | None = Field(None, description="Qdrant server to use; unset: embedded")
    qdrant_api_key: str | None = Field(None, description="API key of the Qdrant server")
    registry_index: str = Field(str(BUNDLED_INDEX), description="path or URL of the name index")
    secret_key: str | None = Field(None, min_length=32, description="signs tokens")
    allowed_hosts: Annotated[tuple[str, ...], NoDecode] = Field(
        (), description="further Host names that requests may carry, comma-separated"
    )
    allowed_origins: Annotated[tuple[str, ...], NoDecode] = Field(
        (), description="further web origins that may call the API, comma-separated"
    )
    embedding_model: str = Field(
        "all-MiniLM-L6-v2", description="the packaged model, a fastembed name, or a folder"
    )
    sync_on_start: bool = Field(True, description="read the registry when the server starts")
    log_level: str = Field("INFO", pattern="^(DEBUG|INFO|WARNING|ERROR)$")

    workers: PositiveInt = Field(10, le=200, description="most plugin processes at once")
    worker_memory_mb: int = Field(512, ge=128, le=65536, description="memory of one process, MiB")
    worker_cpus: PositiveFloat = Field(1.0, description="processor cores of one process")
    worker_pids: int = Field(64, ge=16, description="threads of one process")
    installs_at_once: PositiveInt = Field(2, description="installs that one executor runs at once")
    execution_timeout_ms: int = Field(30_000, ge=1, description="time of an execution")
    execution_timeout_max_ms: int = Field(300_000, ge=1, description="longest time to ask for")
    execution_log_bytes: int = Field(MEBIBYTE, ge=1024, description="log kept of an execution")
    value_bytes: int = Field(10 * MEBIBYTE, ge=1024, description="largest single value in or out")
    install_seconds: PositiveInt = Field(300, description="time of an install")
    installs_per_hour: NonNegativeInt = Field(10, description="per group; 0: unlimited")
    executions_per_minute: NonNegativeInt = Field(100, description="per instance; 0: unlimited")
    executions_queued: PositiveInt = Field(1_000, description="waiting executions of a group")
    sync_interval_seconds: NonNegativeInt = Field(300, description="time between two syncs")
    free_executions_per_day: PositiveInt = Field(100, description="daily quota of the plan FREE")
    pro_executions_per_day: PositiveInt = Field(10_000, description="daily quota of the plan PRO")
    request_bytes: int = Field(16 * MEBIBYTE, ge=1024, description="largest request body")
    subscriber_queue: PositiveInt = Field(1_024, description="updates a slow client may lag behind")
    lease_seconds: PositiveFloat = Field(10.0, description="a silent executor loses its jobs after")
    token_hours: PositiveFloat = Field(
        12.0, description="lifetime of a token from the command line"
    )

    @classmethod
    def load(cls) -> Self:
        """Read the environment.

        Raises:
            InvalidSetting: names the variable, what is wrong with it and the mend.
        """
        try:
            return cls()
        except ValidationError as error:
            raise InvalidSetting.from_validation(error, PREFIX) from None

    @field_validator("allowed_hosts", "allowed_origins", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        if isinstance(value, str):
            return tuple(part.strip() for part in value.split(",") if part.strip())
        return value

    @field_validator("data_dir")
    @classmethod
    def _absolute(cls, value: Path) -> Path:
        return value.expanduser().absolute()

    @field_validator("registry_index")
    @classmethod
    def _readable_index(cls, value: str) -> str:
        if not value.startswith(("http://", "https://")) and not Path(value).is_file():
            raise ValueError(f"no file at {value}; give the path or URL of a JSON index")
        return value

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if self.mongodb_uri and not self.secret_key:
            raise ValueError(
                "ONE_SECRET_KEY is required with ONE_MONGODB_URI; "
                "make one with: openssl rand -hex 32"
            )
        if self.execution_timeout_ms > self.execution_timeout_max_ms:
            raise ValueError(
                "ONE_EXECUTION_TIMEOUT_MS must not exceed ONE_EXECUTION_TIMEOUT_MAX_MS"
            )
        return self

    @cached_property
    def embedded(self) -> bool:
        """Whether the server runs its own MongoDB."""
        return self.mongodb_uri is None

    @cached_property
    def loopback(self) -> bool:
        """Whether only this machine can reach the server."""
        if self.host == "localhost":
            return True
        try:
            return ip_address(self.host).is_loopback
        except ValueError:
            return False
