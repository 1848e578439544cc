"""The service's commands: `intake serve`, `worker`, `migrate`, `keys`, `users`."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from socket import socket
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli_audit import audit_app
from api.cli_review import hold, labels, letters_app, purge
from api.cli_settings import settings_or_exit
from api.exits import Exit

if TYPE_CHECKING:
    from api.settings import Settings
    from api.store.database import Database

FIRST_PASSWORD = "first-administrator.txt"  # noqa: S105 — a file's name

SERVE_HELP = """\
启动服务 Run the whole service on this machine: API, pages and workers.

\b
不需要任何安装或配置：数据在 ./intake-data（SQLite 与本地文件）。
用环境变量改动，例如：
Nothing to install or configure: data lie in ./intake-data (SQLite and local
files). Environment variables change that, e.g.:

\b
  INTAKE_DATA=/srv/intake  INTAKE_PORT=8000  INTAKE_WORKERS=2
  INTAKE_DATABASE=postgresql://intake:…@db/intake
  INTAKE_BLOBS=s3://bucket/prefix
"""

keys_app = typer.Typer(help="接口密钥 API keys", no_args_is_help=True, rich_markup_mode=None)
users_app = typer.Typer(
    help="工作人员账号 staff accounts", no_args_is_help=True, rich_markup_mode=None
)


def add_to(app: typer.Typer) -> None:
    """Put the commands into the command line."""
    app.command(help=SERVE_HELP)(serve)
    app.command()(worker)
    app.command()(migrate)
    app.add_typer(keys_app, name="keys")
    app.add_typer(users_app, name="users")
    app.add_typer(audit_app, name="audit")
    app.add_typer(letters_app, name="deliveries")
    for command in (labels, purge, hold):
        app.command()(command)


@contextmanager
def _database() -> Iterator["Database"]:
    """Yield the database, created or brought up to date first."""
    from api.prepare import prepare_store  # noqa: PLC0415
    from api.store.database import Database  # noqa: PLC0415

    settings = settings_or_exit()
    prepare_store(settings)
    database = Database(settings.database_url)
    try:
        yield database
    finally:
        database.close()


def serve() -> None:
    """Run API and workers until told to stop."""
    settings = settings_or_exit()
    from api.logs import configure  # noqa: PLC0415 — not needed for --help
    from api.supervisor import stop_on_signals, supervise  # noqa: PLC0415

    configure(settings)
    stop = stop_on_signals()
    listening = _listen(settings)

    def prepare(stands: Callable[[], None]) -> None:
        from api.prepare import prepare_store  # noqa: PLC0415 — the children load theirs meanwhile

        prepare_store(settings, stands)
        _first_administrator(settings)
        address = f"{settings.scheme}://{settings.host}:{listening.getsockname()[1]}/"
        typer.echo(f"==> {address}  （Ctrl-C 结束 to end）", err=True)

    supervise(settings, listening, stop, prepare)


def _listen(settings: "Settings") -> socket:
    from api.supervisor import listen  # noqa: PLC0415

    try:
        return listen(settings)
    except OSError as error:
        told = f"{settings.host}:{settings.port}: {error.strerror}"
        typer.echo(f"端口不可用 the port cannot be used: {told}", err=True)
        raise typer.Exit(Exit.USAGE) from None


def _first_administrator(settings: "Settings") -> None:
    """On the very first start make an account and say how to sign in."""
    from api.store.database import Database  # noqa: PLC0415
    from api.store.staff import first_administrator  # noqa: PLC0415

    database = Database(settings.database_url)
    made = first_administrator(database)
    database.close()
    if made is None:
        return
    place = settings.data / FIRST_PASSWORD
    place.touch(mode=0o600)
    place.write_text(f"{made[0]}\n{made[1]}\n", encoding="utf-8")
    typer.echo(
        f"==> 首次启动：管理员账号与初始密码写在 {place}，登录后请改密并删除该文件\n"
        f"    first start: name and first password of the administrator are in {place}; "
        "change the password, then delete the file",
        err=True,
    )


def worker() -> None:
    """
    读页与办理 Run one worker; start as many as wanted, on as many machines.

    With SQLite all run on one machine; `intake serve` starts its own.
    """
    settings = settings_or_exit()
    from api.logs import configure  # noqa: PLC0415
    from api.work.worker import run  # noqa: PLC0415

    configure(settings)
    run(settings)


def migrate() -> None:
    """建库或升级 Create the database, or bring it up to date; `serve` does so by itself."""
    settings = settings_or_exit()
    from api.prepare import prepare_store  # noqa: PLC0415

    prepare_store(settings)


@keys_app.command("new")
def new_key(
    tenant: Annotated[str, typer.Option(help="单位名称 the employer; made if new")],
    scope: Annotated[list[str] | None, typer.Option(help="submit, read, webhooks")] = None,
    label: Annotated[str, typer.Option(help="备注 a note")] = "",
) -> None:
    """新密钥，只显示一次 Make a key; it is shown this once."""
    from api.store import keys  # noqa: PLC0415
    from api.store.viewer import SYSTEM, Scope  # noqa: PLC0415

    scopes = [Scope(name) for name in scope or ("submit", "read", "webhooks")]
    with _database() as database, database.write() as session:
        owner = keys.tenant_named(session, tenant)
        try:
            made = keys.make_key(session, SYSTEM, owner.id, scopes, label)
        except keys.TooManyKeys:
            raise typer.BadParameter("已有两个有效密钥 two keys are live already") from None
    typer.echo(made.secret)


@users_app.command("new")
def new_user(
    name: Annotated[str, typer.Argument(help="登录名 name to sign in with")],
    role: Annotated[
        list[str], typer.Option(help="counter, reviewer, lead, auditor, administrator")
    ],
) -> None:
    """新账号，初始密码只显示一次 Make an account; its first password is shown this once."""
    from api.store.staff import make_staff  # noqa: PLC0415
    from api.store.viewer import SYSTEM, Role  # noqa: PLC0415

    with _database() as database, database.write() as session:
        _, password = make_staff(session, SYSTEM, name, [Role(item) for item in role])
    typer.echo(password)
