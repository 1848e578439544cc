"""
What things are: frozen pydantic records; no pictures, no web, no database, no I/O.

(In this project `models` means data models. The weights of neural networks are called weights.)
"""
