"""Text documents: what they say once changes are accepted, and how it is laid out as pages."""
