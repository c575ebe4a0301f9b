"""How MuPDF (SumatraPDF, many phones) shows books.

usage: mupdf_epub.py BOOK.epub...
Lays each book out on a page of common size, with letters of common and of double size, and prints a line for each
fault: no contents, text that stands out of the page, a couplet that runs into the next, a picture out of proportion,
letters that are not drawn with a font of the book, a list without its numbers. The last line is the number of books looked at.
"""
import re
import sys
import zipfile

import pymupdf

SIZES = [12, 24]
OWN = re.compile(r"Amiri|Noto|Kitab", re.I)


def couplets(book):
    """The first words of each couplet, by file."""
    archive = zipfile.ZipFile(book)
    for name in archive.namelist():
        if "chapter-" in name:
            text = archive.read(name).decode()
            for line in re.findall(r'<p class="couplet[^"]*">(.*?)</p>', text, re.S):
                first = re.search(r'class="hemistich">(.*?)</span>', re.sub(r"<span id=[^>]*></span>", "", line), re.S)
                words = re.sub(r"<[^>]+>", "", first.group(1)).split() if first else []
                if len(words) > 1:
                    yield " ".join(words[:2])


def proportions(book):
    """Width by height of the book's pictures."""
    archive = zipfile.ZipFile(book)
    found = set()
    for name in archive.namelist():
        if name.endswith((".png", ".jpg")):
            picture = pymupdf.Pixmap(archive.read(name))
            found.add(round(picture.width / picture.height, 1))
    return found


def numbered_items(book):
    """How many items have numbers that the engine must count."""
    archive = zipfile.ZipFile(book)
    pages = [archive.read(name).decode() for name in archive.namelist() if "chapter-" in name]
    lists = [tag for page in pages for tag in re.findall(r"<(/?[ou]l|li)\b([^>]*)>", page)]
    open_lists, count = [], 0
    for name, attributes in lists:
        if name == "li":
            count += open_lists[-1] and "class=" not in attributes
        elif name.startswith("/"):
            open_lists.pop()
        else:
            open_lists.append(name == "ol" and "class=" not in attributes)
    return count


def faults(book, size):
    document = pymupdf.open(book)
    document.layout(width=420, height=595, fontsize=size)
    if not document.get_toc():
        yield "has no contents"
    beginnings = set(couplets(book))
    known = proportions(book)
    numbers = sum(len(re.findall(r"^\s*[0-9]+\.\s", page.get_text(), re.M)) for page in document)
    if numbers < numbered_items(book):
        yield f"{numbers} of {numbered_items(book)} items have their numbers"
    for page in document:
        for block in page.get_text("dict")["blocks"]:
            left, top, right, bottom = block["bbox"]
            if block["type"] == 1:
                shape = round((right - left) / max(bottom - top, 1), 1)
                if all(abs(shape - given) > 0.15 for given in known):
                    yield f"page {page.number}: a picture is {shape} times as wide as high"
                continue
            for line in block["lines"]:
                text = "".join(span["text"] for span in line["spans"])
                if not text.strip():
                    continue
                is_outside = line["bbox"][0] < -1 or line["bbox"][2] > page.rect.width + 1
                # Nothing can be scrolled here: a wide table in large letters is wider than the page.
                if is_outside and size == SIZES[0]:
                    yield f"page {page.number}: stands out of the page: {text[:40]}"
                words = text.strip().lstrip("0123456789٠١٢٣٤٥٦٧٨٩ ")
                if any(beginning in words[1:] for beginning in beginnings):
                    yield f"page {page.number}: couplets run together: {text[:60]}"
                for span in line["spans"]:
                    if not OWN.search(span["font"]) and re.search(r"[\u0621-\u064a]", span["text"]):
                        yield f"page {page.number}: drawn with {span['font']}: {span['text'][:40]}"


for book in sys.argv[1:]:
    name = book.rsplit("/", 1)[-1]
    for size in SIZES:
        for fault in sorted(set(faults(book, size))):
            print(f"{name} in MuPDF at {size} pt: {fault}")
print("books", len(sys.argv) - 1)
