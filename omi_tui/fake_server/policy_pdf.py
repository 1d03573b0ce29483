"""The policy as a PDF: one A4 page in English and Russian, marked as a training specimen.

The same policy always gives the same bytes, so a document can be fetched twice and compared.
"""

from functools import cache
from importlib import resources
from io import BytesIO

import segno
from reportlab.lib.colors import Color, HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from omi_tui.fake_server.glyphs import printable
from omi_tui.model.contract import Policy
from omi_tui.model.money import Money
from omi_tui.model.person import full_name

REGULAR, BOLD = "DejaVuSans", "DejaVuSans-Bold"
INK, QUIET, RULE, BRAND, PAPER = map(HexColor, ("#16202c", "#5b6673", "#cfd6de", "#0b4a6f", "#ffffff"))
WARNING = HexColor("#9a2b13")
WATERMARK = Color(0.6, 0.17, 0.07, alpha=0.07)
WIDTH, HEIGHT = A4
MARGIN = 18 * mm
VALUE_X = MARGIN + 64 * mm
VALUE_WIDTH = WIDTH - MARGIN - VALUE_X
ROW = 11.2 * mm
SMALLEST = 6.5
"""At this size the longest names and addresses that the rules allow still leave the foot of the page free."""
SPECIMEN = "TRAINING SPECIMEN, NOT A POLICY  ·  УЧЕБНЫЙ ОБРАЗЕЦ, НЕ ПОЛИС"
PLAYED = "as played by the bundled training insurer · в роли страховщика учебная программа"
WORTHLESS = "Made by training software. No insurer stands behind it. · Создано учебной программой. Не даёт прав."

Row = tuple[str, str, str]
"""A row of the page: the label in English, the label in Russian, the value."""


@cache
def _register_fonts() -> None:
    folder = resources.files("omi_tui.fake_server") / "data" / "fonts"
    for name in (REGULAR, BOLD):
        pdfmetrics.registerFont(TTFont(name, BytesIO((folder / f"{name}.ttf").read_bytes())))


def money_text(money: Money) -> str:
    """An amount as the cabinet prints it: ``10 000,00 EUR``."""
    return f"{money.amount:,.2f} {money.currency}".replace(",", "\u00a0").replace(".", ",")


def _rows(policy: Policy) -> list[Row]:
    insured = policy.insured
    passport = " ".join(part for part in (insured.passport_series, insured.passport_number) if part)
    personal = f"  ({insured.personal_number})" if insured.personal_number else ""
    born = f"{insured.birth_date:%d.%m.%Y}, {insured.citizenship}"
    return [
        ("Policyholder", "Страхователь", full_name(policy.policyholder)),
        ("Policyholder's address", "Адрес страхователя", policy.policyholder.address),
        ("Insured person", "Застрахованное лицо", full_name(insured)),
        ("Date of birth, citizenship", "Дата рождения, гражданство", born),
        ("Passport (personal number)", "Паспорт (личный номер)", passport + personal),
        ("Country of residence", "Страна проживания", insured.country_of_residence),
        ("Insured from", "Действует с", f"{policy.begin_date:%d.%m.%Y}  00:00  (Minsk, UTC+3)"),
        ("Insured until", "Действует по", f"{policy.end_date:%d.%m.%Y}  23:59  (Minsk, UTC+3)"),
        ("Days insured", "Дней страхования", str(policy.days)),
        ("Risk", "Риск", "Emergency medical care / Скорая и неотложная медицинская помощь"),
        ("Sum insured", "Страховая сумма", money_text(policy.sum_insured)),
        ("Premium, paid", "Страховой взнос, уплачен", money_text(policy.premium)),
    ]


def policy_pdf(policy: Policy, verify_url: str) -> bytes:
    """The document of *policy*; its QR code opens *verify_url*."""
    _register_fonts()
    buffer = BytesIO()
    page = Canvas(buffer, pagesize=A4, invariant=1, pageCompression=1, lang="en")
    page.setTitle(f"Training specimen: policy {printable(f'{policy.series} {policy.number}', BOLD)}")
    page.setAuthor("The bundled training insurer")
    page.setSubject("Obligatory medical insurance of foreigners: no insurer has issued this document")
    _watermark(page)
    _header(page, policy)
    top = HEIGHT - 85.4 * mm
    for row in _rows(policy):
        top = _row(page, top, row)
    _footer(page, policy, verify_url)
    page.showPage()
    page.save()
    return buffer.getvalue()


def _watermark(page: Canvas) -> None:
    page.saveState()
    page.translate(WIDTH / 2, HEIGHT / 2 - 10 * mm)
    page.rotate(48)
    page.setFillColor(WATERMARK)
    page.setFont(BOLD, 92)
    page.drawCentredString(0, 14 * mm, "SPECIMEN")
    page.drawCentredString(0, -24 * mm, "ОБРАЗЕЦ")
    page.restoreState()


def _header(page: Canvas, policy: Policy) -> None:
    page.setFillColor(WARNING)
    page.rect(0, HEIGHT - 11 * mm, WIDTH, 11 * mm, stroke=0, fill=1)
    page.setFillColor(PAPER)
    page.setFont(BOLD, 10)
    page.drawCentredString(WIDTH / 2, HEIGHT - 7.2 * mm, SPECIMEN)
    page.setFillColor(BRAND)
    page.setFont(BOLD, 20)
    page.drawString(MARGIN, HEIGHT - 27 * mm, "BELGOSSTRAKH")
    page.setFillColor(QUIET)
    page.setFont(REGULAR, 8.5)
    page.drawString(MARGIN, HEIGHT - 32.5 * mm, PLAYED)
    page.setStrokeColor(BRAND)
    page.setLineWidth(1.4)
    page.line(MARGIN, HEIGHT - 37 * mm, WIDTH - MARGIN, HEIGHT - 37 * mm)
    page.setFillColor(INK)
    page.setFont(BOLD, 13)
    page.drawString(MARGIN, HEIGHT - 47 * mm, "Policy of obligatory medical insurance of foreign citizens")
    page.setFont(REGULAR, 9.5)
    page.drawString(MARGIN, HEIGHT - 52.6 * mm, "and stateless persons staying temporarily in the Republic of Belarus")
    page.setFillColor(QUIET)
    page.drawString(MARGIN, HEIGHT - 59.4 * mm, "Полис обязательного медицинского страхования иностранных граждан")
    page.drawString(MARGIN, HEIGHT - 64.2 * mm, "и лиц без гражданства, временно пребывающих в Республике Беларусь")
    page.setFillColor(INK)
    page.setFont(BOLD, 17)
    page.drawString(MARGIN, HEIGHT - 78 * mm, printable(f"{policy.series}  № {policy.number}", BOLD)[:48])
    page.setFillColor(QUIET)
    page.setFont(REGULAR, 8.5)
    page.drawRightString(WIDTH - MARGIN, HEIGHT - 75 * mm, f"Issued / Выдан {policy.issued_at:%d.%m.%Y %H:%M} UTC")
    page.drawRightString(
        WIDTH - MARGIN, HEIGHT - 79.4 * mm, printable(f"Order / Заказ {policy.order_number}", REGULAR)[:48]
    )


def _row(page: Canvas, top: float, row: Row) -> float:
    """Draw a row below *top*; returns where the next one begins."""
    english, russian, value = row
    page.setStrokeColor(RULE)
    page.setLineWidth(0.5)
    page.line(MARGIN, top, WIDTH - MARGIN, top)
    page.setFillColor(INK)
    page.setFont(REGULAR, 9)
    page.drawString(MARGIN, top - 4.8 * mm, english)
    page.setFillColor(QUIET)
    page.setFont(REGULAR, 7.5)
    page.drawString(MARGIN, top - 8.3 * mm, russian)
    page.setFillColor(INK)
    lines, size = fit(printable(value, BOLD))
    page.setFont(BOLD, size)
    leading = size * 1.2
    height: float = max(ROW, len(lines) * leading + 3 * mm)
    first = top - (height - (len(lines) - 1) * leading) / 2 - size * 0.36
    for number, line in enumerate(lines):
        page.drawString(VALUE_X, first - number * leading, line)
    return top - height


def fit(value: str) -> tuple[list[str], float]:
    """The lines of *value* in the value column and their font size: two lines while it stays readable, else more."""
    _register_fonts()
    for size in (10.5, 9.0, 8.0):
        lines = _wrap(value, size)
        if len(lines) <= 2:
            return lines, size
    return _wrap(value, SMALLEST), SMALLEST


def _wrap(value: str, size: float) -> list[str]:
    lines = [""]
    for word in value.split(" "):
        joined = f"{lines[-1]} {word}" if lines[-1] else word
        if stringWidth(joined, BOLD, size) <= VALUE_WIDTH:
            lines[-1] = joined
            continue
        if lines[-1]:
            lines.append("")
        for character in word:
            if lines[-1] and stringWidth(lines[-1] + character, BOLD, size) > VALUE_WIDTH:
                lines.append("")
            lines[-1] += character
    return lines


def _footer(page: Canvas, policy: Policy, verify_url: str) -> None:
    side = 31 * mm
    bottom = 19 * mm
    _qr(page, verify_url, MARGIN, bottom, side)
    x = MARGIN + side + 8 * mm
    lines = [
        (BOLD, 9.5, INK, "Check this policy / Проверить полис"),
        (REGULAR, 8, QUIET, "Scan the code: it says whether the policy is valid, its days and initials."),
        (REGULAR, 8, QUIET, "Код показывает, действует ли полис, его даты и инициалы."),
        (BOLD, 9.5, INK, "Insurer's phones / Телефоны: (+375 17) 269-269-2, 7557"),
        (REGULAR, 8, QUIET, "Ambulance / Скорая помощь: 103"),
        (REGULAR, 8, QUIET, "Carry this page all through the stay. / Имейте полис при себе всё время пребывания."),
    ]
    y = bottom + side - 4 * mm
    for font, size, colour, text in lines:
        if font is BOLD and text.startswith("Insurer"):
            y -= 2 * mm
        page.setFillColor(colour)
        page.setFont(font, size)
        page.drawString(x, y, text)
        y -= 4.9 * mm
    page.setFillColor(WARNING)
    page.setFont(REGULAR, 7)
    page.drawCentredString(WIDTH / 2, 9 * mm, WORTHLESS)


def _qr(page: Canvas, text: str, x: float, y: float, side: float) -> None:
    matrix = [bytes(row) for row in segno.make(text, error="m", micro=False).matrix]
    module = side / len(matrix)
    page.setFillColor(INK)
    path = page.beginPath()
    for number, row in enumerate(matrix):
        start = 0
        while start < len(row):
            length = 1
            while start + length < len(row) and row[start + length] == row[start]:
                length += 1
            if row[start]:
                path.rect(x + start * module, y + side - (number + 1) * module, length * module, module)
            start += length
    page.drawPath(path, stroke=0, fill=1)
