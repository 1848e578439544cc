"""
The command line: `intake read`, `intake arrears`, `intake notice`, and the commands of the service.

Heavy modules are imported inside the commands, so that `intake --help` answers at once.
"""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from api import cli_deploy, cli_notice, cli_operations, cli_service, cli_watch

app = typer.Typer(
    name="intake",
    help="补缴收件：读材料、核对是否齐全、计算补缴金额。\n\n"
    "Document intake for medical-insurance back-payment: read the papers, check them against the "
    "required list, compute the arrears.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


READ_HELP = """\
读入材料并作出结论 Read the papers of a case and decide it.

\b
PATH 可以是文件夹、若干文件或 ZIP：PDF（电子或扫描）、图片（JPEG、PNG、HEIC、WebP、BMP、
JPEG 2000、多页 TIFF）、表格（XLSX、XLS）、DOCX、OFD。
每份材料一个文件，或全部材料扫在一个文件里，均可。
文件夹里的 request.json 视为受理登记。
A folder, files or a ZIP: PDF (digital or scanned), pictures (JPEG, PNG, HEIC,
WebP, BMP, JPEG 2000, multi-page TIFF), XLSX, XLS, DOCX, OFD; one file per paper,
or one scan of them all. A request.json in the folder is taken for the claim.

\b
结果写入 --out：case.json（结论与依据）、report.html（给人看）、overlay/*.png（每页识别所得）。
The result goes to --out: the case file, a report for people, and every page
with what was found on it.

\b
退出码 exit codes
  0 齐全 complete      3 不齐 incomplete      4 待审 review
  5 材料读不了 unusable input   2 用法错误 usage error   1 内部错误 internal error
  多个申请取最重者 of several claims the gravest counts

\b
例 examples
  intake read papers/ --region beijing --declared-on 2024-12-10
  intake read scan.pdf --claim request.json --out result
  intake read sheet.pdf contracts.zip --claims thirty.json --jobs 2
"""

ARREARS_HELP = """\
只计算补缴金额 Compute an arrears statement alone.

\b
CLAIM.json 是交给计算器的申请，每月应发工资已知；`-` 读标准输入。
结果以 JSON 打印到标准输出；--text 给人看。
CLAIM.json is the hand-over to the calculator, with each month's gross wage;
`-` reads standard input. The statement is printed as JSON, or for people.

\b
退出码 exit codes
  0 已算出 computed   4 参数未公布 parameter unpublished
  5 申请读不了 unusable claim   2 用法错误 usage error
"""


@app.command(help=READ_HELP, no_args_is_help=True)
def read(  # noqa: PLR0913, PLR0917 — each parameter is an option of the command line
    paths: Annotated[
        list[Path],
        typer.Argument(
            metavar="PATH...", exists=True, show_default=False, help="文件夹、文件或 ZIP"
        ),
    ],
    claim: Annotated[
        Path | None, typer.Option(exists=True, dir_okay=False, help="受理登记 request.json")
    ] = None,
    claims: Annotated[
        Path | None,
        typer.Option(
            exists=True,
            dir_okay=False,
            help="多个申请的 JSON 数组，材料只读一次 one set of papers, many claims",
        ),
    ] = None,
    region: Annotated[
        str | None,
        typer.Option(help="参保地 e.g. beijing, shanghai; 缺省取申请所写，再缺省 national"),
    ] = None,
    declared_on: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="申报日 day of declaration; 缺省今天"),
    ] = None,
    out: Annotated[Path, typer.Option(help="结果文件夹 where the result goes")] = Path(
        "intake-out"
    ),
    jobs: Annotated[int, typer.Option(min=1, max=64, help="同时读几页 pages read at a time")] = 2,
    policies: Annotated[
        Path | None,
        typer.Option(
            exists=True, file_okay=False, help="本机构的政策文件夹 an agency's own policy folder"
        ),
    ] = None,
) -> None:
    """Read papers and decide."""
    if claim is not None and claims is not None:
        raise typer.BadParameter("--claim 与 --claims 只能给一个 give one of them, not both")
    from api.reading import ReadOrder, run_read  # noqa: PLC0415 — loads OpenCV and the engines

    order = ReadOrder(
        paths=tuple(paths),
        claim=claim,
        claims=claims,
        region=region,
        declared_on=declared_on.date() if declared_on else None,
        out=out,
        jobs=jobs,
        policies=policies,
    )
    raise typer.Exit(run_read(order))


@app.command(help=ARREARS_HELP, no_args_is_help=True)
def arrears(
    claim: Annotated[
        Path, typer.Argument(metavar="CLAIM.json", allow_dash=True, show_default=False)
    ],
    text: Annotated[bool, typer.Option("--text", help="给人看的版式 laid out for people")] = False,
    policies: Annotated[
        Path | None,
        typer.Option(
            exists=True, file_okay=False, help="本机构的政策文件夹 an agency's own policy folder"
        ),
    ] = None,
) -> None:
    """Compute a statement."""
    from api.statement import run_arrears  # noqa: PLC0415 — not needed for --help

    raise typer.Exit(run_arrears(claim, text=text, policies=policies))


cli_service.add_to(app)
cli_notice.add_to(app)
cli_operations.add_to(app)
cli_deploy.add_to(app)
cli_watch.add_to(app)


def main() -> None:
    """Run the command line."""
    app()


if __name__ == "__main__":
    main()
