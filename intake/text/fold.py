"""One spelling for what is written in many: full width, compatibility forms, stray spaces."""

import re
import unicodedata

_DASHES = re.compile("[‐‑‒–—―─━﹣－一]")
"""Also 一 (one), which readers see in a dash; callers apply it only between numbers."""

_SIMPLE = str.maketrans(
    "黃吳張陳劉楊趙孫馬鄭許韓馮鄧葉蘇盧蔣賈蕭鄒陸龍靜雲華國強軍偉麗紅東鳳蘭傑寶慶濤輝麥溫戶內錢"
    "稅資實發應業務財專員號計養療積績補貼額備註薪總繳費單",
    "黄吴张陈刘杨赵孙马郑许韩冯邓叶苏卢蒋贾萧邹陆龙静云华国强军伟丽红东凤兰杰宝庆涛辉麦温户内钱"
    "税资实发应业务财专员号计养疗积绩补贴额备注薪总缴费单",
)
_COLONS = str.maketrans({"﹕": ":", "︰": ":", "∶": ":", "꞉": ":"})


def fold(text: str) -> str:
    """Return `text` in half width, white space reduced to single blanks, ends stripped."""
    narrow = unicodedata.normalize("NFKC", text).translate(_COLONS)
    return " ".join(narrow.split())


def tight(text: str) -> str:
    """Return `fold(text)` without any white space: for comparing Chinese text."""
    return fold(text).replace(" ", "")


def plain_dashes(text: str) -> str:
    """Write every dash as `-`; the character 一 counts as one, so use it between numbers only."""
    return _DASHES.sub("-", text)


def simplified(text: str) -> str:
    """Write the traditional forms that readers see in print (黃 for 黄) as simplified ones."""
    return text.translate(_SIMPLE)


def bare(text: str) -> str:
    """Return only letters, digits and Chinese characters: for comparing labels."""
    return "".join(char for char in tight(text) if char.isalnum())
