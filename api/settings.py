"""Every setting of the service, in one validated place; each may be set as `INTAKE_<NAME>`."""

import os
from pathlib import Path
from typing import Annotated, Literal, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

Megabytes = Annotated[int, Field(gt=0, le=100_000)]
Seconds = Annotated[float, Field(gt=0)]


def _cores() -> int:
    """Return how many workers fit this machine: reading keeps a core busy and some 800 MB."""
    return max(1, min(os.cpu_count() or 1, 8))


class Settings(BaseSettings):
    """What an installation may choose; the defaults run on one machine without anything else."""

    model_config = SettingsConfigDict(env_prefix="INTAKE_", frozen=True, extra="forbid")

    data: Path = Path("intake-data")
    """Everything that one machine keeps: database, papers, leases."""
    database: SecretStr = SecretStr("")
    """`postgresql://user:password@host/name`; empty for an SQLite file below `data`."""
    blobs: str = ""
    """`s3://bucket/prefix`; empty for a folder below `data`. Keys come from the AWS variables."""
    key_file: Path | None = None
    """The key of the files at rest; made below `data` where it is not set. Without it backups are
    worthless: keep a copy elsewhere, and not beside them."""
    cipher: Literal["aes-256-gcm", "sm4-gcm"] = "aes-256-gcm"
    """How new files are encrypted; what was written by the other is still read."""
    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=0, le=65535)
    metrics_port: int = Field(default=0, ge=0, le=65535)
    """Where `GET /metrics` is answered, apart from everything else; 0 for nowhere."""
    public_address: str = Field(default="", pattern=r"^(https?://[^/?#]+)?$")
    """`https://host` by which citizens' phones reach the desk; empty: as the clerk's browser."""
    servers: int = Field(default_factory=lambda: min(2, os.cpu_count() or 1), ge=1, le=16)
    """Processes that answer requests; they share one socket."""
    tls_certificate: Path | None = None
    """PEM file with the certificate and its chain; then the service speaks HTTPS itself."""
    tls_key: Path | None = None
    workers: int = Field(default_factory=_cores, ge=0, le=64)
    """Processes that `intake serve` keeps running; 0 where `intake worker` runs elsewhere."""
    machine: str = Field(default_factory=lambda: os.uname().nodename, min_length=1)
    """Tells this machine's workers from those of others that share the database."""
    region: str = "national"
    """Where a claim names no region (参保地)."""
    policies: Path | None = None
    """The agency's own policy folder."""
    office: str = Field(default="", max_length=100)
    """The agency's name on notices (经办机构); blank lines where it is not said."""
    timezone: str = "Asia/Shanghai"
    """The counter's clock: a claim without a day of declaration was declared today there."""
    page_work: str = "intake.pipeline:page_work"
    """`module:function` that makes a worker's job from limits; another reader is put in here."""
    page_seconds: Seconds = 30.0
    page_memory: Megabytes = 1024
    body: Megabytes = 512
    """Largest request with files; any other request may have one."""
    json_body: Megabytes = 1
    upload_seconds: Seconds = 600.0
    """An upload that takes longer is broken off."""
    idle_minutes: int = Field(default=15, gt=0)
    """A member of staff who does nothing for so long has to sign in again."""
    session_hours: int = Field(default=12, gt=0)
    requests_per_minute: int = Field(default=1200, gt=0)
    """Of one tenant, or one member of staff, to one API process."""
    sign_ins_per_minute: int = Field(default=30, gt=0)
    """From one address under one name: checking a password is dear."""
    idempotency_hours: int = Field(default=48, ge=24)
    drain_seconds: int = Field(default=30, gt=0)
    """How long requests and the page at hand may go on after a stop was asked for."""
    poll_seconds: float = Field(default=0.2, gt=0, le=10)
    sweep_seconds: float = Field(default=2.0, gt=0, le=60)
    """Between two looks for the work of dead workers."""
    calculator: str = ""
    """`https://host/path` of the agency's own arrears calculator; empty for the embedded one."""
    calculator_token: SecretStr = SecretStr("")
    """Sent to it as `Authorization: Bearer`."""
    calculator_seconds: Seconds = 30.0
    webhook_allow: tuple[str, ...] = ()
    """Intranet targets of webhooks: `["10.1.0.0/16", "hooks.example.cn"]`; else public HTTPS."""
    retention_days: int = Field(default=0, ge=0)
    """`intake purge` removes what has been at rest for so long; 0: nothing, until a rule is set."""
    duplicates: bool = True
    """A month that was granted to the same employee before is left to a person."""
    assist: bool = False
    """Nothing is called complete without a person; see `intake calibrate`."""
    review_minutes: int = Field(default=15, gt=0, le=480)
    """How long a reviewer has a case in hand without doing anything to it."""
    log: Literal["json", "text"] = "json"

    @field_validator("timezone")
    @classmethod
    def _exists(cls, name: str) -> str:
        try:
            ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError) as error:
            raise ValueError(f"没有这个时区 no such time zone: {name}") from error
        return name

    @model_validator(mode="after")
    def _places_are_known(self) -> Self:
        if self.blobs and not self.blobs.startswith("s3://"):
            raise ValueError("blobs: s3://bucket/prefix, or empty for a local folder")
        url = self.database.get_secret_value()
        if (self.tls_certificate is None) != (self.tls_key is None):
            raise ValueError("tls_certificate, tls_key: both or none")
        if self.calculator and not self.calculator.startswith(("http://", "https://")):
            raise ValueError("calculator: https://host/path, or empty for the embedded one")
        if url and not url.startswith(("postgresql://", "postgresql+psycopg://", "sqlite:///")):
            raise ValueError("database: postgresql://…, or empty for SQLite")
        return self

    @property
    def zone(self) -> ZoneInfo:
        """Return the counter's time zone."""
        return ZoneInfo(self.timezone)

    @property
    def scheme(self) -> str:
        """Return `https` where the service has a certificate."""
        return "https" if self.tls_certificate else "http"

    @property
    def database_url(self) -> str:
        """Return the address of the database for SQLAlchemy; it may hold a password."""
        url = self.database.get_secret_value()
        if not url:
            return f"sqlite:///{(self.data / 'intake.db').absolute()}"
        return url.replace("postgresql://", "postgresql+psycopg://", 1)
