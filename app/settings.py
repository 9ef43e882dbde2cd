"""Every setting of the server, read once from ``ONE_*`` environment variables."""

import os
from functools import cached_property
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

from app.egress import read_endpoints, read_text
from app.errors import InvalidSetting
from app.secure_url import is_loopback, secure_url

PREFIX = "ONE_"
MEBIBYTE = 1 << 20
MIN_KEY = 32
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
    secret_key: str | None = Field(None, min_length=MIN_KEY, description="signs tokens")
    secret_keys_previous: Annotated[tuple[str, ...], NoDecode] = Field(
        (), description="keys whose tokens still hold, comma-separated"
    )
    master_key: str | None = Field(None, description="encrypts secrets: 64 hexadecimal digits")
    master_key_file: Path | None = Field(None, description="a file that holds the master key")
    master_key_command: str | None = Field(
        None, description="prints the master key: the client of a key management service"
    )
    master_keys_previous: Annotated[tuple[str, ...], NoDecode] = Field(
        (), description="master keys that were replaced, comma-separated"
    )
    oidc_issuer: str | None = Field(
        None, max_length=500, description="OpenID Connect issuer whose tokens hold, too"
    )
    oidc_audience: str | None = Field(
        None, min_length=1, description="audience that the issuer's tokens must name"
    )
    oidc_jwks_url: str | None = Field(
        None, description="the issuer's key set; unset: as its discovery document says"
    )
    oidc_username_claim: str | None = Field(
        None, min_length=1, description="claim that names invited people by their username"
    )
    oidc_create_people: bool = Field(
        True, description="whoever the issuer knows becomes a person, without any membership"
    )
    allowed_hosts: Annotated[tuple[str, ...], NoDecode] = Field(
        (), description="further Host names that requests may carry, comma-separated"
    )
    allowed_origins: Annotated[tuple[str, ...], NoDecode] = Field(
        (), description="further web origins that may call the API, comma-separated"
    )
    embedding_model: str = Field(
        "all-MiniLM-L6-v2", description="the packaged model, a fastembed name, or a folder"
    )
    models_url: str | None = Field(
        None, description="base of an OpenAI-compatible API, for groups that chose no models"
    )
    models_key: str | None = Field(None, min_length=1, description="key of that API")
    models_small: str = Field("gpt-5-mini", min_length=1, description="its model for quick texts")
    models_large: str = Field("gpt-5", min_length=1, description="its model for other texts")
    models_image: str | None = Field(None, min_length=1, description="its model for images")
    model_workers: PositiveInt = Field(
        2, le=200, description="most processes of model plugins at once, beside the others"
    )
    sync_on_start: bool = Field(True, description="read the registry when the server starts")
    log_level: str = Field("INFO", pattern="^(DEBUG|INFO|WARNING|ERROR)$")
    log_format: str = Field(
        "auto", pattern="^(auto|text|json)$", description="auto: text on a terminal, else JSON"
    )

    workers: PositiveInt = Field(10, le=200, description="most plugin processes at once")
    worker_memory_mb: int = Field(512, ge=128, le=65536, description="memory of one process, MiB")
    worker_memory_max_mb: int = Field(
        2048, ge=128, le=65536, description="most that an owner may raise it to, MiB"
    )
    worker_cpus: PositiveFloat = Field(1.0, description="processor cores of one process")
    worker_pids: int = Field(64, ge=16, description="threads of one process")
    isolation: str = Field(
        "full", pattern="^(full|reduced)$", description="reduced: without user namespaces"
    )
    worker_calls: PositiveInt = Field(1_000, description="calls that one process answers")
    worker_seconds: PositiveInt = Field(3_600, description="age at which a process is replaced")
    worker_idle_seconds: PositiveInt = Field(600, description="time without calls that ends one")
    egress_resolve: Annotated[tuple[str, ...], NoDecode] = Field(
        (), description="addresses of hosts that plugins reach: host=address:port, comma-separated"
    )
    egress_ca: Path | None = Field(
        None, description="further certificate authority of hosts that plugins reach, as PEM"
    )
    egress_requests_per_minute: int = Field(
        10, ge=1, le=10_000, description="requests of one instance, unless its owner raises it"
    )
    egress_requests_per_minute_max: PositiveInt = Field(
        600, description="most that an owner may raise it to"
    )
    egress_bytes_per_execution: PositiveInt = Field(
        10_000_000, description="bytes of one execution to and from hosts"
    )
    residents: PositiveInt = Field(5, le=200, description="plugins that one executor keeps up")
    installs_at_once: PositiveInt = Field(2, description="installs that one executor runs at once")
    execution_timeout_ms: int = Field(30_000, ge=1, description="time of an execution")
    execution_timeout_max_ms: int = Field(300_000, ge=1, description="longest time to ask for")
    execution_log_bytes: int = Field(MEBIBYTE, ge=1024, description="log kept of an execution")
    value_bytes: int = Field(10 * MEBIBYTE, ge=1024, description="largest single value in or out")
    install_seconds: PositiveInt = Field(300, description="time of an install")
    installs_per_hour: int = Field(10, ge=0, le=10_000, description="per group; 0: unlimited")
    executions_per_minute: int = Field(
        100, ge=0, le=10_000, description="per instance; 0: unlimited"
    )
    executions_queued: PositiveInt = Field(1_000, description="waiting executions of a group")
    sync_interval_seconds: NonNegativeInt = Field(300, description="time between two syncs")
    free_executions_per_day: PositiveInt = Field(100, description="daily quota of the plan FREE")
    pro_executions_per_day: PositiveInt = Field(10_000, description="daily quota of the plan PRO")
    things_per_group: PositiveInt = Field(100_000, description="things of a group, all kept")
    people_per_group: PositiveInt = Field(1_000, description="members of a group")
    groups_per_group: PositiveInt = Field(100, description="groups directly within a group")
    group_depth: NonNegativeInt = Field(8, description="groups that a group may lie in")
    knowledge_per_group: PositiveInt = Field(
        100_000, description="texts that a group may add to its knowledge"
    )
    requests_per_minute: NonNegativeInt = Field(
        6_000, description="of one person to one server process; 0: unlimited"
    )
    stranger_requests_per_minute: NonNegativeInt = Field(
        600, description="of one address without a valid token; 0: unlimited"
    )
    upload_bytes: int = Field(64 * MEBIBYTE, ge=1024, description="largest uploaded package")
    request_bytes: int = Field(16 * MEBIBYTE, ge=1024, description="largest request body")
    document_bytes: int = Field(100_000, ge=1_000, description="longest GraphQL document")
    query_tokens: PositiveInt = Field(5_000, description="words and signs of a document")
    query_operations: PositiveInt = Field(10, description="operations of a document")
    query_depth: PositiveInt = Field(12, le=100, description="fields within fields")
    query_root_fields: PositiveInt = Field(20, description="root fields of an operation")
    query_aliases: NonNegativeInt = Field(30, description="aliases of a document")
    query_directives: NonNegativeInt = Field(50, description="directives of a document")
    query_directives_per_field: NonNegativeInt = Field(5, description="directives at one place")
    query_values: NonNegativeInt = Field(500, description="values written out in a document")
    query_cost: PositiveInt = Field(25_000, description="price of an operation")
    query_errors: PositiveInt = Field(10, le=100, description="mistakes told of a document")
    introspection: bool = Field(True, description="the schema may be asked for")
    persisted_operations: Path | None = Field(
        None, description="manifest of the only operations that run"
    )
    persisted_per_caller: PositiveInt = Field(500, description="registered operations of one")
    persisted_in_total: PositiveInt = Field(10_000, description="registered operations of all")
    graphiql: bool = Field(True, description="browsers get GraphiQL at /graphql")
    batch_operations: PositiveInt = Field(8, description="operations of one HTTP request")
    operation_seconds: PositiveFloat = Field(30.0, description="longest time of a query")
    metrics_token: str | None = Field(None, min_length=16, description="reads /metrics")
    request_seconds: PositiveFloat = Field(30.0, description="for the headers, and for the body")
    write_seconds: PositiveFloat = Field(20.0, description="drop who reads nothing for so long")
    ws_connections: PositiveInt = Field(5_000, description="open WebSockets and event streams")
    ws_connections_per_caller: PositiveInt = Field(100, description="of these, one caller's")
    ws_operations: PositiveInt = Field(100, description="operations that run on a connection")
    ws_message_bytes: int = Field(MEBIBYTE, ge=1024, description="largest WebSocket message")
    ws_init_seconds: PositiveFloat = Field(10.0, description="time for connection_init to come")
    ws_ping_seconds: PositiveFloat = Field(25.0, description="time between pings or heart-beats")
    ws_idle_seconds: PositiveFloat = Field(300.0, description="time without any operation")
    sse_reservation_seconds: PositiveFloat = Field(
        10.0, description="a reserved event stream waits so long for its client"
    )
    subscriber_queue: PositiveInt = Field(1_024, description="updates a slow client may lag behind")
    lease_seconds: PositiveFloat = Field(10.0, description="a silent executor loses its jobs after")
    token_hours: PositiveFloat = Field(
        12.0, description="lifetime of a token from the command line"
    )
    token_hours_max: PositiveFloat = Field(
        720.0, le=87_600, description="longest lifetime to ask for, and of a key that was replaced"
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

    @field_validator(
        "allowed_hosts",
        "allowed_origins",
        "egress_resolve",
        "master_keys_previous",
        "secret_keys_previous",
        mode="before",
    )
    @classmethod
    def _split(cls, value: object) -> object:
        if isinstance(value, str):
            return tuple(part.strip() for part in value.split(",") if part.strip())
        return value

    @field_validator("secret_keys_previous")
    @classmethod
    def _long_keys(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        if any(len(key) < MIN_KEY for key in value):
            raise ValueError(f"each key needs {MIN_KEY} characters or more")
        return value

    @field_validator("egress_resolve")
    @classmethod
    def _endpoints(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        read_endpoints(value)
        return value

    @field_validator("egress_ca")
    @classmethod
    def _readable_authority(cls, value: Path | None) -> Path | None:
        if value is not None and "BEGIN CERTIFICATE" not in read_text(value):
            raise ValueError(f"{value} holds no certificate in PEM form")
        return value

    @field_validator("oidc_issuer", "oidc_jwks_url")
    @classmethod
    def _secure(cls, value: str | None) -> str | None:
        return None if value is None else secure_url(value)

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
        masters = (self.master_key, self.master_key_file, self.master_key_command)
        if sum(map(bool, masters)) > 1:
            raise ValueError(
                "ONE_MASTER_KEY, ONE_MASTER_KEY_FILE and ONE_MASTER_KEY_COMMAND: set one of them"
            )
        if self.execution_timeout_ms > self.execution_timeout_max_ms:
            raise ValueError(
                "ONE_EXECUTION_TIMEOUT_MS must not exceed ONE_EXECUTION_TIMEOUT_MAX_MS"
            )
        return self

    @model_validator(mode="after")
    def _consistent_tokens(self) -> Self:
        if self.secret_keys_previous and not self.secret_key:
            raise ValueError("ONE_SECRET_KEYS_PREVIOUS needs ONE_SECRET_KEY, which signs")
        if (self.oidc_issuer is None) != (self.oidc_audience is None):
            raise ValueError("ONE_OIDC_ISSUER and ONE_OIDC_AUDIENCE need one another")
        if self.oidc_jwks_url and not self.oidc_issuer:
            raise ValueError("ONE_OIDC_JWKS_URL needs ONE_OIDC_ISSUER, whose keys are there")
        if self.token_hours > self.token_hours_max:
            raise ValueError("ONE_TOKEN_HOURS must not exceed ONE_TOKEN_HOURS_MAX")
        return self

    @cached_property
    def embedded(self) -> bool:
        """Whether the server runs its own MongoDB."""
        return self.mongodb_uri is None

    @cached_property
    def loopback(self) -> bool:
        """Whether only this machine can reach the server."""
        return is_loopback(self.host)
