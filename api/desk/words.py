"""What stable codes are called on the desk, beside those that the report names too."""

from intake.report.words import WORDS as REPORTED

WORDS: dict[str, tuple[str, str]] = {
    **REPORTED,
    # Quality of a page, told while the citizen is still there.
    "low_dpi": ("低于 200 dpi", "Below 200 dpi"),
    "blurred": ("模糊", "Blurred"),
    "dark": ("过暗", "Dark"),
    "cropped": ("裁边", "Cropped"),
    "skewed": ("歪斜", "Skewed"),
    # Files and pages that could not be read.
    "unusable": ("不能使用", "Unusable"),
    "empty": ("空文件", "Empty"),
    "encrypted": ("有密码", "Encrypted"),
    "damaged": ("已损坏", "Damaged"),
    "unsupported": ("格式不支持", "Not supported"),
    "too_large": ("过大", "Too large"),
    "too_many_pages": ("页数过多", "Too many pages"),
    "too_many_pixels": ("像素过多", "Too many pixels"),
    "unsafe_archive": ("压缩包不安全", "Unsafe archive"),
    "too_slow": ("打开超时", "Too slow"),
    "page_failed": ("未读出", "Not read"),
    "page_timeout": ("读取超时", "Timed out"),
    "page_memory": ("超出内存", "Out of memory"),
    "page_damaged": ("页面损坏", "Page damaged"),
    "engine_failed": ("识别出错", "Reader failed"),
    # How far something has come.
    "received": ("已收件", "received"),
    "reading": ("读取中", "reading"),
    "decided": ("已办结", "decided"),
    "parked": ("需人工查看", "needs a look"),
    "withdrawn": ("已撤回", "withdrawn"),
    "papers": ("材料", "papers"),
    "engine": ("系统", "the engine"),
    "clerk": ("经办人", "clerk"),
    "reviewer": ("审核人", "reviewer"),
}
