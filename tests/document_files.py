"""Documents of a child's file as offices make them, with text in every corner, for tests."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from datetime import date
from email.message import EmailMessage

from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from odf import dc, draw, office, opendocument, style, table, text
from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.workbook.defined_name import DefinedName
from PIL import Image
from pypdf import PdfReader, PdfWriter
from pypdf.annotations import Text
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from tests.word_files import saved

PNG = bytes.fromhex(  # one grey point
    "89504e470d0a1a0a0000000d4948445200000001000000010800000000"
    "3a7e9b550000000a49444154789c6360000000020001e221bc330000000049454e44ae426082"
)


def word() -> bytes:
    """A Word document with a name in every place that can hold text."""
    document = Document()
    document.core_properties.author = "Wietske Eigenschap"
    document.core_properties.title = "Dossier van Daan"
    document.sections[0].header.paragraphs[0].text = "Leerling: Daan Visser"
    document.sections[0].footer.paragraphs[0].text = "Opgesteld door Anneke Bakker"
    document.add_heading("Verslag over Daan", 1)
    paragraph = document.add_paragraph("Daan gaat naar ")
    by = 'w:author="Wietske Eigenschap" w:date="2026-05-13T10:00:00Z"'
    for inner in (
        f'<w:del {nsdecls("w")} w:id="1" {by}><w:r><w:delText>Petra Visser drinkt te veel</w:delText></w:r></w:del>',
        f'<w:ins {nsdecls("w")} w:id="2" {by}><w:r><w:t xml:space="preserve">groep zes </w:t></w:r></w:ins>',
        f'<w:r {nsdecls("w")}><w:rPr><w:vanish/></w:rPr><w:t xml:space="preserve">met Mees </w:t></w:r>',
        f"<w:r {nsdecls('w')}><w:t>Vi</w:t></w:r>",
        f"<w:r {nsdecls('w')}><w:rPr><w:b/></w:rPr><w:t>sser.</w:t></w:r>",
    ):
        paragraph._p.append(parse_xml(inner))
    document.add_comment(paragraph.runs, text="Mees is zijn broer", author="Wietske Eigenschap", initials="WE")
    grid = document.add_table(0, 2)
    for cells in (("Naam", "Daan Visser"), ("Moeder", "Petra Visser\nzorgmijder"), ("", "")):
        for cell, said in zip(grid.add_row().cells, cells, strict=True):
            cell.text = said
    document.add_picture(io.BytesIO(PNG))
    document.element.body.findall(".//{*}docPr")[-1].set("descr", "Foto van Daan op het plein")
    box = (
        f"<w:r {nsdecls('w')}><mc:AlternateContent "
        'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
        'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">'
        "<mc:Choice Requires='wps'><w:drawing><wps:txbx><w:txbxContent><w:p><w:r><w:t>Bel Petra</w:t></w:r></w:p>"
        "</w:txbxContent></wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><w:txbxContent><w:p><w:r>"
        "<w:t>Bel Petra</w:t></w:r></w:p></w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    document.add_paragraph("In het kader:")._p.append(parse_xml(box))
    linked = document.add_paragraph("Zie ")
    reference = document.part.relate_to(
        "mailto:petra.visser@example.nl",
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink",
        is_external=True,
    )
    linked._p.append(
        parse_xml(f'<w:hyperlink {nsdecls("w", "r")} r:id="{reference}"><w:r><w:t>haar adres</w:t></w:r></w:hyperlink>')
    )
    field = "".join(
        f"<w:r {nsdecls('w')}>{inner}</w:r>"
        for inner in (
            '<w:fldChar w:fldCharType="begin"/>',
            "<w:instrText>MERGEFIELD Visser</w:instrText>",
            '<w:fldChar w:fldCharType="separate"/>',
            '<w:t xml:space="preserve"> en Anneke</w:t>',
            '<w:fldChar w:fldCharType="end"/>',
        )
    )
    for run in parse_xml(f"<w:p {nsdecls('w')}>{field}</w:p>"):
        linked._p.append(run)
    document.add_paragraph("een punt", style="List Bullet")
    return saved(document)


def with_footnote(data: bytes, note: str) -> bytes:
    """The same Word document with a footnote behind its last paragraph."""
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
    notes = (
        f'<w:footnotes {nsdecls("w")}><w:footnote w:type="separator" w:id="-1"><w:p/></w:footnote>'
        f'<w:footnote w:id="1"><w:p><w:r><w:t>{note}</w:t></w:r></w:p></w:footnote></w:footnotes>'
    )
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            text = old.read(name)
            if name == "word/_rels/document.xml.rels":
                one = f'<Relationship Id="rIdN" Type="{kind}" Target="footnotes.xml"/></Relationships>'
                text = text.replace(b"</Relationships>", one.encode())
            if name == "word/document.xml":
                text = text.replace(b"een punt</w:t>", b'een punt</w:t><w:footnoteReference w:id="1"/>')
            new.writestr(name, text)
        new.writestr("word/footnotes.xml", notes)
    return out.getvalue()


def many_paragraphs(count: int) -> bytes:
    """A Word document of so many paragraphs."""
    paragraphs = "".join(f"<w:p><w:r><w:t>Alinea {n} over Daan.</w:t></w:r></w:p>" for n in range(count))
    return zipped(
        {
            "[Content_Types].xml": "<Types/>",
            "_rels/.rels": '<R><Relationship Type="x/officeDocument" Target="word/document.xml"/></R>',
            "word/document.xml": f"<w:document {nsdecls('w')}><w:body>{paragraphs}</w:body></w:document>",
        }
    )


def zipped(files: dict[str, str | bytes]) -> bytes:
    """An archive of these files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def odt() -> bytes:
    """A text of LibreOffice with a name in every place that can hold text."""
    document = opendocument.OpenDocumentText()
    document.meta.addElement(dc.Creator(text="Wietske Eigenschap"))
    document.text.addElement(text.H(outlinelevel=1, text="Verslag over Daan"))
    paragraph = text.P(text="Daan gaat naar groep zes")
    note = text.Note(noteclass="footnote")
    note.addElement(text.NoteCitation(text="1"))
    body = text.NoteBody()
    body.addElement(text.P(text="volgens Anneke Bakker"))
    note.addElement(body)
    paragraph.addElement(note)
    remark = office.Annotation()
    remark.addElement(dc.Creator(text="Wietske Eigenschap"))
    remark.addElement(text.P(text="Mees is zijn broer"))
    paragraph.addElement(remark)
    link = text.A(href="https://example.nl/petra-visser", text=" en haar adres")
    paragraph.addElement(link)
    document.text.addElement(paragraph)
    items = text.List()
    item = text.ListItem()
    item.addElement(text.P(text="een punt"))
    items.addElement(item)
    document.text.addElement(items)
    grid = table.Table()
    for cells in (("Naam", "Daan Visser"), ("Moeder", "Petra Visser")):
        row = table.TableRow()
        for said in cells:
            cell = table.TableCell()
            cell.addElement(text.P(text=said))
            row.addElement(cell)
        grid.addElement(row)
    document.text.addElement(grid)
    holder = text.P(text="Hierbij:")
    frame = draw.Frame()
    frame.addElement(draw.Image(href=document.addPictureFromString(PNG, "image/png")))
    frame.addElement(_described("Foto van Daan op het plein"))
    holder.addElement(frame)
    around = draw.Frame()
    inner = draw.TextBox()
    inner.addElement(text.P(text="Bel Petra"))
    around.addElement(inner)
    holder.addElement(around)
    document.text.addElement(holder)
    page = style.PageLayout(name="P")
    document.automaticstyles.addElement(page)
    master = style.MasterPage(name="Standard", pagelayoutname=page)
    for kind, said in ((style.Header, "Leerling: Daan Visser"), (style.Footer, "Opgesteld door Anneke Bakker")):
        edge = kind()
        edge.addElement(text.P(text=said))
        master.addElement(edge)
    document.masterstyles.addElement(master)
    out = io.BytesIO()
    document.save(out)
    changed = (
        '<text:tracked-changes><text:changed-region text:id="c1"><text:deletion><office:change-info>'
        "<dc:creator>Wietske Eigenschap</dc:creator></office:change-info>"
        "<text:p>Petra Visser drinkt te veel</text:p></text:deletion></text:changed-region></text:tracked-changes>"
    )
    return replaced(out.getvalue(), "content.xml", b"<office:text>", f"<office:text>{changed}".encode())


def _described(told: str) -> object:
    from odf import svg

    return svg.Desc(text=told)


def replaced(data: bytes, name: str, old: bytes, new: bytes) -> bytes:
    """The same archive with other text in one of its files."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(out, "w") as after:
        for one in before.namelist():
            held = before.read(one)
            after.writestr(one, held.replace(old, new) if one == name else held)
    return out.getvalue()


def sheet() -> bytes:
    """A spreadsheet with a name in every place that can hold text."""
    book = Workbook()
    book.properties.creator = "Wietske Eigenschap"
    first = book.worksheets[0]
    first.title = "Daan Visser"
    for row in (
        ("Naam", "Geboren", "BSN", "Aanwezig", "Verborgen"),
        ("Daan Visser", date(2014, 5, 3), 12345672, 0.5, "Petra"),
        ("Mees Visser", None, None, True, 3.25),
        ("=cmd|' /C calc'!A0", '="Anneke"&" Bakker"', None, None, None),
    ):
        first.append(row)
    first["C2"].number_format = "000000000"
    first["D2"].number_format = "0%"
    first["A2"].comment = Comment("Mees is zijn broer", "Wietske Eigenschap")
    first["A3"].hyperlink = "https://example.nl/petra-visser"
    first.row_dimensions[3].hidden = True
    first.column_dimensions["E"].hidden = True
    edge = first.oddHeader
    if edge is not None and edge.center is not None:
        edge.center.text = "Leerling: &BDaan Visser&P"
    book.defined_names["Petra_Visser"] = DefinedName("Petra_Visser", attr_text="'Daan Visser'!$A$1")
    hidden = book.create_sheet("Anneke")
    hidden.sheet_state = "hidden"
    hidden["B3"] = "Bel Petra"
    out = io.BytesIO()
    book.save(out)
    return replaced(
        out.getvalue(),
        "xl/worksheets/sheet1.xml",
        b'<c r="B4"><f>"Anneke"&amp;" Bakker"</f><v></v></c>',
        b'<c r="B4" t="str"><f>"Anneke"&amp;" Bakker"</f><v>Anneke Bakker</v></c>',
    )


def pdf(*pages: Sequence[str] | None) -> bytes:
    """A PDF of these pages, each of lines; None: a page that is a picture."""
    out = io.BytesIO()
    canvas = Canvas(out)
    canvas.setAuthor("Wietske Eigenschap")
    canvas.setTitle("Dossier van Daan")
    for page in pages:
        if page is None:
            canvas.drawImage(ImageReader(Image.new("L", (850, 1200), 200)), 0, 0, 595, 842)
        for at, line in enumerate(page or ()):
            canvas.drawString(60, 780 - 16 * at, line)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def remarked_pdf() -> bytes:
    """A PDF with a remark by a reader, a link, and a file in it."""
    writer = PdfWriter(PdfReader(io.BytesIO(pdf(("Daan gaat naar groep zes.",)))))
    writer.add_annotation(0, Text(rect=(50, 50, 80, 80), text="Mees is zijn broer"))
    writer.add_attachment("verslag_Petra_Visser.docx", b"PK")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def form_pdf() -> bytes:
    """A PDF with a form that somebody filled in."""
    out = io.BytesIO()
    canvas = Canvas(out)
    canvas.drawString(60, 700, "In te vullen door de leerkracht.")
    canvas.acroForm.textfield(name="naam_kind", value="Daan", x=60, y=600)
    canvas.acroForm.checkbox(name="akkoord", checked=True, x=60, y=500)
    canvas.save()
    return out.getvalue()


def locked_pdf(user: str) -> bytes:
    """A PDF that asks for a password; "": only for changing it."""
    writer = PdfWriter(PdfReader(io.BytesIO(pdf(("Daan gaat naar groep zes.",)))))
    writer.encrypt(user, "geheim", algorithm="AES-256")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def mail() -> bytes:
    """A message with a page beside its text, a forwarded message in it, and files attached."""
    forwarded = EmailMessage()
    forwarded["From"] = "Petra Visser <petra.visser@example.nl>"
    forwarded["Subject"] = "Daan is ziek"
    forwarded.set_content("Daan blijft thuis.\n\nGroeten,\nPetra\n")
    message = EmailMessage()
    message["From"] = "Anneke Bakker <a.bakker@example.nl>"
    message["To"] = "Jozefiën Kuiper <j.kuiper@example.nl>, Petra Visser <petra.visser@example.nl>"
    message["Cc"] = "Mees Visser <mees@example.nl>"
    message["Subject"] = "Fwd: Daan Visser – afspraak"
    message["Date"] = "Wed, 13 May 2026 10:00:00 +0200"
    message["X-Mailer"] = "Post van Wietske"
    message.set_content("Beste Jozefiën,\n\nDaan komt morgen niet.\n\nMet vriendelijke groet,\nAnneke Bakker\n")
    message.add_alternative(
        "<html><head><title>x</title></head><body><p>Beste Jozefi&euml;n,</p><p>Daan komt <b>morgen</b> niet, zie "
        '<a href="https://example.nl/petra-visser">hier</a>.</p><table><tr><td>Naam</td>'
        "<td>Daan Visser</td></tr></table>"
        '<p>Met vriendelijke groet,<br>Anneke Bakker</p><img src="cid:1" alt="Logo De Berkenhof"></body></html>',
        subtype="html",
    )
    message.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="verslag_Petra_Visser.pdf")
    message.add_attachment(forwarded)
    return bytes(message)
