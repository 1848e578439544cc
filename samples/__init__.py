"""Sample materials and the page composer; `python -m samples` draws them."""
