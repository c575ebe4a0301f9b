#!/usr/bin/env python3
"""What HarfBuzz makes of words: the glyphs that every shaper has to give.

usage: shapes.py words            prints at least 5,000 distinct Arabic, Persian and Urdu words, one a line, from the
                                  dictionaries of Debian's hunspell-ar, myspell-fa and apertium-urd; every fifth one has
                                  a tatweel, every seventh a vowel sign put in
       shapes.py FONT.ttf         reads words from standard input and prints for each its glyphs in visual order, as
                                  `id+advance@x,y` in font units
"""
import pathlib
import re
import sys

import uharfbuzz

JUDGES = pathlib.Path(sys.prefix).parent
DICTIONARIES = [
    ("/usr/share/hunspell/ar.dic", r"^([ء-ي]{2,14})(?:/|$)", 2200),
    ("/usr/share/hunspell/fa_IR.dic", r"^([ء-ۓ\u200c]{2,16})(?:/|$)", 2000),
    (JUDGES / "words/usr/share/apertium/apertium-urd/apertium-urd.urd.dix", r'lm="([ء-ۓ]{2,16})"', 1500),
]


def sample(path, pattern, count):
    text = pathlib.Path(path).read_text(encoding="utf-8", errors="replace")
    words = sorted(set(re.findall(pattern, text, re.M)))
    step = max(1, len(words) // count)
    return words[::step][:count]


def words():
    for number, word in enumerate(w for dictionary in DICTIONARIES for w in sample(*dictionary)):
        middle = len(word) // 2
        if number % 5 == 0:
            word = word[:middle] + "\u0640" + word[middle:]
        elif number % 7 == 0:
            word = word[:middle] + "\u064b\u064e\u0651"[number % 3] + word[middle:]
        yield word


def shapes(path):
    face = uharfbuzz.Face(uharfbuzz.Blob.from_file_path(path))
    font = uharfbuzz.Font(face)
    for word in sys.stdin.read().splitlines():
        buffer = uharfbuzz.Buffer()
        buffer.add_str(word)
        buffer.direction, buffer.script, buffer.language = "rtl", "Arab", "ar"
        uharfbuzz.shape(font, buffer)
        glyphs = zip(buffer.glyph_infos, buffer.glyph_positions)
        yield " ".join(f"{i.codepoint}+{p.x_advance}@{p.x_offset},{p.y_offset}" for i, p in glyphs)


print("\n".join(words() if sys.argv[1] == "words" else shapes(sys.argv[1])))
