"""A page on the screen: template, language, headers; whatever papers or people say is text."""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cache, partial
from importlib.resources import files
from typing import Literal

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined

from api.auth import COOKIE, SAFE, the_service
from api.desk.words import WORDS
from api.store.viewer import Role, Viewer
from intake.report.render import mask_id
from models.finding import Message

Language = Literal["zh", "en"]
LANGUAGE_COOKIE = "intake_language"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), microphone=(), geolocation=()",
    "Cache-Control": "no-store",
}
_UNSEEN = {
    code: "\ufffd"
    for code in (
        *range(0x20), *range(0x7F, 0xA0), *range(0x200B, 0x2010), *range(0x2028, 0x202F),
        *range(0x2060, 0x2070), 0x061C, 0xFEFF,
    )
    if chr(code) not in "\t\n\r"
}  # fmt: skip
"""Control characters, bidirectional overrides, widths of nothing: they make a page say what its
text does not, so each is shown as the sign for a character that cannot be shown."""


@dataclass(frozen=True, slots=True)
class Texts:
    """Speaks one language."""

    language: Language

    def __call__(self, zh: str, en: str) -> str:
        """Return the one of two wordings that this page is in."""
        return zh if self.language == "zh" else en

    def said(self, message: Message) -> str:
        """Return a message in this page's language."""
        return message.zh if self.language == "zh" else message.en

    def word(self, code: object) -> str:
        """Return what a stable code is called; an unknown one stands for itself."""
        zh, en = WORDS.get(str(code), (str(code), str(code)))
        return self(zh, en[:1].upper() + en[1:])


def visible_text(value: object) -> object:
    """Return text without characters that hide or turn what stands around them."""
    return value.translate(_UNSEEN) if type(value) is str else value


@cache
def environment() -> Environment:
    """Return the templates; everything put into them is escaped."""
    templates = Environment(
        loader=PackageLoader("api.desk"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=visible_text,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    templates.filters.update(mask=mask_id, money=money, short=short)
    templates.globals["Role"] = Role
    templates.globals["asset"] = asset
    return templates


def money(amount: Decimal | str | None) -> str:
    """Show an amount with its thousands apart."""
    return "—" if amount is None else f"{Decimal(amount):,.2f}"


def short(identifier: str) -> str:
    """Return the end of an identifier, which two people can say to each other."""
    return identifier[-6:].upper()


@cache
def _edition() -> str:
    """Name the assets' content, so that browsers may keep them for ever."""
    told = hashlib.sha256()
    for name in ("", "vendor"):
        folder = files("api.desk") / "static" / name
        for path in sorted(folder.iterdir(), key=lambda path: path.name):
            if path.is_file():
                told.update(path.name.encode() + path.read_bytes())
    return told.hexdigest()[:12]


def asset(name: str) -> str:
    """Return the address of a script or style sheet."""
    return f"/desk/static/{_edition()}/{name}"


def language_of(request: Request) -> Language:
    """Return the language that this browser was set to; Chinese unless it was."""
    return "en" if request.cookies.get(LANGUAGE_COOKIE) == "en" else "zh"


def csrf_of(request: Request) -> str:
    """Return what this session's forms carry; no other site can know it."""
    token = request.cookies.get(COOKIE, "")
    return hmac.new(token.encode(), b"desk form", hashlib.sha256).hexdigest()


def show(
    request: Request, template: str, /, *, status: int = 200, **values: object
) -> HTMLResponse:
    """Return a page, or a part of one."""
    viewer: Viewer | None = getattr(request.state, "viewer", None)
    texts = Texts(language_of(request))
    content = (
        environment()
        .get_template(template)
        .render(
            t=texts,
            viewer=viewer,
            csrf=csrf_of(request) if viewer else "",
            here=request.url.path if request.method in SAFE else "/desk",
            clock=partial(clock, request),
            **values,
        )
    )
    return HTMLResponse(content, status, headers=HEADERS)


def clock(request: Request, moment: datetime | None, form: str = "%Y-%m-%d %H:%M") -> str:
    """Show a moment by the counter's clock."""
    zone = the_service(request).settings.zone
    return moment.astimezone(zone).strftime(form) if moment else "—"
