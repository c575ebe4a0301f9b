"""Makes the Word files of `plain/`, `rich/` and `../docx/` anew: needs python-docx, LibreOffice and pandoc.

    python make_docx.py
"""
import datetime
import pathlib
import re
import shutil
import subprocess
import tempfile
import zipfile

import docx
from docx.oxml import OxmlElement

HERE = pathlib.Path(__file__).parent


def rtl(paragraph):
    paragraph._p.get_or_add_pPr().append(OxmlElement("w:bidi"))
    for run in paragraph.runs:
        run.font.rtl = True
    return paragraph


def plain():
    """By python-docx, from the lines of the plain text, with Word's own styles."""
    word = docx.Document()
    paragraphs = (HERE / "plain/article.txt").read_text().split("\n\n")
    header = dict(line.split(": ") for line in paragraphs[0].splitlines())
    core = word.core_properties
    core.title, core.author = header["العنوان"], header["الكاتب"]
    core.comments = ""
    core.created = core.modified = datetime.datetime.fromisoformat(header["التاريخ"])
    rtl(word.add_paragraph(header["العنوان"], style="Title"))
    for text in paragraphs[1:]:
        lines = text.strip().splitlines()
        if "***" in text:
            table = word.add_table(rows=0, cols=2)
            for line in lines:
                for cell, half in zip(table.add_row().cells, line.split(" *** ")):
                    rtl(cell.paragraphs[0]).add_run(half).font.rtl = True
        elif text.startswith("> "):
            rtl(word.add_paragraph(text.strip()[2:], style="Quote"))
        elif text.startswith(("1. ", "- ")):
            style = "List Number" if text.startswith("1") else "List Bullet"
            for line in lines:
                rtl(word.add_paragraph(line.split(" ", 1)[1], style=style))
        elif not text.strip().endswith((".", ":")):
            rtl(word.add_paragraph(text.strip(), style="Heading 2"))
        else:
            rtl(word.add_paragraph(text.strip()))
    word.save(HERE / "plain/python-docx.docx")


def from_the_right(made):
    """With the first column of tables at the right, which pandoc does not say."""
    with zipfile.ZipFile(made) as source:
        parts = [(info, source.read(info)) for info in source.infolist()]
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target:
        for info, content in parts:
            if info.filename == "word/document.xml":
                content = re.sub(rb"(<w:tblPr>(?:<w:tblStyle [^>]*/>)?)", rb"\1<w:bidiVisual/>", content)
            target.writestr(info, content)


def by_libreoffice(source, made, to="docx:Office Open XML Text"):
    """Opened and saved anew as LibreOffice writes files."""
    with tempfile.TemporaryDirectory() as folder:
        command = ["soffice", "--headless", "--convert-to", to, "--outdir", folder, source]
        subprocess.run(command, cwd=HERE, check=True)
        shutil.move(pathlib.Path(folder) / pathlib.Path(source).with_suffix(pathlib.Path(made).suffix).name, HERE / made)


plain()
subprocess.run(["pandoc", "article.md", "-o", "pandoc.docx"], cwd=HERE / "rich", check=True)
from_the_right(HERE / "rich/pandoc.docx")
by_libreoffice("plain/python-docx.docx", "plain/libreoffice.docx")
by_libreoffice("rich/pandoc.docx", "rich/libreoffice.docx")
with tempfile.TemporaryDirectory() as folder:
    # LibreOffice would write the folder's own path for the picture.
    page = re.sub("<figure>.*</figure>", "", (HERE / "rich/article.html").read_text())
    (pathlib.Path(folder) / "page.html").write_text(page)
    by_libreoffice(f"{folder}/page.html", "../docx/libreoffice-from-html.docx")
