"""What a site sets: the variables of the environment, each read once, typed and explained."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, SecretStr, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from sekisho.match.names.script import dictionary

Mode = Literal["server", "local", "demo"]


class Broker(BaseModel):
    """An identity broker that signs people in: `claim` is where it states the corporate number."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str = Field(pattern=r"^[a-z][a-z0-9-]{0,31}$")
    name: str
    issuer: str
    client_id: str
    secret: SecretStr
    claim: str = "corporate_number"
    authorizes_at: str = ""

    @property
    def signs_in_at(self) -> str:
        """The site to which a person is sent: the issuer's, unless another is named."""
        parts = urlsplit(self.authorizes_at or self.issuer)
        return f"{parts.scheme}://{parts.netloc}"

    def as_app(self) -> dict[str, object]:
        """Gives the broker as allauth describes one: its signed token alone counts."""
        return {
            "provider_id": self.id,
            "name": self.name,
            "client_id": self.client_id,
            "secret": self.secret.get_secret_value(),
            "settings": {
                "server_url": self.issuer,
                "number_claim": self.claim,
                "fetch_userinfo": False,
                "oauth_pkce_enabled": True,
            },
        }


class Environment(BaseSettings):
    """The variables `SEKISHO_*` of a portal."""

    model_config = SettingsConfigDict(env_prefix="SEKISHO_", frozen=True, extra="ignore")

    mode: Mode = Field("server", description="server; local: one user on loopback; demo: fictional")
    data: Path = Field(Path("sekisho-data"), description="The folder of everything stored")
    database_url: SecretStr | None = Field(
        None, description="postgresql://...; without it SQLite in the data folder"
    )
    secret_key: SecretStr | None = Field(
        None, description="Signs sessions; without it one is made once in the data folder"
    )
    library: Path | None = Field(None, description="The reference library; else the starter one")
    libraries: Path | None = Field(
        None,
        description="Earlier libraries, each in a folder named by its digest, for official vettings",
    )
    hosts: tuple[str, ...] = Field(
        ("localhost", "127.0.0.1", "[::1]"), description="Host names that are answered, as JSON"
    )
    second_factor: bool = Field(
        False, description="Asks it of an authority's people in demo and local mode, as on a server"
    )
    master_key: SecretStr | None = Field(
        None, description="Wraps the keys of personal data; without it one is made once"
    )
    brokers: tuple[Broker, ...] = Field(
        (), description="Identity brokers (OpenID Connect), as a JSON list"
    )
    https: bool = Field(True, description="Whether readers come over HTTPS; off only on loopback")
    lease: float = Field(
        60, gt=0, description="Seconds a worker holds a task before another may take it"
    )
    work_kept_days: int = Field(30, ge=1, description="Days for which finished tasks are kept")
    disk_floor_mib: int = Field(512, ge=0, description="MiB of free disk below which /health warns")
    watch_host: str = Field("127.0.0.1", description="Where /health and /metrics are answered")
    watch_port: int = Field(9464, description="The port of /health and /metrics; 0 for none")

    now: Path | None = Field(
        None, description="Only in mode demo: a file with the time that is taken for now"
    )
    soon_days: int = Field(
        5, ge=1, le=60, description="The working days ahead within which the queue warns of a lapse"
    )

    readings: str = Field(
        "", description="A dictionary of readings for kanji: sudachi, or one edition; none if empty"
    )

    @model_validator(mode="after")
    def _the_dictionary_that_is_asked_for_is_there(self) -> Environment:
        # A server that could not compare names must not start.
        dictionary.in_use()
        return self

    @model_validator(mode="after")
    def _only_a_demonstration_moves_the_clock(self) -> Environment:
        if self.now is not None and self.mode != "demo":
            msg = "SEKISHO_NOW moves the clock of a demonstration only: set SEKISHO_MODE=demo"
            raise ValueError(msg)
        return self

    @property
    def needs_second_factor(self) -> bool:
        """Whether an authority's people must have a second factor: always on a server."""
        return self.mode == "server" or self.second_factor


@cache
def environment() -> Environment:
    """Gives the variables as they were when first asked for."""
    return Environment()  # type: ignore[call-arg]  # pydantic-settings fills the fields
