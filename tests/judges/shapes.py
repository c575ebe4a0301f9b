#!/usr/bin/env python3
"""What HarfBuzz makes of words: the glyphs that every shaper has to give.

usage: shapes.py words LANG               prints at least 5,000 distinct words of a language, one a line, from a dictionary
                                          (ar: Debian's hunspell-ar, fa: myspell-fa, ur: apertium-urd); every fifth one
                                          has a tatweel, every seventh a vowel sign put in
       shapes.py FONT.ttf LANG SCRIPT     reads words from standard input and prints for each its glyphs in visual order,
                                          as `id+advance@x,y` in font units; LANG is a BCP 47 tag, SCRIPT of ISO 15924
"""
import pathlib
import re
import sys

import uharfbuzz

JUDGES = pathlib.Path(sys.prefix).parent
COUNT = 5200
DICTIONARIES = {
    "ar": ("/usr/share/hunspell/ar.dic", r"^([ء-ي]{2,14})(?:/|$)"),
    "fa": ("/usr/share/hunspell/fa_IR.dic", r"^([ء-ۓ\u200c]{2,16})(?:/|$)"),
    "ur": (JUDGES / "words/usr/share/apertium/apertium-urd/apertium-urd.urd.dix", r'lm="([ء-ۓ]{2,16})"'),
}


def sample(path, pattern):
    text = pathlib.Path(path).read_text(encoding="utf-8", errors="replace")
    words = sorted(set(re.findall(pattern, text, re.M)))
    return words[:: max(1, len(words) // COUNT)][:COUNT]


def words(language):
    for number, word in enumerate(sample(*DICTIONARIES[language])):
        middle = len(word) // 2
        if number % 5 == 0:
            word = word[:middle] + "\u0640" + word[middle:]
        elif number % 7 == 0:
            word = word[:middle] + "\u064b\u064e\u0651"[number % 3] + word[middle:]
        yield word


def shapes(path, language, script):
    font = uharfbuzz.Font(uharfbuzz.Face(uharfbuzz.Blob.from_file_path(path)))
    for word in sys.stdin.read().splitlines():
        buffer = uharfbuzz.Buffer()
        buffer.add_str(word)
        buffer.direction, buffer.script, buffer.language = "rtl", script, language
        uharfbuzz.shape(font, buffer)
        glyphs = zip(buffer.glyph_infos, buffer.glyph_positions)
        yield " ".join(f"{i.codepoint}+{p.x_advance}@{p.x_offset},{p.y_offset}" for i, p in glyphs)


print("\n".join(words(sys.argv[2]) if sys.argv[1] == "words" else shapes(*sys.argv[1:])))
