"""Build the web application; nothing happens on import."""

from pathlib import Path

from fastapi import FastAPI
from fastapi.responses import RedirectResponse

from api.desk import results
from api.desk.results import Results


def create_app(results_folder: Path) -> FastAPI:
    """Return an application that shows the decided cases of a folder."""
    app = FastAPI(title="补缴收件 Bujiao Intake", docs_url=None, redoc_url=None)
    app.state.results = Results(results_folder)
    app.include_router(results.router)

    @app.get("/", include_in_schema=False)
    def home() -> RedirectResponse:
        return RedirectResponse("/desk")

    @app.get("/healthz")
    def healthz() -> dict[str, str]:
        return {"status": "ok"}

    return app
