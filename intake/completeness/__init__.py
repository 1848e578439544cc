"""The required-materials list against the papers, for one claim."""
