"""The notices that are handed over the counter."""

from enum import StrEnum


class NoticeKind(StrEnum):
    """A notice by its short name."""

    MISSING = "missing"
    """一次性告知书: everything that is missing, all at once, and what is still to be confirmed."""
    RECEIPT = "receipt"
    """受理回执 for a complete case, 收件回执 before that."""
    APPLICATION = "application"
    """补缴申请书, drafted from what is known; what is not known is left blank."""
    STATEMENT = "statement"
    """补缴明细表 with the amounts, who bears them and what they do to the account."""
