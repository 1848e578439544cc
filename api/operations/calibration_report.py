"""The report of a calibration, as Markdown: counts and shares only, no names, no values."""

from collections.abc import Iterator, Sequence

from api.operations.calibration import (
    Label,
    Point,
    Tally,
    curve,
    needed,
    reliability,
    threshold_for,
)


def may_end(cases: Tally, error: float) -> bool:
    """Say whether enough cases were reviewed to trust the machine with this error."""
    return cases.upper <= error


def report(found: Sequence[Label], cases: Tally, error: float) -> str:
    """Return the report for a chosen error, 0-1."""
    return "\n".join([*_of_cases(cases, error), "", *_of_values(found, error), ""])


def _of_cases(cases: Tally, error: float) -> Iterator[str]:
    yield "# 校准报告 Calibration"
    yield ""
    yield f"允许的差错 error allowed: {error:.2%}（95% 上限 upper bound）"
    yield ""
    yield "## 辅助模式 Assist mode"
    yield ""
    yield (
        f"机器判齐全、经人复核的办件 {cases.count} 件，其中人有不同意见 {cases.wrong} 件；"
        f"差错上限 {cases.upper:.2%}。"
    )
    yield (
        f"{cases.count} cases that the machine called complete were decided by people, "
        f"{cases.wrong} of them otherwise: at most {cases.upper:.2%} are wrong."
    )
    yield ("前提：复核的人确实看了材料。This holds if those who decided did look at the papers.")
    yield ""
    if may_end(cases, error):
        yield "**可以结束辅助模式（INTAKE_ASSIST=false）。Assist mode may end.**"
        return
    yield (
        f"**不能结束辅助模式：至少要 {needed(error)} 件全部一致。"
        f"Assist mode may not end: it takes at least {needed(error)} cases without a fault.**"
    )


def _of_values(found: Sequence[Label], error: float) -> Iterator[str]:
    yield "## 读数 Values"
    yield ""
    yield (
        f"人核对过的读数 {len(found)} 个。人先看存疑的，所以这里的差错比平常多。"
        f"{len(found)} answers that people judged; they look at doubtful ones first, so errors are "
        "more frequent here than elsewhere."
    )
    points = curve(found)
    chosen = threshold_for(points, error)
    yield ""
    if chosen is None:
        yield f"没有阈值能保证差错 ≤ {error:.2%}。No threshold is known to keep below it."
    else:
        yield (
            f"**阈值 threshold {chosen.threshold:.3f}**：自动 automated {chosen.share:.1%}，"
            f"差错 wrong {chosen.tally.wrong}/{chosen.tally.count}，"
            f"上限 at most {chosen.tally.upper_of(len(points)):.2%}"
        )
    yield from _curve(points)
    yield from _reliability(found)


def _curve(points: Sequence[Point]) -> Iterator[str]:
    yield from ("", "| 阈值 threshold | 自动 automated | 错 wrong | 上限 at most |", "|-|-|-|-|")
    for point in points:
        told = point.tally
        yield (
            f"| {point.threshold:.3f} | {point.share:.1%} | {told.wrong}/{told.count} "
            f"| {told.upper:.2%} |"
        )


def _reliability(found: Sequence[Label]) -> Iterator[str]:
    yield from ("", "| 得分自 score from | 平均 mean | 个数 count | 实际正确 right |", "|-|-|-|-|")
    for start, mean, tally in reliability(found):
        right = 1 - tally.wrong / tally.count
        yield f"| {start:.1f} | {mean:.3f} | {tally.count} | {right:.1%} |"
