"""
What the electronic signatures in a PDF are worth: intact, altered since, or not to be verified.

pyHanko does the arithmetic. Whether a signer is believed is no arithmetic: anybody can make a
certificate in any name. So a file only tells which certificates vouch for its signer, each
verified by the next, and policy says which of them count (电子签名法 art. 13: the signature has to
be the signer's alone). No list of revoked certificates is asked for: that would need the network.
"""

import warnings
from collections.abc import Sequence
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.hashes import SHA256
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation import EmbeddedPdfSignature, validate_pdf_signature
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.status import PdfSignatureStatus, SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.errors import PathBuildingError, ValidationError

from intake.ingest.notes import (
    SIGNATURE_BROKEN,
    SIGNATURE_INTACT,
    SIGNATURE_UNKNOWN,
    SIGNED_UNDER,
)

LONGEST_CHAIN = 8
"""Certificates from a signer to the root; three are usual."""
UNREADABLE = (
    PdfError,
    SignatureValidationError,
    ValidationError,
    PathBuildingError,
    UnsupportedAlgorithm,
    NotImplementedError,
    LookupError,
    ValueError,
    TypeError,
    AttributeError,
    RecursionError,
)
"""What a signature makes its reader raise that is of an unknown kind, or no signature at all."""


class Standing(StrEnum):
    """What a signature is worth by itself."""

    INTACT = SIGNATURE_INTACT
    """Nothing was changed since, whoever signed."""
    BROKEN = SIGNATURE_BROKEN
    """The file was changed afterwards, or the signature is not the certificate's."""
    UNKNOWN = SIGNATURE_UNKNOWN
    """Of an algorithm or a form that cannot be verified here, such as SM2 with SM3."""


def signature_notes(path: Path) -> tuple[str, ...]:
    """
    Return notes on a PDF's signatures: what they are worth together, and who vouches for the last.

    The worst signature counts. The last one has to cover the whole file: then what an earlier one
    leaves out is vouched for by a later one. Empty for a file without signatures.
    """
    with path.open("rb") as file, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # pyHanko warns of deviations that it copes with
        try:
            signatures = PdfFileReader(file, strict=False).embedded_regular_signatures
            standings = [
                _standing(signature, last=signature is signatures[-1]) for signature in signatures
            ]
        except UNREADABLE:
            return (SIGNATURE_UNKNOWN,)
        if not standings:
            return ()
        worst = next(
            one for one in (Standing.BROKEN, Standing.UNKNOWN, *Standing) if one in standings
        )
        under = _vouching(signatures[-1]) if worst is Standing.INTACT else ()
    return (worst.value, *(f"{SIGNED_UNDER}{fingerprint}" for fingerprint in under))


def _standing(signature: EmbeddedPdfSignature, *, last: bool) -> Standing:
    """Judge one signature; errors while verifying mean that it cannot be verified."""
    try:
        # Whoever stands highest is taken at their word here; `_vouching` says who it is.
        certificates = [signature.signer_cert, *signature.other_embedded_certs]
        context = ValidationContext(trust_roots=certificates, allow_fetching=False)
        status = validate_pdf_signature(signature, signer_validation_context=context)
    except UNREADABLE:
        return Standing.UNKNOWN
    sound = status.intact and status.valid and _untouched(status, last=last)
    return Standing.INTACT if sound else Standing.BROKEN


def _untouched(status: PdfSignatureStatus, *, last: bool) -> bool:
    """Say whether nothing that people see was changed after signing."""
    if status.coverage is SignatureCoverageLevel.ENTIRE_FILE:
        return True
    if status.coverage is not SignatureCoverageLevel.ENTIRE_REVISION:
        return False
    upkeep = ModificationLevel.LTA_UPDATES if last else ModificationLevel.FORM_FILLING
    level = status.modification_level
    return bool(status.docmdp_ok) and level is not None and level <= upkeep


def _vouching(signature: EmbeddedPdfSignature) -> tuple[str, ...]:
    """Return the SHA-256 of the signer's certificate and of those in the file that vouch for it."""
    try:
        signer = x509.load_der_x509_certificate(signature.signer_cert.dump())
        others = [
            x509.load_der_x509_certificate(one.dump()) for one in signature.other_embedded_certs
        ]
        chain = _chain(signer, others)
    except UNREADABLE:
        return ()
    return tuple(one.fingerprint(SHA256()).hex() for one in chain)


def _chain(signer: x509.Certificate, others: Sequence[x509.Certificate]) -> list[x509.Certificate]:
    """Climb from the signer to the highest certificate, each verified by the next."""
    chain = [signer]
    while len(chain) < LONGEST_CHAIN:
        above = next((one for one in others if one not in chain and _issued(one, chain[-1])), None)
        if above is None:
            break
        chain.append(above)
    now = datetime.now(UTC)
    return chain if all(one.not_valid_before_utc <= now for one in chain) else []


def _issued(issuer: x509.Certificate, certificate: x509.Certificate) -> bool:
    """Say whether a certificate was issued by another that may issue any."""
    try:
        constraints = issuer.extensions.get_extension_for_class(x509.BasicConstraints).value
        certificate.verify_directly_issued_by(issuer)
    except (x509.ExtensionNotFound, InvalidSignature, UnsupportedAlgorithm, ValueError, TypeError):
        return False
    return constraints.ca
