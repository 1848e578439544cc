"""The settings, for commands."""

from typing import TYPE_CHECKING

import typer

from api.exits import Exit

if TYPE_CHECKING:
    from api.settings import Settings


def settings_or_exit() -> "Settings":
    """Return the settings; name those that are wrong and end."""
    from pydantic import ValidationError  # noqa: PLC0415 — not needed for --help

    from api.settings import Settings  # noqa: PLC0415

    try:
        return Settings()
    except ValidationError as error:
        for item in error.errors(include_input=False):
            name = "_".join(str(part) for part in item["loc"]).upper() or "*"
            typer.echo(f"设置有误 setting INTAKE_{name}: {item['msg']}", err=True)
        raise typer.Exit(Exit.USAGE) from None
