"""Characters that readers take for each other, and text compared with that in mind."""

from collections.abc import Iterable
from functools import cache
from itertools import permutations

from rapidfuzz.distance import Levenshtein

_GROUPS = (
    "未末朱", "己已巳", "土士", "日曰目白", "人入八", "干千于", "大太犬", "天夭无", "田由甲申电",
    "王玉主五", "木本术", "刀力", "几儿九", "工土王", "口日", "贝见", "今令", "问间", "免兔",
    "戊戌戍成", "拆折", "拔拨", "哀衰衷", "侯候", "坏环", "晴睛", "析折", "伟纬", "杨扬", "洪拱",
    "陈阵", "治冶", "准淮", "采釆", "科料", "抬治", "名各", "洒酒", "诚城成", "建健", "佳住往",
    "华毕", "宇字", "辰晨", "祥详", "浩洁", "明朋", "晓晚", "彬林", "军车", "亮売", "丽雨",
    "霞露", "雷雪", "娜娟", "婷停", "睿容", "凯飢", "磊垒", "鑫金", "森林木", "炎火", "芳劳",
    "兰三", "艺芝", "萍薄", "莉荊", "蓝篮", "薇微", "工エ", "应庆", "资货贷", "实买头宾", "实卖",
    "发友癸庆", "姓性", "额频", "养美", "扣加", "税悦说", "基墓", "岗岚", "月日", "年车牛",
    "0Oo〇○QD", "1lI|!", "5S", "8B", "2Z", "6G", "9g", "一-",
)  # fmt: skip


@cache
def _pairs() -> frozenset[tuple[str, str]]:
    """Return every pair of confusable characters."""
    return frozenset(pair for group in _GROUPS for pair in permutations(group, 2))


def confusable(one: str, other: str) -> bool:
    """Say whether two characters are equal or readily taken for each other."""
    return one == other or (one, other) in _pairs()


def slips(one: str, other: str) -> tuple[int, int]:
    """
    Return how two texts differ: (confusable substitutions, other edits).

    (0, 0) only for equal texts.
    """
    soft = hard = 0
    for edit in Levenshtein.editops(one, other):
        replaced = edit.tag == "replace"
        if replaced and confusable(one[edit.src_pos], other[edit.dest_pos]):
            soft += 1
        else:
            hard += 1
    return soft, hard


def nearest(text: str, labels: Iterable[str], *, per_slip: int = 4) -> str | None:
    """
    Return the label that `text` is a misreading of, None if no single label is near enough.

    One slip is forgiven for every `per_slip` characters of the label, so that a label of fewer
    characters has to be read exactly; a confusable substitution counts for half.
    """
    best: list[tuple[float, str]] = []
    for label in labels:
        if text == label:
            return label
        if abs(len(text) - len(label)) <= len(label) // per_slip:
            soft, hard = slips(text, label)
            if soft / 2 + hard <= len(label) // per_slip:
                best.append((soft / 2 + hard, label))
    best.sort()
    if not best or (len(best) > 1 and best[0][0] == best[1][0]):
        return None
    return best[0][1]
