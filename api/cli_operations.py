"""Commands that keep an installation alive: backup and restore, doctor, dossiers, calibrate."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, BinaryIO

import typer

from api.cli_settings import settings_or_exit
from api.exits import Exit

SHOWN = 20
"""Missing files named one by one."""
PATIENCE = "5"
"""Seconds that the doctor waits for a PostgreSQL server that does not answer."""


def add_to(app: typer.Typer) -> None:
    """Put the commands into the command line."""
    for command in (backup, restore, doctor, calibrate):
        app.command()(command)
    app.command("case-export")(case_export)
    app.command("case-verify")(case_verify)
    app.command("case-key")(case_key)


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
    *,
    check: Annotated[
        bool, typer.Option("--check", help="重读已有备份，坏的重传 read what is there, mend it")
    ] = False,
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

    settings = settings_or_exit()
    with _or_refused():
        made = back_up(settings, target, check=check)
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
        restored = fill(settings_or_exit(), source)
    trail = restored.trail
    typer.echo(f"{restored.files} 个文件，逐个核对 files read back")
    if trail.broken is None and trail.head_seen:
        typer.echo(f"审计记录 {trail.rows} 行完好 rows of the audit trail, whole")
    else:
        typer.echo("审计记录不符 the audit trail is not what was backed up", err=True)
    _tell_missing(restored.missing)
    if not restored.whole:
        raise typer.Exit(Exit.INCOMPLETE)


def doctor(
    *,
    as_json: Annotated[bool, typer.Option("--json", help="供程序读取 for programs")] = False,
) -> None:
    """
    检查安装 Say what is wrong with this installation and what to do; nothing is changed.

    退出码 exit codes: 0 正常 all well, 4 有提醒 something to look at, 3 有错误 something is wrong.
    """
    from api.operations.doctor import examine, worst  # noqa: PLC0415 — not needed for --help
    from api.operations.finding import Grade  # noqa: PLC0415

    os.environ.setdefault("PGCONNECT_TIMEOUT", PATIENCE)
    findings = examine(settings_or_exit())
    if as_json:
        lines = [asdict(item) | {"grade": item.grade.name.lower()} for item in findings]
        typer.echo(json.dumps(lines, ensure_ascii=False, indent=1))
    else:
        names = {Grade.OK: "正常 ok   ", Grade.LOOK: "提醒 look ", Grade.WRONG: "有误 WRONG"}
        for item in findings:
            typer.echo(f"{names[item.grade]}  {item.check}: {item.zh}")
            if item.en != item.zh:
                typer.echo(f"{'':12}{item.en}")
    ends = {Grade.OK: Exit.COMPLETE, Grade.LOOK: Exit.REVIEW, Grade.WRONG: Exit.INCOMPLETE}
    raise typer.Exit(ends[worst(findings)])


def case_export(
    case: Annotated[str, typer.Argument(help="办件编号 the case")],
    out: Annotated[Path, typer.Option(help="写到哪个 ZIP the file to write; it must not exist")],
) -> None:
    """
    导出卷宗 Write everything about a case as one signed ZIP for auditors; the trail notes it.

    退出码 exit codes: 0 完整 whole, 3 有文件缺失 files were missing, 2 没有这一办件 no such case.
    """
    from api.operations.dossier import Archive, export  # noqa: PLC0415 — not needed for --help
    from api.operations.signing import signer  # noqa: PLC0415
    from api.operations.snapshot import refuse_empty  # noqa: PLC0415
    from api.store.database import Database  # noqa: PLC0415
    from api.store.open_blobs import open_blobs  # noqa: PLC0415
    from api.store.viewer import SYSTEM  # noqa: PLC0415

    settings = settings_or_exit()
    database = Database(settings.database_url)
    try:
        with _or_refused():
            refuse_empty(database)
        archive = Archive(database, open_blobs(settings), signer(settings))
        with _new_file(out) as file:
            made = export(archive, SYSTEM, case, file)
    except LookupError:
        raise typer.BadParameter("没有这一办件 no such case") from None
    finally:
        database.close()
    typer.echo(f"{len(made.parts)} 个文件 files → {out}\n公钥 public key {made.key}")
    _tell_missing(made.missing)


@contextmanager
def _new_file(path: Path) -> Iterator[BinaryIO]:
    """Yield a file that nobody else reads; it is gone again if an error leaves the block."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise typer.BadParameter(f"已存在 exists already: {path}") from None
    try:
        with os.fdopen(descriptor, "wb") as file:
            yield file
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def case_verify(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="卷宗 ZIP a dossier")],
    key: Annotated[
        str, typer.Option(help="经办机构的公钥 the agency's public key, from `intake case-key`")
    ] = "",
) -> None:
    """
    核验卷宗 Check every file of a dossier, and its signature; needs no installation.

    不给公钥时只能核对卷宗自身是否一致。 Without a key only that it agrees with itself.

    退出码 exit codes: 0 完好 whole, 3 有问题 something is wrong, 2 不是卷宗 no dossier.
    """
    from api.operations.dossier_check import check  # noqa: PLC0415 — not needed for --help

    with _or_refused():
        checked = check(file, key)
    told = checked.manifest
    typer.echo(f"{told.case}  {told.made_at.isoformat(timespec='seconds')}  公钥 key {told.key}")
    for problem in checked.problems:
        typer.echo(problem, err=True)
    if checked.problems:
        raise typer.Exit(Exit.INCOMPLETE)
    typer.echo(f"{len(told.parts)} 个文件完好 files, whole")
    if not key:
        typer.echo(
            "请以 --key 核对公钥 compare it: anybody can sign with a key of their own",
            err=True,
        )


def case_key() -> None:
    """卷宗公钥 Print the public key of this installation's dossiers; give it to auditors once."""
    from api.operations.signing import public, signer  # noqa: PLC0415 — not needed for --help

    typer.echo(public(signer(settings_or_exit())))


def calibrate(
    out: Annotated[
        Path, typer.Argument(help="报告 the report to write (Markdown); must not exist")
    ],
    error: Annotated[
        float, typer.Option(min=0.0001, max=0.5, help="允许的差错 error allowed, 0-1")
    ] = 0.01,
) -> None:
    """
    校准 Say from reviewed cases how far to trust the machine here, and whether assist may end.

    退出码 exit codes: 0 可结束辅助模式 assist mode may end, 4 复核还不够 not enough reviewed yet.
    """
    from api.operations import calibration  # noqa: PLC0415 — not needed for --help
    from api.operations.calibration_report import may_end, report  # noqa: PLC0415
    from api.operations.snapshot import refuse_empty  # noqa: PLC0415
    from api.store.database import Database  # noqa: PLC0415
    from api.store.open_blobs import open_blobs  # noqa: PLC0415

    settings = settings_or_exit()
    database = Database(settings.database_url)
    try:
        with _or_refused():
            refuse_empty(database)
        with database.read() as session:
            found = list(calibration.labels(session))
            cases = calibration.assisted_cases(session, open_blobs(settings))
    finally:
        database.close()
    with _new_file(out) as file:
        file.write(report(found, cases, error).encode())
    typer.echo(f"{len(found)} 个读数 values, {cases.count} 个办件 cases → {out}")
    if not may_end(cases, error):
        typer.echo("辅助模式尚不能结束 assist mode may not end yet", err=True)
        raise typer.Exit(Exit.REVIEW)
    typer.echo("可以结束辅助模式 assist mode may end")


def _tell_missing(missing: tuple[str, ...]) -> None:
    """Name the files that are missing, and end with a code that says so."""
    if not missing:
        return
    typer.echo(f"缺失或损坏 {len(missing)} 个文件 files are missing or damaged:", err=True)
    for sha256 in missing[:SHOWN]:
        typer.echo(f"  {sha256}", err=True)
    raise typer.Exit(Exit.INCOMPLETE)
