"""From page readings to papers: classify, stack, extract."""
