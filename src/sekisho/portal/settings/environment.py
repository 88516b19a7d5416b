"""What a site sets: the variables of the environment, each read once, typed and explained."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

Mode = Literal["server", "local", "demo"]


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
    https: bool = Field(True, description="Whether readers come over HTTPS; off only on loopback")
    now: Path | None = Field(
        None, description="Only in mode demo: a file with the time that is taken for now"
    )
    soon_days: int = Field(
        5, ge=1, le=60, description="The working days ahead within which the queue warns of a lapse"
    )

    @model_validator(mode="after")
    def _only_a_demonstration_moves_the_clock(self) -> Environment:
        if self.now is not None and self.mode != "demo":
            msg = "SEKISHO_NOW moves the clock of a demonstration only: set SEKISHO_MODE=demo"
            raise ValueError(msg)
        return self


@cache
def environment() -> Environment:
    """Gives the variables as they were when first asked for."""
    return Environment()  # type: ignore[call-arg]  # pydantic-settings fills the fields
