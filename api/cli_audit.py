"""`intake audit verify` says whether the audit trail is what was written."""

from typing import Annotated

import typer

from api.cli_settings import settings_or_exit
from api.exits import Exit

audit_app = typer.Typer(
    help="审计记录 the audit trail", no_args_is_help=True, rich_markup_mode=None
)


@audit_app.callback()
def about() -> None:
    """审计记录 The audit trail: rows are only added, each sealed with the hash before it."""


@audit_app.command()
def verify(
    head: Annotated[
        str,
        typer.Option(help="先前记下的链尾 a head noted earlier, to see that nothing was cut off"),
    ] = "",
) -> None:
    """
    核对审计记录 Follow the chain and name the first row that was changed, removed or slipped in.

    退出码 exit codes: 0 完好 whole, 3 被改动 broken. 记下链尾，下次用 --head 核对。
    Note the head that is printed, outside this machine, and ask for it next time.
    """
    from api.store import audit  # noqa: PLC0415 — not needed for --help
    from api.store.database import Database  # noqa: PLC0415

    try:
        wanted = bytes.fromhex(head) or None
    except ValueError:
        raise typer.BadParameter("链尾是十六进制数 a head is a hexadecimal number") from None
    database = Database(settings_or_exit().database_url)
    try:
        with database.read() as session:
            found = audit.verify(session, wanted)
    finally:
        database.close()
    if found.broken is not None:
        typer.echo(
            f"第 {found.broken} 行被改动或其前缺行 row {found.broken} does not follow", err=True
        )
        raise typer.Exit(Exit.INCOMPLETE)
    if not found.head_seen:
        typer.echo("记录尾部缺失：找不到给出的链尾 the head given is gone", err=True)
        raise typer.Exit(Exit.INCOMPLETE)
    typer.echo(f"{found.rows} 行完好 rows, whole; 链尾 head {found.head.hex()}")
