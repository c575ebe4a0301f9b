#!/usr/bin/env python3
"""Makes the faces for signs and emoji, `WarraqSigns-Regular.woff2` and `NotoEmoji-Regular.woff2`.

usage: fonts/signs.py PACKAGES
PACKAGES is the folder in which `npm install` put the packages named in fonts/README.md, which also names the versions of
fontTools and brotli that gave the files here.
"""

import io
import pathlib
import sys

from fontTools import merge, subset
from fontTools.ttLib import TTFont
from fontTools.ttLib.scaleUpem import scale_upem

FONTS = pathlib.Path(__file__).resolve().parent
# The signs are taken from the first of these that has them.
SIGNS = ["noto-sans-symbols-2", "noto-sans-symbols", "noto-sans-math"]
# Punctuation to arrows, letterlike signs, mathematics, technical signs, shapes, dingbats; enclosed letters, ornaments and
# further shapes and arrows; the mathematical alphabets, which people write names and headings with where no bold can be
# set; the replacement character. What only specialists set (tiles, chess, alchemy, music) is left to fonts of the user.
RANGES = [(0x2010, 0x2BFF), (0x1F100, 0x1F1E5), (0x1F650, 0x1F67F), (0x1F780, 0x1F8FF), (0x1D400, 0x1D7FF), (0xFFFC, 0xFFFD)]
# Emoji are drawn on a grid of 2048; half of it is finer than print.
EMOJI_UNITS = 1024
# Ascent, descent and gap of Noto Sans: a sign makes no line higher.
LINE = (1069, -293, 0)
NAMES = [0, 1, 2, 3, 4, 5, 6, 13, 14]


def source(packages, name):
    folder = pathlib.Path(packages, "node_modules", "@expo-google-fonts", name, "400Regular")
    return next(folder.glob("*.ttf"))


def cut(path, characters):
    font = TTFont(path, recalcTimestamp=False)
    options = subset.Options(
        hinting=False, glyph_names=False, notdef_outline=True, name_IDs=NAMES, layout_features=["ccmp"]
    )
    options.drop_tables += ["MATH", "vhea", "vmtx", "GPOS"]
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=characters or font.getBestCmap())
    cutter.subset(font)
    return font


def save(font, name):
    font.flavor = "woff2"
    font["head"].modified = font["head"].created
    font.save(FONTS / f"{name}.woff2")


def rename(font, family):
    for record in font["name"].names:
        names = {1: family, 3: f"{family} Regular", 4: f"{family} Regular", 6: f"{family.replace(' ', '')}-Regular"}
        if record.nameID in names:
            record.string = names[record.nameID]


def signs(packages):
    have = set()
    for path in sorted(FONTS.glob("*.ttf")):
        have |= set(TTFont(path).getBestCmap())
    emoji = set(TTFont(source(packages, "noto-emoji")).getBestCmap())
    wanted = {code for first, last in RANGES for code in range(first, last + 1)} - have
    # Beyond the first plane a sign that is an emoji has no other form.
    wanted -= {code for code in emoji if code > 0xFFFF}
    parts, notices = [], []
    for name in SIGNS:
        path = source(packages, name)
        taken = wanted & set(TTFont(path).getBestCmap())
        wanted -= taken
        part = cut(path, taken)
        part.flavor = None
        notices.append(part["name"].getDebugName(0))
        file = io.BytesIO()
        part.save(file)
        print(name, len(taken), file.tell())
        file.seek(0)
        parts.append(file)
    options = merge.Options(drop_tables=["GSUB", "GPOS", "GDEF"])
    font = merge.Merger(options).merge(parts)
    font.recalcTimestamp = False
    font["head"].created = TTFont(parts[0])["head"].created
    rename(font, "Warraq Signs")
    font["hhea"].ascent, font["hhea"].descent, font["hhea"].lineGap = LINE
    os2 = font["OS/2"]
    os2.sTypoAscender, os2.sTypoDescender, os2.sTypoLineGap = LINE
    os2.usWinAscent, os2.usWinDescent = LINE[0], -LINE[1]
    for record in font["name"].names:
        if record.nameID == 0:
            record.string = "; ".join(dict.fromkeys(notices))
    return font


def main(packages):
    emoji = cut(source(packages, "noto-emoji"), None)
    scale_upem(emoji, EMOJI_UNITS)
    save(emoji, "NotoEmoji-Regular")
    save(signs(packages), "WarraqSigns-Regular")


main(*sys.argv[1:])
