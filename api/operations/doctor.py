"""What is wrong with an installation; looking changes nothing."""

from collections.abc import Callable, Sequence

from api.operations import base, machine, place
from api.operations.finding import Finding, Grade, wrong
from api.settings import Settings

Check = Callable[[Settings], Finding]
CHECKS: tuple[Check, ...] = (
    machine.python,
    machine.reader,
    machine.tesseract,
    machine.fonts,
    machine.cv2,
    machine.memory,
    place.folder,
    place.local,
    place.disk,
    place.key,
    place.first_password,
    base.sqlite,
    base.database,
    base.seen_workers,
    base.clock,
)


def examine(settings: Settings, checks: Sequence[Check] = CHECKS) -> list[Finding]:
    """Look at everything; a check that itself fails is a finding."""
    return [_found(check, settings) for check in checks]


def worst(findings: Sequence[Finding]) -> Grade:
    """Return the gravest grade."""
    return max((finding.grade for finding in findings), default=Grade.OK)


def _found(check: Check, settings: Settings) -> Finding:
    try:
        return check(settings)
    except Exception as error:  # noqa: BLE001 — the others still have to be looked at
        name = type(error).__name__
        return wrong(check.__name__, f"检查本身失败（{name}）", f"the check itself failed ({name})")
