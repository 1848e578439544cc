"""What the doctor looks at on the machine: Python, engines, fonts, memory."""

import importlib.util
import os
import platform
import sys
from importlib.metadata import packages_distributions

from api.operations.finding import Finding, look, well, wrong
from api.settings import Settings
from intake.errors import EngineFailure

OLDEST, TOO_NEW = (3, 11), (3, 14)
"""What the project is tested on."""
ENGINES = ("openvino", "onnxruntime")
CV2 = "opencv-python"


def python(_settings: Settings) -> Finding:
    """Look at Python's version."""
    version = platform.python_version()
    if OLDEST <= sys.version_info[:2] < TOO_NEW:
        return well("python", version)
    return look("python", f"{version}，未经测试：用 3.11", f"{version} is untested: use 3.11")


def tesseract(_settings: Settings) -> Finding:
    """Look for the second reader and its languages."""
    from intake.ocr.tesseract import open_tesseract  # noqa: PLC0415 — loads OpenCV

    try:
        found = open_tesseract()
    except EngineFailure as failure:
        return wrong("tesseract", f"第二识别引擎不可用：{failure}", str(failure))
    return well("tesseract", f"{found.name}, eng, chi_sim")


def reader(_settings: Settings) -> Finding:
    """Look for an engine that runs the networks, and for their weights."""
    engines = [name for name in ENGINES if importlib.util.find_spec(name)]
    weights = importlib.util.find_spec("rapidocr")
    if not engines or weights is None:
        lacking = "rapidocr" if engines else " / ".join(ENGINES)
        return wrong("reader", f"识别引擎缺 {lacking}：重装本程序", f"{lacking} is missing")
    return well("reader", ", ".join(engines))


def fonts(_settings: Settings) -> Finding:
    """Look for the typefaces of notices and laid-out pages."""
    from intake.ingest.type import font  # noqa: PLC0415 — loads Pillow
    from intake.notices.fonts import fonts as notice_fonts  # noqa: PLC0415 — loads typst

    try:
        font(20)
        notice_fonts()
    except EngineFailure as failure:
        return wrong("fonts", f"字体不全：{failure}", str(failure))
    return well("fonts", "Noto CJK")


def cv2(_settings: Settings) -> Finding:
    """Look whether one distribution alone provides `cv2`: two overwrite each other's files."""
    return of_distributions(sorted(set(packages_distributions().get("cv2", ()))))


def of_distributions(found: list[str]) -> Finding:
    """Judge who provides `cv2`."""
    if found == [CV2]:
        return well("cv2", CV2)
    told = ", ".join(found) or "-"
    return wrong(
        "cv2",
        f"应由 {CV2} 独家提供，现为 {told}：重建 Python 环境",
        f"provided by {told} instead of {CV2} alone: make the environment anew",
    )


def memory(settings: Settings) -> Finding:
    """Compare the memory that the workers may take with what the machine has."""
    has = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") >> 20
    needs = settings.workers * settings.page_memory
    if needs <= has:
        return well("memory", f"{has} MB, {settings.workers} × {settings.page_memory} MB")
    return look(
        "memory",
        f"{settings.workers} 个进程各需 {settings.page_memory} MB，本机只有 {has} MB："
        "减小 INTAKE_WORKERS",
        f"{settings.workers} workers may take {needs} MB of {has} MB: lower INTAKE_WORKERS",
    )
