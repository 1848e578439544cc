"""What the intake form says; any part may be absent, then the papers supply it."""

from datetime import date

from pydantic import ConfigDict

from models.quantities import Month
from models.record import Record


class FormPart(Record):
    """Part of a form filled in elsewhere: what we do not know is kept as given, not refused."""

    model_config = ConfigDict(extra="allow")


class Employer(FormPart):
    """The unit that owes the contributions (用人单位)."""

    name: str | None = None
    uscc: str | None = None
    """18-character unified social credit code (统一社会信用代码)."""


class Employee(FormPart):
    """The person whose months are made up."""

    name: str | None = None
    id_number: str | None = None
    """18-character citizen ID (公民身份号码); it is also the social-security number."""
    employment_ended: date | None = None
    """The day employment ended, where the form says so."""


class Claim(FormPart):
    """One employee's request."""

    region: str | None = None
    declared_on: date | None = None
    employer: Employer = Employer()
    employee: Employee = Employee()
    months: tuple[Month, ...] = ()
    reason: str | None = None
    insured_as: str | None = None
    """`flexible` for a flexible worker (灵活就业人员); None or `employee` otherwise."""
