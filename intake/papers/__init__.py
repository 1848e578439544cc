"""From page readings to papers: classify, stack, extract."""

from intake.papers.assemble import assemble_papers, read_as
from intake.papers.decisive import decisive_places

__all__ = ["assemble_papers", "decisive_places", "read_as"]
