"""Commands that keep an installation alive: `intake backup`, `restore`."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from api.exits import Exit
from api.settings import Settings

SHOWN = 20
"""Missing files named one by one."""


def add_to(app: typer.Typer) -> None:
    """Put the commands into the command line."""
    for command in (backup, restore):
        app.command()(command)


@contextmanager
def _or_refused() -> Iterator[None]:
    """Tell why something was not done, and end with a usage error."""
    from api.operations.refusal import Refused  # noqa: PLC0415 — not needed for --help

    try:
        yield
    except Refused as refused:
        typer.echo(str(refused), err=True)
        raise typer.Exit(Exit.USAGE) from None


def backup(
    target: Annotated[Path, typer.Argument(file_okay=False, help="备份文件夹 the backup's folder")],
) -> None:
    """
    备份 Back up database and papers while the service runs; a second time only what is new.

    密钥文件、环境变量、政策文件夹、证书不在备份里，请另存。密钥与备份分开保管。
    Not in the backup: the key file, settings (environment), policies, certificates. Keep the key
    elsewhere: without it a backup cannot be read.

    退出码 exit codes: 0 完整 whole, 3 有文件缺失 files were missing, 2 未做 refused.
    """
    from api.operations.backup import back_up  # noqa: PLC0415 — not needed for --help
    from api.store.open_blobs import key_place  # noqa: PLC0415

    settings = Settings()
    with _or_refused():
        made = back_up(settings, target)
    typer.echo(f"{made.files} 个文件 files → {target}")
    if made.key is None:
        typer.echo("未加密：对象存储没有设置密钥 not sealed: the bucket has no key file", err=True)
    else:
        typer.echo(
            f"备份不含密钥文件，请另行保管 the key is not in it, keep a copy elsewhere: "
            f"{key_place(settings)}",
            err=True,
        )
    _tell_missing(made.missing)


def restore(
    source: Annotated[
        Path, typer.Argument(exists=True, file_okay=False, help="备份文件夹 the backup's folder")
    ],
) -> None:
    """
    恢复 Restore a backup into the empty place that the settings name, and read everything back.

    先把密钥文件放到位（INTAKE_KEY_FILE，或 数据文件夹/keys/blobs.key）；已有数据处一律拒绝。
    Put the key file into its place first; a place that is not empty is refused.

    退出码 exit codes: 0 完整 whole, 3 有缺失或审计记录不符 something is missing, 2 未做 refused.
    """
    from api.operations.restore import restore as fill  # noqa: PLC0415 — not needed for --help

    with _or_refused():
        restored = fill(Settings(), source)
    trail = restored.trail
    typer.echo(f"{restored.files} 个文件，逐个核对 files read back")
    if trail.broken is None and trail.head_seen:
        typer.echo(f"审计记录 {trail.rows} 行完好 rows of the audit trail, whole")
    else:
        typer.echo("审计记录不符 the audit trail is not what was backed up", err=True)
    _tell_missing(restored.missing)
    if not restored.whole:
        raise typer.Exit(Exit.INCOMPLETE)


def _tell_missing(missing: tuple[str, ...]) -> None:
    """Name the files that are missing, and end with a code that says so."""
    if not missing:
        return
    typer.echo(f"缺失或损坏 {len(missing)} 个文件 files are missing or damaged:", err=True)
    for sha256 in missing[:SHOWN]:
        typer.echo(f"  {sha256}", err=True)
    raise typer.Exit(Exit.INCOMPLETE)
