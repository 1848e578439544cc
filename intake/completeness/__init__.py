"""The required-materials list held against the papers: from papers and a claim to a case file."""
