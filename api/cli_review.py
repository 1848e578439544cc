"""What the agency's own staff does on the machine: labels out, dead letters again."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.exits import Exit
from api.settings import Settings

if TYPE_CHECKING:
    from api.store.database import Database

letters_app = typer.Typer(
    help="移交与回退件 hand-overs and dead letters", no_args_is_help=True, rich_markup_mode=None
)


@contextmanager
def _database() -> Iterator["Database"]:
    from api.store.database import Database  # noqa: PLC0415 — not needed for --help

    database = Database(Settings().database_url)
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
