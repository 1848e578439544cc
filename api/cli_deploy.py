"""Commands for whoever installs the service: `intake ready`, `unit`, `bundle`."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli_settings import settings_or_exit
from api.exits import Exit

if TYPE_CHECKING:
    from api.operations.unit import Part


def add_to(app: typer.Typer) -> None:
    """Put the commands into the command line."""
    for command in (ready, unit, bundle):
        app.command()(command)


def ready(
    *,
    worker: Annotated[
        bool, typer.Option("--worker", help="只看本机读页进程 this machine's workers alone")
    ] = False,
) -> None:
    """
    是否就绪 Say by the exit code whether the service on this machine is ready; for health checks.

    退出码 exit codes: 0 就绪 ready, 1 未就绪 not ready.
    """
    from api.operations.ready import serves, works  # noqa: PLC0415 — not needed for --help

    settings = settings_or_exit()
    fit = works(settings) if worker else serves(settings)
    typer.echo("就绪 ready" if fit else "未就绪 not ready", err=not fit)
    raise typer.Exit(Exit.COMPLETE if fit else Exit.INTERNAL)


def unit(
    *,
    data: Annotated[Path, typer.Option(help="数据文件夹 the data folder")] = Path(
        "/var/lib/intake"
    ),
    user: Annotated[str, typer.Option(help="以谁的身份运行 the account that runs it")] = "intake",
    worker: Annotated[
        bool, typer.Option("--worker", help="只运行一个读页进程 one worker and no more")
    ] = False,
) -> None:
    """
    开机自启 Print a unit for systemd that keeps this program running.

    \b
    例 example
      useradd --system --create-home --home-dir /var/lib/intake intake
      intake unit > /etc/systemd/system/intake.service
      systemctl enable --now intake
    """  # noqa: D301 — typer's mark against wrapping
    from api.operations.unit import unit as text  # noqa: PLC0415 — not needed for --help

    part: Part = "worker" if worker else "serve"
    typer.echo(text(part, data, user), nl=False)


def bundle(
    out: Annotated[Path, typer.Argument(help="写到哪个文件夹，须不存在 a folder not there yet")],
    project: Annotated[
        Path, typer.Option(exists=True, file_okay=False, help="本程序的源文件夹 its source")
    ] = Path(),
    machine: Annotated[
        list[str] | None, typer.Option(help="x86_64, aarch64；缺省两者 both where none is named")
    ] = None,
) -> None:
    """
    离线安装包 Make an installer for networks without internet; made where there is one.

    内含各软件包、校验和、系统软件包清单与 install.sh，版本与本机所装完全一致。
    Wheels of the very versions installed here, checksums, the system packages' names, install.sh.
    """
    from api.operations.bundle import MACHINES  # noqa: PLC0415 — not needed for --help
    from api.operations.bundle import bundle as make  # noqa: PLC0415
    from api.operations.refusal import Refused  # noqa: PLC0415

    machines = machine or list(MACHINES)
    if not set(machines) <= set(MACHINES):
        raise typer.BadParameter(", ".join(MACHINES), param_hint="--machine")
    try:
        count = make(out, project, machines)
    except Refused as refused:
        typer.echo(str(refused), err=True)
        raise typer.Exit(Exit.USAGE) from None
    typer.echo(f"{count} 个软件包 wheels → {out}")
