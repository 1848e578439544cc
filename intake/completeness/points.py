"""One point of the list, and the three answers it can get."""

from collections.abc import Iterable
from dataclasses import dataclass

from intake.completeness.compare import Sameness
from intake.completeness.messages import doubtful_message, met_message, unmet_message
from models.evidence import Evidence
from models.finding import Code, Item, Material, Message, Requirement, Verdict
from models.quantities import Month


@dataclass(frozen=True, slots=True)
class Point:
    """What is asked: of which material, about what, for which month."""

    material: Material
    item: Item
    month: Month | None = None

    def met(self, evidence: Iterable[Evidence] = (), message: Message | None = None) -> Requirement:
        """Say that it is in order."""
        return Requirement(
            material=self.material,
            item=self.item,
            month=self.month,
            verdict=Verdict.MET,
            message=message or met_message(self.item, self.material, self.month),
            evidence=tuple(evidence),
        )

    def unmet(
        self, code: Code, evidence: Iterable[Evidence] = (), detail: Message | None = None
    ) -> Requirement:
        """Say that it is surely not there."""
        return Requirement(
            material=self.material,
            item=self.item,
            month=self.month,
            verdict=Verdict.UNMET,
            code=code,
            message=unmet_message(code, self.material, self.month, detail),
            evidence=tuple(evidence),
        )

    def doubtful(
        self, code: Code, evidence: Iterable[Evidence] = (), detail: Message | None = None
    ) -> Requirement:
        """Leave it to a person; `code` is what it would be if it is not there."""
        return Requirement(
            material=self.material,
            item=self.item,
            month=self.month,
            verdict=Verdict.DOUBTFUL,
            code=code,
            message=doubtful_message(code, self.material, self.month, detail),
            evidence=tuple(evidence),
        )

    def missing(self, code: Code, *, sure: bool, evidence: Iterable[Evidence] = ()) -> Requirement:
        """Say that it is not there, as surely as that is known."""
        return self.unmet(code, evidence) if sure else self.doubtful(code, evidence)

    def same(self, found: Sameness, code: Code, evidence: Iterable[Evidence] = ()) -> Requirement:
        """Answer a comparison: the same is met, different unmet, anything else doubtful."""
        match found:
            case Sameness.SAME:
                return self.met(evidence)
            case Sameness.DIFFERENT:
                return self.unmet(code, evidence)
            case _:
                return self.doubtful(code, evidence)
