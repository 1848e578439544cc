"""What holds for all tests."""

from hypothesis import settings

# A loaded machine is slow, and slow is not wrong.
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")
