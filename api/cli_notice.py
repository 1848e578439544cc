"""The command `intake notice`."""

from pathlib import Path
from typing import Annotated

import typer

from models.notice import NoticeKind

NOTICE_HELP = """\
由办件文件生成文书 Make a notice of a case, as PDF/A with embedded fonts.

\b
  missing      补正材料一次性告知书  everything that is missing or to be confirmed
  receipt      受理回执（未齐时为收件回执）  receipt, with a QR code
  application  补缴申请书，按已知内容填好  application, drafted from what is known
  statement    补缴明细表  months, bases, contributions, late fee, totals

\b
同一办件每次生成的文件逐字节相同。 The same case gives the same bytes.

\b
退出码 exit codes
  0 已生成 written   5 办件文件读不了，或本件不适用 unusable, or no occasion for it
  1 内部错误（如缺少字体） internal error, e.g. a font is missing   2 用法错误 usage error

\b
例 example
  intake notice missing result/case.json --out 告知书.pdf
"""


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command("notice", help=NOTICE_HELP, no_args_is_help=True)(notice)


def notice(
    kind: Annotated[NoticeKind, typer.Argument(metavar="KIND", show_default=False)],
    case: Annotated[
        Path, typer.Argument(metavar="CASE.json", exists=True, dir_okay=False, show_default=False)
    ],
    out: Annotated[Path, typer.Option(dir_okay=False, help="写到 where the PDF goes")],
    office: Annotated[str, typer.Option(help="经办机构名称 the agency's name")] = "",
    link: Annotated[
        str, typer.Option(help="二维码指向的网址；缺省为办件编号 for the QR code")
    ] = "",
) -> None:
    """Make a notice."""
    from api.notice import run_notice  # noqa: PLC0415 — not needed for --help
    from intake.notices import Office  # noqa: PLC0415

    raise typer.Exit(run_notice(kind, case, out, Office(name=office, link=link)))
