"""How a case stands at this moment: also while its papers are still being read."""

from dataclasses import dataclass, replace

from api.problems import Problem
from api.service import Service
from api.store import cases, corrections, phones
from api.store.phones import Link
from api.store.states import PageState, State
from api.store.tables import Case, Page, Revision, Source
from api.store.viewer import Viewer
from api.work import review
from api.work.decide import Stood, decide_claim, papers_of
from api.work.review import Look
from intake.errors import PolicyError
from models.case import CaseFile, Document
from models.correction import Correction, Laid, SaidOfPage
from models.evidence import Evidence
from models.page import Quality

MOST_PAGES = 60
"""A larger case is not decided on what has been read so far: that would keep the reader waiting."""
UNDER_WAY = (State.RECEIVED, State.READING)


@dataclass(frozen=True, slots=True)
class PageRow:
    """A page in the list of papers."""

    n: int
    file: str
    page: int
    state: PageState
    problem: str | None
    quality: Quality | None
    document: Document | None
    out: bool
    """A person took it out: nothing is decided on it."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A case with what is known of it."""

    case: Case
    revision: Revision | None
    file: CaseFile | None
    """What was decided; while reading, what the pages read so far say."""
    sources: tuple[Source, ...]
    pages: tuple[tuple[Source, Page], ...]
    opening: bool
    """A file has not been opened yet: more pages will come."""
    drafts: bool = False
    """People have said things of it that are not decided with yet."""
    said: tuple[Correction, ...] = ()
    """What people decided of these papers before."""
    may_settle: bool = False
    """The viewer may settle what is in doubt."""
    phone: Link | None = None
    """The newest link for the citizen's phone."""

    @property
    def reading(self) -> bool:
        """Say whether the machine is still at it."""
        return self.case.state in UNDER_WAY

    @property
    def done(self) -> int:
        """Count the pages that are read or have failed."""
        return sum(page.state != PageState.WAITING for _, page in self.pages)

    @property
    def tag(self) -> str:
        """Return a sign that changes whenever there is something new to see."""
        return f"{self.case.version}.{len(self.sources)}.{len(self.pages)}.{self.done}"

    def number_of(self, evidence: Evidence) -> int | None:
        """Return the number in this case of the page that something was found on."""
        for n, (source, page) in enumerate(self.pages, 1):
            if (source.name, page.number) == (evidence.file, evidence.page):
                return n
        return None

    def rows(self) -> list[PageRow]:
        """Return the pages with what they turned out to be."""
        documents = {item.id: item for item in self.file.documents} if self.file else {}
        known = {(page.file, page.page): page for page in self.file.pages} if self.file else {}
        out = self._taken_out()
        rows = []
        for n, (source, page) in enumerate(self.pages, 1):
            found = known.get((source.name, page.number))
            rows.append(
                PageRow(
                    n=n,
                    file=source.name,
                    page=page.number,
                    state=PageState(page.state),
                    problem=page.failure,
                    quality=found.quality if found else None,
                    document=documents.get(found.document) if found else None,
                    out=(source.name, page.number) in out,
                )
            )
        return rows

    def _taken_out(self) -> set[tuple[str, int]]:
        applied = self.file.corrections if self.file else ()
        return {
            (one.correction.said.page.file, one.correction.said.page.page)
            for one in applied
            if one.holds
            and isinstance(one.correction.said, SaidOfPage)
            and one.correction.said.laid is Laid.OUT
        }

    def unusable(self) -> list[Source]:
        """Return the files that could not be opened."""
        return [source for source in self.sources if source.problem]


def look(service: Service, viewer: Viewer, case_id: str) -> Standing:
    """Return how a case stands, without deciding anything; raise a Problem for a foreign one."""
    with service.database.read() as session:
        case = cases.for_viewer(session, viewer, case_id)
        if case is None:
            raise Problem("not_found")
        said = corrections.of_case(session, case, drafts=False)
        drafts = len(corrections.of_case(session, case, drafts=True)) > len(said)
        return Standing(
            case,
            cases.newest(session, case),
            None,
            tuple(cases.sources_for(session, case)),
            tuple(cases.pages_for(session, case)),
            opening=cases.has_unopened(session, case),
            drafts=drafts,
            said=tuple(said),
            may_settle=review.may_decide(session, viewer, case),
            phone=phones.newest(session, case),
        )


def with_file(service: Service, viewer: Viewer, standing: Standing) -> Standing:
    """Return the standing with its case file: decided, with what was said since, or provisional."""
    revision = standing.revision
    if standing.reading:
        file = provisional(service, standing)
    elif revision is None:
        file = None
    elif standing.drafts:
        file = review.look(service, viewer, standing.case.id).preview
    else:
        file = CaseFile.model_validate_json(service.blobs.read(revision.case_file))
    return replace(standing, file=file)


def provisional(service: Service, standing: Standing) -> CaseFile | None:
    """Hold what has been read so far against the claim; what is not met may still come."""
    read = [page for _, page in standing.pages if page.reading is not None]
    if not read or len(standing.pages) > MOST_PAGES:
        return None
    stood = Stood(standing.case, standing.pages, standing.sources, standing.said)
    papers = papers_of(service.blobs, stood)
    try:
        return decide_claim(service.settings, standing.case, papers, revision=0, said=standing.said)
    except PolicyError:
        return None


def of_look(service: Service, looked: Look) -> Standing:
    """Return a case as it would be decided with everything said up to now."""
    case = looked.case
    with service.database.read() as session:
        return Standing(
            case,
            looked.revision,
            looked.preview,
            tuple(cases.sources_for(session, case)),
            tuple(cases.pages_for(session, case)),
            opening=False,
        )


def stand(service: Service, viewer: Viewer, case_id: str) -> Standing:
    """Return how a case stands with its case file."""
    return with_file(service, viewer, look(service, viewer, case_id))
