"""Whether the fonts of a book shape its words as the whole fonts do, by HarfBuzz.

usage: shaping.py FONTS FILE.epub...    with FONTS the folder of the whole fonts
Shapes every word of the book's pages, and every pair of neighbours, with each embedded font that has its letters and
with the font of the same name in FONTS. Prints a line for each difference in advances, offsets or outlines, and the
number of words.
"""
import re
import sys
import zipfile
from pathlib import Path

import uharfbuzz as hb


class Pen:
    """The outline of a glyph as text."""

    def __init__(self, font):
        self.font, self.known = font, {}
        self.drawn = []
        self.functions = hb.DrawFuncs()
        self.functions.set_move_to_func(lambda x, y, _: self.drawn.append(("m", x, y)))
        self.functions.set_line_to_func(lambda x, y, _: self.drawn.append(("l", x, y)))
        self.functions.set_quadratic_to_func(lambda a, b, x, y, _: self.drawn.append(("q", a, b, x, y)))
        self.functions.set_cubic_to_func(lambda a, b, c, d, x, y, _: self.drawn.append(("c", a, b, c, d, x, y)))
        self.functions.set_close_path_func(lambda _: self.drawn.append(("z",)))

    def outline(self, glyph):
        if glyph not in self.known:
            self.drawn = []
            self.font.draw_glyph(glyph, self.functions, None)
            self.known[glyph] = tuple(self.drawn)
        return self.known[glyph]


def shaped(font, pen, text):
    buffer = hb.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    hb.shape(font, buffer)
    glyphs = zip(buffer.glyph_infos, buffer.glyph_positions)
    return [(i.cluster, p.x_advance, p.x_offset, p.y_offset, pen.outline(i.codepoint)) for i, p in glyphs]


def words(book):
    texts = set()
    for name in book.namelist():
        if name.endswith(".xhtml"):
            text = re.sub(r"<[^>]*>", " ", book.read(name).decode())
            text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&").split()
            texts.update(text)
            texts.update(f"{one} {two}" for one, two in zip(text, text[1:]))
    return sorted(texts)


def main():
    whole = {path.stem: path for path in Path(sys.argv[1]).rglob("*") if path.suffix in (".ttf", ".otf")}
    count = 0
    for path in sys.argv[2:]:
        with zipfile.ZipFile(path) as book:
            texts = words(book)
            for name in (name for name in book.namelist() if name.endswith((".ttf", ".otf"))):
                faces = [hb.Face(book.read(name)), hb.Face(whole[Path(name).stem].read_bytes())]
                fonts = [hb.Font(face) for face in faces]
                pens = [Pen(font) for font in fonts]
                letters = set(faces[0].unicodes)
                for text in texts:
                    if all(letter == " " or ord(letter) in letters for letter in text):
                        count += 1
                        if shaped(fonts[0], pens[0], text) != shaped(fonts[1], pens[1], text):
                            print(f"{path}: {name} shapes {text} in another way")
    print(f"words {count}")


main()
