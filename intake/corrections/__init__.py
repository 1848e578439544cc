"""What people said of papers and cases, laid beside what the machine read: pure functions."""

from intake.corrections.apply import Corrected, as_corrected, latest
from intake.corrections.arrange import Rereader
from intake.corrections.look import confirmed, machine_value, with_seen
from intake.corrections.settle import may_settle, places_of_flag, places_of_requirement, settled
from intake.corrections.values import WrongCorrection, checked

__all__ = [
    "Corrected",
    "Rereader",
    "WrongCorrection",
    "as_corrected",
    "checked",
    "confirmed",
    "latest",
    "machine_value",
    "may_settle",
    "places_of_flag",
    "places_of_requirement",
    "settled",
    "with_seen",
]
