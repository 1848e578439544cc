"""Papers that only local lists ask for: identity cards, and forms that no reader knows."""

from collections.abc import Iterator

from intake.completeness.compare import Person, Sameness, same_person
from intake.completeness.lines import line_for, unknown_papers
from intake.completeness.papers_of import sort
from intake.completeness.points import Point
from intake.completeness.question import Question
from intake.completeness.unread import may_hold_a_paper
from models.evidence import FieldValue
from models.finding import Code, Item, Material, Requirement
from models.paper import DocumentKind, OtherPaper

IDENTITY = Point(Material.IDENTITY, Item.IDENTITY)


def local_requirements(question: Question) -> tuple[Requirement, ...]:
    """
    Answer for what goes beyond the default list.

    A form that no reader knows is never met by the machine: a person looks for it.
    """
    other = Point(Material.OTHER, Item.OTHER)
    unknown = unknown_papers(question.policy, question.months)
    return (
        *_identity(question),
        *(other.doubtful(Code.MATERIAL_UNCHECKED, detail=title) for title in unknown),
    )


def _identity(question: Question) -> Iterator[Requirement]:
    """Ask for the identity card where a list does; doubt one that contradicts the claim."""
    cards = [paper for paper in question.others if paper.kind is DocumentKind.IDENTITY]
    found = sort(question, cards)
    contradicting = [card for card in found.others if _is_namesake(question, card)]
    places = [place for card in (*found.best, *contradicting) for place in question.place(card)]
    asked = line_for(question.policy, DocumentKind.IDENTITY, question.months) is not None
    if contradicting and not found.own:
        yield IDENTITY.doubtful(Code.IDENTITY_MISSING, places)
    elif asked and found.own:
        yield IDENTITY.met(places)
    elif asked:
        sure = not found.possible and not may_hold_a_paper(question.papers)
        yield IDENTITY.missing(Code.IDENTITY_MISSING, sure=sure, evidence=places)


def _is_namesake(question: Question, card: OtherPaper) -> bool:
    """Say whether a card bears the person's name and another number."""
    by_name = Person(name=question.person.name)
    return same_person(by_name, card.employee, FieldValue()) is Sameness.SAME
