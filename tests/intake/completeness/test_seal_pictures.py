"""What a picture of a seal in a born-digital file is worth."""

import pytest

from models.case import Decision
from models.finding import FlagCode
from models.page import Channel
from models.policy_papers import SealPicture, TrustedSigner
from models.policy_rows import Grade
from tests.intake.completeness.builders import (
    application_sheet,
    case_of,
    contract_sheet,
    policy,
    voucher_sheet,
)

TRUSTED = "a" * 64
TRUSTING = policy(
    trusted_signers=(
        TrustedSigner(certificate=TRUSTED, holder="t", source="t", grade=Grade.UNVERIFIED),
    )
)
ACCEPT = policy(seal_picture=(SealPicture(value="accept", source="t", grade=Grade.UNVERIFIED),))
DIGITAL = {"channel": Channel.DIGITAL}


def with_voucher(**changes):
    return [voucher_sheet(**changes), contract_sheet(), application_sheet()]


def test_a_region_may_accept_seal_pictures():
    sheets = with_voucher(bears=DIGITAL)
    assert case_of(*sheets).decision is Decision.REVIEW
    assert case_of(*sheets, by=ACCEPT).decision is Decision.COMPLETE


def test_an_intact_signature_under_an_accepted_certificate_vouches_for_a_seal_picture():
    sheets = with_voucher(
        bears=DIGITAL, notes=("signed", "signature_intact", f"signed_under:{TRUSTED}")
    )
    assert case_of(*sheets).decision is Decision.REVIEW
    case = case_of(*sheets, by=TRUSTING)
    assert case.decision is Decision.COMPLETE
    assert case.flags == ()


@pytest.mark.parametrize(
    ("notes", "told"),
    [
        ((), "无电子签名"),
        (("signature_unknown",), "SM2"),
        (("signature_intact", f"signed_under:{'b' * 64}"), "不在认可之列"),
        (("signature_broken",), "电子签名无效"),
    ],
)
def test_the_flag_tells_why_nothing_vouches_for_a_seal_picture(notes, told):
    case = case_of(*with_voucher(bears=DIGITAL, notes=notes))
    flag = next(flag for flag in case.flags if flag.code is FlagCode.SEAL_PICTURE_ONLY)
    assert told in flag.message.zh
