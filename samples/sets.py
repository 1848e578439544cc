"""
The two sets of material, kept apart.

*tuning*: thresholds and recipes may be chosen on it. *reporting*: figures are reported on it and
nothing is ever chosen on it. They share no font, layout, heading, company, person, seal design or
pen; how months, dates and amounts may be spelled in Chinese is common to both.
"""

from dataclasses import dataclass

from samples import vouchers
from samples.papers import application, contract
from samples.papers.application import ApplicationLook
from samples.papers.contract import ContractLook
from samples.studio import SetName
from samples.vouchers import Maker


@dataclass(frozen=True, slots=True)
class Layouts:
    """The layouts of one set."""

    vouchers: dict[str, Maker]
    contracts: tuple[ContractLook, ...]
    applications: tuple[ApplicationLook, ...]


SETS: dict[SetName, Layouts] = {
    "tuning": Layouts(vouchers.TUNING, contract.TUNING, application.TUNING),
    "reporting": Layouts(vouchers.REPORTING, contract.REPORTING, application.REPORTING),
}
