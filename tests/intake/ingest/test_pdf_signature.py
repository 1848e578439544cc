"""Electronic signatures in PDFs: intact, altered, unknown; and who vouches for the signer."""

import datetime as dt
from io import BytesIO

import pytest
from asn1crypto import cms, keys
from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from pyhanko.pdf_utils.generic import ArrayObject, NumberObject
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigFieldSpec
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko_certvalidator.registry import SimpleCertificateStore
from reportlab.pdfgen.canvas import Canvas

from intake.ingest.notes import (
    SIGNATURE_BROKEN,
    SIGNATURE_INTACT,
    SIGNATURE_UNKNOWN,
    SIGNED_UNDER,
)
from intake.ingest.pdf_signature import signature_notes

SM2_WITH_SM3, SM3 = "1.2.156.10197.1.501", "1.2.156.10197.1.401"
DAY = dt.timedelta(days=1)


class Office:
    """A certificate authority and a signer of its making."""

    def __init__(self):
        self.root_key, root_name = ec.generate_private_key(ec.SECP256R1()), name("测试根")
        self.root = certificate(root_name, root_name, self.root_key, self.root_key, ca=True)
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.mine = certificate(name("测试公司"), root_name, self.key, self.root_key, ca=False)

    def sign(self, content, field="签章", chain=True):
        store = SimpleCertificateStore()
        if chain:
            store.register(asn1.Certificate.load(der(self.root)))
        private = self.key.private_bytes(
            serialization.Encoding.DER,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        signer = SimpleSigner(
            signing_cert=asn1.Certificate.load(der(self.mine)),
            signing_key=keys.PrivateKeyInfo.load(private),
            cert_registry=store,
        )
        meta = PdfSignatureMetadata(field_name=field)
        pdf = PdfSigner(meta, signer, new_field_spec=SigFieldSpec(field))
        return pdf.sign_pdf(IncrementalPdfFileWriter(BytesIO(content))).getvalue()


def name(text):
    return x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, text)])


def der(cert):
    return cert.public_bytes(serialization.Encoding.DER)


def certificate(subject, issuer, key, issuer_key, *, ca):
    now = dt.datetime.now(dt.UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - DAY)
        .not_valid_after(now + DAY)
        .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
        .sign(issuer_key, hashes.SHA256())
    )


@pytest.fixture(scope="module")
def office():
    return Office()


@pytest.fixture(scope="module")
def plain():
    out = BytesIO()
    canvas = Canvas(out)
    canvas.drawString(72, 720, "8500.00")
    canvas.save()
    return out.getvalue()


@pytest.fixture(scope="module")
def signed(office, plain):
    return office.sign(plain)


@pytest.fixture
def noted(tmp_path):
    def notes(content):
        path = tmp_path / "a.pdf"
        path.write_bytes(content)
        return signature_notes(path)

    return notes


def test_a_file_without_signatures_has_nothing_to_note(noted, plain):
    assert noted(plain) == ()


def test_an_untouched_file_is_intact_and_names_who_vouches_for_its_signer(noted, signed, office):
    own, root = (one.fingerprint(hashes.SHA256()).hex() for one in (office.mine, office.root))
    assert noted(signed) == (SIGNATURE_INTACT, SIGNED_UNDER + own, SIGNED_UNDER + root)


def test_a_byte_changed_afterwards_breaks_it(noted, signed):
    at = signed.index(b"stream") + 20
    assert noted(signed[:at] + bytes([signed[at] ^ 1]) + signed[at + 1 :])[0] == SIGNATURE_BROKEN


def test_a_revision_appended_afterwards_breaks_it(noted, signed):
    writer = IncrementalPdfFileWriter(BytesIO(signed))
    page = writer.root["/Pages"]["/Kids"][0]
    page["/MediaBox"] = ArrayObject(NumberObject(edge) for edge in (0, 0, 300, 300))
    writer.mark_update(page.container_ref)
    out = BytesIO()
    writer.write(out)
    assert noted(out.getvalue())[0] == SIGNATURE_BROKEN


def test_a_second_signature_over_the_first_leaves_both_good(noted, signed):
    assert noted(Office().sign(signed, field="会签"))[0] == SIGNATURE_INTACT


def test_one_broken_signature_among_two_breaks_the_file(noted, signed):
    at = signed.index(b"stream") + 20
    spoilt = signed[:at] + bytes([signed[at] ^ 1]) + signed[at + 1 :]
    assert noted(Office().sign(spoilt, field="会签"))[0] == SIGNATURE_BROKEN


def test_an_algorithm_of_the_national_standard_is_told_and_never_taken_for_valid(noted, signed):
    assert noted(with_algorithms(signed, SM2_WITH_SM3, SM3)) == (SIGNATURE_UNKNOWN,)


def test_rubbish_in_the_place_of_a_signature_is_unknown(noted, signed):
    start = signed.index(b"/Contents <") + len(b"/Contents <")
    end = signed.index(b">", start)
    assert noted(signed[:start] + b"00" * ((end - start) // 2) + signed[end:]) == (
        SIGNATURE_UNKNOWN,
    )


def test_a_certificate_that_may_not_issue_vouches_for_nobody(noted, plain):
    office = Office()
    forger = Office()
    forger.root_key, forger.root = office.key, office.mine
    forger.mine = certificate(name("冒名"), office.mine.subject, forger.key, office.key, ca=False)
    assert len(noted(forger.sign(plain))) == 2


def with_algorithms(content, signature, digest):
    """Replace the algorithms that a signature says it uses."""
    start = content.index(b"/Contents <") + len(b"/Contents <")
    end = content.index(b">", start)
    message = cms.ContentInfo.load(bytes.fromhex(content[start:end].decode()), strict=False)
    info = message["content"]["signer_infos"][0]
    info["signature_algorithm"]["algorithm"] = signature
    info["digest_algorithm"]["algorithm"] = digest
    changed = message.dump(force=True).hex().encode()
    return content[:start] + changed.ljust(end - start, b"0") + content[end:]
