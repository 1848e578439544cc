"""`intake watch`: a counter's scanner folder."""

import socket
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli_settings import settings_or_exit
from api.exits import Exit

if TYPE_CHECKING:
    from api.watch import Taken, Watch

LONGEST_COUNTER = 30


def add_to(app: typer.Typer) -> None:
    """Put the command into the command line."""
    app.command(no_args_is_help=True)(watch)


def watch(
    folder: Annotated[
        Path, typer.Argument(exists=True, file_okay=False, help="扫描仪写入的文件夹")
    ],
    counter: Annotated[str, typer.Option(help="窗口名称 the counter's name")],
    settle: Annotated[
        float, typer.Option(min=0.5, max=600, help="多少秒不变才取 seconds without a change")
    ] = 5.0,
    every: Annotated[float, typer.Option(min=0.1, max=60, help="隔多少秒看一次")] = 1.0,
) -> None:
    """
    监看文件夹 Take in whatever a scanner puts into a folder; each file becomes a case.

    文件停止变化后才取；已收的移到 done/，收不了的移到 failed/ 并附原因。同样的内容只收一次。
    网络共享也可以：只轮询，不依赖通知。与 intake serve 用同样的设置。

    A file is taken once it has stopped changing, then moved to done/; what cannot be taken goes to
    failed/ with the reason. The same content is taken once. Shares work: the folder is polled.
    Run it with the same settings as the service.
    """
    name = counter.strip()
    if not 1 <= len(name) <= LONGEST_COUNTER or not name.isprintable():
        raise typer.BadParameter(f"1-{LONGEST_COUNTER} 个字 characters", param_hint="--counter")
    settings = settings_or_exit()
    from api.logs import configure  # noqa: PLC0415 — not needed for --help
    from api.prepare import prepare_store  # noqa: PLC0415
    from api.service import open_service  # noqa: PLC0415

    configure(settings)
    prepare_store(settings)
    with open_service(settings) as service:
        from api.folder import Folder  # noqa: PLC0415
        from api.watch import Watch, watcher  # noqa: PLC0415
        from api.work.leases import Leases  # noqa: PLC0415

        place = f"folder:{socket.gethostname()}:{folder.resolve()}"
        lease = Leases(service.database, settings.data).take(place)
        if lease is None:
            typer.echo(f"已有程序在看 another program watches it: {folder}", err=True)
            raise typer.Exit(Exit.USAGE)
        try:
            _keep_looking(Watch(service, Folder(folder, settle), watcher(name)), every)
        finally:
            lease.release()


def _keep_looking(watching: "Watch", every: float) -> None:
    from api.work.orders import Orders  # noqa: PLC0415

    orders = Orders()
    orders.listen()
    typer.echo(f"==> {watching.folder.path}  （Ctrl-C 结束 to end）", err=True)
    while True:
        for taken in watching.look():
            typer.echo(_told(taken))
        if not orders.wait(every):
            return


def _told(taken: "Taken") -> str:
    if taken.refused:
        return f"{taken.name}: 未收 refused ({taken.refused})"
    return f"{taken.name}: {taken.submission}{'（已收过 taken before）' if taken.known else ''}"
