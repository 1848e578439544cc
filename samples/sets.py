"""
The two sets of material, kept apart.

*tuning*: thresholds and recipes may be chosen on it. *reporting*: figures are reported on it and
nothing is ever chosen on it. They share no font, look, title, heading of gross, net or signature,
contract text, company, person or pen model, and their seals are cut in other faces and measures.
Common to both: how months, dates and amounts are spelled in Chinese, the everyday labels (姓名,
部门, 基本工资), and the skeletons of slips, receipts and application forms.
"""

from dataclasses import dataclass

from samples import vouchers
from samples.papers import application, contract, contract_long, contract_reporting
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
    "tuning": Layouts(
        vouchers.TUNING, (*contract.TUNING, *contract_long.TUNING), application.TUNING
    ),
    "reporting": Layouts(vouchers.REPORTING, contract_reporting.REPORTING, application.REPORTING),
}
