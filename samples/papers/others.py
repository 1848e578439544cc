"""Identity cards, papers that nobody asked for, files that cannot be read, and files' names."""

from dataclasses import dataclass

from models.paper import DocumentKind
from samples.channels import Channel
from samples.papers.flow import Flow
from samples.papers.paper import Paper
from samples.pdf import digital_pdf
from samples.sheet import Line, Sheet, Type
from samples.spec import CaseSpec, Defect
from samples.studio import Company, Person, Studio
from samples.truth import FileTruth

CARD = (85.6, 54.0)
"""An identity card in millimetres (ISO 7810 ID-1)."""


def identity(studio: Studio, person: Person) -> Paper:
    """Draw a copy of both sides of an identity card on one sheet."""
    sheet = Sheet()
    type_ = studio.type("hei", 8.5)
    left, top = (sheet.width - CARD[0]) / 2, 50.0
    _frame(sheet, (left, top))
    born = person.id_number[6:14]
    lines = (
        f"姓名  {person.name}",
        f"性别  {'男' if person.male else '女'}    民族  汉",
        f"出生  {int(born[:4])} 年 {int(born[4:6])} 月 {int(born[6:])} 日",
        f"住址  {studio.rng.choice(studio.words.places).full}",
        f"      {studio.rng.choice(studio.words.streets)}{studio.rng.randint(1, 99)}号",
    )
    for place, text in enumerate(lines):
        sheet.text((left + 5, top + 9 + place * 7), text, type_)
    sheet.fill((left + 58, top + 8, left + 80, top + 36), (196, 198, 204))
    sheet.text((left + 5, top + 49), f"公民身份号码    {person.id_number}", type_)
    back = top + 80
    _frame(sheet, (left, back))
    sheet.text((left + 28, back + 14), "中华人民共和国", studio.type("song", 12))
    sheet.text((left + 30, back + 23), "居 民 身 份 证", studio.type("song", 13))
    sheet.text(
        (left + 18, back + 40),
        f"签发机关  {studio.rng.choice(studio.words.places).full}公安局",
        type_,
    )
    sheet.text((left + 18, back + 47), "有效期限  2016.03.08-2036.03.08", type_)
    return Paper(
        DocumentKind.IDENTITY, "identity/card", [sheet], title="居民身份证", employee=person
    )


def _frame(sheet: Sheet, at: tuple[float, float]) -> None:
    x, y = at
    right, bottom = x + CARD[0], y + CARD[1]
    sheet.fill((x, y, right, bottom), (238, 242, 246))
    for x0, y0, x1, y1 in (
        (x, y, right, y),
        (right, y, right, bottom),
        (right, bottom, x, bottom),
        (x, bottom, x, y),
    ):
        sheet.prints.append(Line(x0, y0, x1, y1, 0.3, (120, 124, 130)))


def unrelated(studio: Studio, company: Company) -> Paper:
    """Write a notice that has nothing to do with the case."""
    flow = Flow(studio, studio.type("song", 14), 2.0)
    flow.title("关于召开年度安全生产工作会议的通知", studio.type("hei", 18).bold)
    flow.para("各部门：", indent=0)
    flow.para(
        "为总结上半年安全生产工作，部署下阶段任务，经研究决定召开安全生产工作会议。请各部门"
        "负责人准时参加，不得无故缺席。会议地点：三楼会议室。"
    )
    flow.para("特此通知。")
    flow.skip(2)
    flow.sheet.right((185, flow.y), company.name, flow.type)
    return Paper(
        DocumentKind.OTHER, "other/notice", flow.sheets, title="通知", employer=company.name
    )


@dataclass(frozen=True, slots=True)
class Spoilt:
    """Files that cannot be read, and what is wrong with each."""

    files: dict[str, bytes]
    truths: dict[str, FileTruth]


def spoilt(studio: Studio, spec: CaseSpec) -> Spoilt:
    """Make the damaged and the encrypted file a spec asks for."""
    sheet = Sheet()
    face = studio.words.fonts.pdf[0]
    sheet.centred(40, "附件", Type(face, 6.0))
    files: dict[str, bytes] = {}
    truths: dict[str, FileTruth] = {}
    if spec.has(Defect.DAMAGED_FILE):
        whole = digital_pdf([sheet])
        files["附件1.pdf"] = whole[: len(whole) // 3]
        truths["附件1.pdf"] = FileTruth(name="附件1.pdf", pages=0, problem="damaged")
    if spec.has(Defect.ENCRYPTED_FILE):
        files["附件2.pdf"] = digital_pdf([sheet], password="geheim")  # noqa: S106 - must not open
        truths["附件2.pdf"] = FileTruth(name="附件2.pdf", pages=0, problem="encrypted")
    return Spoilt(files, truths)


def file_name(paper: Paper, channel: Channel, number: int, studio: Studio) -> str:
    """Name a file as people do: by its content, or as the phone numbered it."""
    if channel.look == "photo":
        return f"IMG_202412{studio.rng.randint(10, 28)}_{100000 + number * 37}"
    if paper.kind is DocumentKind.PAYROLL_VOUCHER and paper.months:
        first = paper.months[0]
        return f"{first.year}年{first.month}月{paper.title}"
    return paper.title or f"材料{number}"
