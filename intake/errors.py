"""
What can keep a file or a page from being read. A missing seal is no error but a finding.

* IntakeError
  + UnusableFile            its sender has to send another
    - EmptyFile, EncryptedFile, DamagedFile, UnsupportedFormat
    - FileTooLarge, TooManyPages, TooManyPixels, UnsafeArchive, SlowFile
  + PageFailure             one page could not be read; the others still are
    - PageTimeout, PageMemory, PageDamaged
  + EngineFailure           an engine failed on a good file; it may be tried again
  + PolicyError             policy data is wrong; nothing is decided with it
    - ParameterUnpublished, UnknownRegion, WrongPolicyFile, WrongOverride
"""

from collections.abc import Sequence

from models.quantities import Month


class IntakeError(Exception):
    """Base of all errors raised on purpose; `code` is stable and for machines."""

    code = "intake_error"


class UnusableFile(IntakeError):
    """The file cannot be read as pages."""

    code = "unusable"


class EmptyFile(UnusableFile):
    """The file has no bytes."""

    code = "empty"


class EncryptedFile(UnusableFile):
    """The file asks for a password."""

    code = "encrypted"


class DamagedFile(UnusableFile):
    """The file is of an accepted type but its decoder gives up."""

    code = "damaged"


class UnsupportedFormat(UnusableFile):
    """The content is of no accepted type, whatever its name says."""

    code = "unsupported"


class FileTooLarge(UnusableFile):
    """The file, or what it unpacks to, has more bytes than allowed."""

    code = "too_large"


class TooManyPages(UnusableFile):
    """The file has more pages than one submission may have."""

    code = "too_many_pages"


class TooManyPixels(UnusableFile):
    """A picture in the file has more pixels than may be decoded."""

    code = "too_many_pixels"


class UnsafeArchive(UnusableFile):
    """The archive is nested, lies about its sizes, or names places outside itself."""

    code = "unsafe_archive"


class SlowFile(UnusableFile):
    """Merely opening the file takes longer than a page may take to be read."""

    code = "too_slow"


class PageFailure(IntakeError):
    """One page could not be read."""

    code = "page_failed"


class PageTimeout(PageFailure):
    """The page took longer than its time limit."""

    code = "page_timeout"


class PageMemory(PageFailure):
    """The page took more memory than its limit."""

    code = "page_memory"


class PageDamaged(PageFailure):
    """The page's own data is damaged."""

    code = "page_damaged"


class EngineFailure(IntakeError):
    """An engine failed on a good file."""

    code = "engine_failed"


class PolicyError(IntakeError):
    """Policy data is missing or wrong."""

    code = "policy_invalid"


class UnknownRegion(PolicyError):
    """No policy file is on file under that name."""

    code = "unknown_region"


class WrongPolicyFile(PolicyError):
    """A policy file cannot be used; every complaint names its line."""

    code = "policy_file_wrong"

    def __init__(self, file: str, complaints: Sequence[tuple[int, str]]) -> None:
        self.file = file
        self.complaints = tuple(complaints)
        """(line, reason), in the order of the file."""
        super().__init__(file, complaints)

    def __str__(self) -> str:
        return "\n".join(f"{self.file}, line {line}: {why}" for line, why in self.complaints)


class WrongOverride(PolicyError):
    """A claim's override is no valid value for a point of the policy."""

    code = "policy_override_wrong"

    def __init__(self, name: str, reason: str) -> None:
        self.name = name
        self.reason = reason
        super().__init__(name, reason)

    def __str__(self) -> str:
        return f"policy_overrides.{self.name}: {self.reason}"


class ParameterUnpublished(PolicyError):
    """A month has no published parameter; nothing is guessed in its place."""

    code = "parameter_unpublished"

    def __init__(self, region: str, parameter: str, month: Month) -> None:
        self.region = region
        self.parameter = parameter
        self.month = month
        super().__init__(region, parameter, month)

    def __str__(self) -> str:
        return f"{self.region}: no {self.parameter} is on file for {self.month}"
