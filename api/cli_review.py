"""What the agency's own staff does on the machine: labels out, dead letters again."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli_settings import settings_or_exit
from api.exits import Exit

if TYPE_CHECKING:
    from api.store.database import Database

letters_app = typer.Typer(
    help="移交与回退件 hand-overs and dead letters", no_args_is_help=True, rich_markup_mode=None
)


@contextmanager
def _database() -> Iterator["Database"]:
    from api.store.database import Database  # noqa: PLC0415 — not needed for --help

    database = Database(settings_or_exit().database_url)
    try:
        yield database
    finally:
        database.close()


def labels(
    out: Annotated[Path, typer.Argument(help="JSONL 文件 the file to write; it must not exist")],
) -> None:
    """
    导出人工更正 Export what people corrected, as labelled data (JSONL, one line each).

    内容与原件同样保密。 As confidential as the papers themselves.
    """
    from api.store.labels import labels as lines_of  # noqa: PLC0415

    count = 0
    try:
        with _database() as database, database.read() as session, out.open("x") as file:
            for count, line in enumerate(lines_of(session), 1):  # noqa: B007 — counted
                file.write(json.dumps(line, ensure_ascii=False) + "\n")
        out.chmod(0o600)
    except FileExistsError:
        raise typer.BadParameter(f"已存在 exists already: {out}") from None
    typer.echo(f"{count} 条 labels → {out}")


@letters_app.command("list")
def list_letters(
    state: Annotated[str, typer.Option(help="dead, waiting, done, void")] = "dead",
) -> None:
    """列出移交 List hand-overs and webhooks by state; `dead` are those given up."""
    from sqlalchemy import select  # noqa: PLC0415

    from api.store.tables_decided import Outbox  # noqa: PLC0415

    with _database() as database, database.read() as session:
        rows = session.scalars(select(Outbox).where(Outbox.state == state).order_by(Outbox.id))
        for row in rows:
            typer.echo(f"{row.id} {row.kind} {row.case_id}:{row.revision} {row.problem or ''}")


@letters_app.command("replay")
def replay_letter(
    item: Annotated[str, typer.Argument(help="`intake deliveries list` 给出的编号 its identifier")],
) -> None:
    """重发 Send a dead letter again; the calculator's key stays the same."""
    from api.store.tables_decided import Outbox  # noqa: PLC0415
    from api.store.viewer import SYSTEM  # noqa: PLC0415
    from api.work.deliver import replay  # noqa: PLC0415
    from api.work.engine import Client  # noqa: PLC0415

    with _database() as database:
        client = Client(database)
        try:
            with database.write() as session:
                found = session.get(Outbox, item)
                if found is None or found.state != "dead":
                    typer.echo("没有这一回退件 no such dead letter", err=True)
                    raise typer.Exit(Exit.USAGE)
                replay(session, client, SYSTEM, found)
        finally:
            client.close()


def purge() -> None:
    """
    清除到期材料 Remove what has been at rest longer than INTAKE_RETENTION_DAYS; run it daily.

    保全中的不动。文件在一日宽限期后抹除。 What is on hold stays; files go after a day of grace.
    """
    from datetime import timedelta  # noqa: PLC0415

    from api.store import retention  # noqa: PLC0415
    from api.store.columns import now  # noqa: PLC0415
    from api.store.open_blobs import open_blobs  # noqa: PLC0415

    settings = settings_or_exit()
    with _database() as database:
        count = 0
        if settings.retention_days:
            count = retention.purge(database, now() - timedelta(days=settings.retention_days))
        gone = retention.bury(database, open_blobs(settings))
    typer.echo(f"{count} 批材料 submissions, {gone} 个文件 files")


def hold(
    submission: Annotated[str, typer.Argument(help="材料批次编号 the submission")],
    reason: Annotated[str, typer.Option(help="事由 why it must be kept")] = "",
    lift: Annotated[bool, typer.Option("--lift", help="解除 lift the hold")] = False,  # noqa: FBT002
) -> None:
    """保全材料 Keep a submission whatever the rule of retention says (legal hold)."""
    from api.store import retention  # noqa: PLC0415
    from api.store.viewer import SYSTEM  # noqa: PLC0415

    if not lift and not reason:
        raise typer.BadParameter("须说明事由 a reason is needed")
    with _database() as database, database.write() as session:
        if lift:
            retention.lift(session, SYSTEM, submission)
            return
        try:
            retention.hold(session, SYSTEM, submission, reason)
        except LookupError:
            raise typer.BadParameter("没有这一批次 no such submission") from None
