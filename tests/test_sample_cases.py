"""Every sample case, drawn, read and decided for real, against the manifest's answer."""

import pytest

from api.demo import Sample, differences
from api.reading import ReadOrder, decide, load_claims
from intake.ingest import Limits, open_sources
from intake.pipeline import page_work, read_papers
from intake.workers import WorkerPool
from samples.manifest import draw, load

CASES = load().cases


@pytest.fixture(scope="session")
def pool():
    with WorkerPool(page_work(Limits()), jobs=1) as workers:
        yield workers


@pytest.fixture(params=CASES)
def sample(request, tmp_path):
    drawn = draw(request.param, CASES[request.param], tmp_path)
    answer = CASES[request.param].answer.model_dump(mode="json", exclude_none=True)
    return Sample(request.param, drawn.truth.case, answer), tmp_path


def test_a_sample_is_decided_as_the_manifest_says(sample, pool, tmp_path):
    said, folder = sample
    order = ReadOrder(paths=(folder / "papers",), claim=folder / "request.json", out=tmp_path)
    opened = open_sources(order.paths, limits=Limits(), workdir=tmp_path / "unpacked")
    papers = read_papers(opened, pool)
    case = decide(papers, load_claims(order)[0])
    assert differences(case, said.answer) == ()
    pages = [(page.file, page.page) for page in papers.pages]
    of_documents = [(p.file, p.page) for d in case.documents for p in d.pages]
    assert sorted(of_documents) == sorted(pages), "every page belongs to exactly one document"
