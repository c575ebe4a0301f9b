"""Draws the pages of a PDF with PDFium, as grey PGM pictures: `render.py FILE.pdf FOLDER DOTS-TO-THE-INCH`."""
import sys
from pathlib import Path

import pypdfium2

source, folder, resolution = sys.argv[1:]
for number, page in enumerate(pypdfium2.PdfDocument(source), 1):
    drawn = page.render(scale=float(resolution) / 72, grayscale=True)
    rows = [bytes(drawn.buffer)[row * drawn.stride :][: drawn.width] for row in range(drawn.height)]
    header = b"P5\n%d %d\n255\n" % (drawn.width, drawn.height)
    (Path(folder) / f"pdfium-{number:03}.pgm").write_bytes(header + b"".join(rows))
