#!/usr/bin/env python3
"""Makes the face for mathematics, `STIXTwoMath-Regular.woff2`.

usage: fonts/mathematics.py PACKAGES
PACKAGES is the folder in which `npm install` put the package named in fonts/README.md, which also names the versions of
fontTools and brotli that gave the file here.
"""

import pathlib
import sys

from fontTools import subset
from fontTools.ttLib import TTFont

FONTS = pathlib.Path(__file__).resolve().parent
# Latin and Greek, combining accents, punctuation to mathematical operators, technical signs and shapes, brackets and
# arrows beyond them, and the mathematical alphabets.
RANGES = [
    (0x20, 0x7E), (0xA0, 0xFF), (0x131, 0x131), (0x237, 0x237), (0x2B0, 0x2FF), (0x300, 0x338), (0x370, 0x3FF),
    (0x2000, 0x206F), (0x20D0, 0x20F0), (0x2100, 0x214F), (0x2190, 0x23FF), (0x25A0, 0x25FF), (0x2660, 0x266F),
    (0x27C0, 0x2AFF), (0x2B00, 0x2B11), (0x3008, 0x301B), (0xFE00, 0xFE01), (0x1D400, 0x1D7FF),
]
NAMES = [0, 1, 2, 3, 4, 5, 6, 13, 14]


def main(packages):
    folder = pathlib.Path(packages, "node_modules", "@expo-google-fonts", "stix-two-math", "400Regular")
    font = TTFont(next(folder.glob("*.ttf")), recalcTimestamp=False)
    # Forms for scripts and for letters below accents, which browsers ask for in formulas.
    options = subset.Options(
        hinting=False, glyph_names=False, notdef_outline=True, name_IDs=NAMES, layout_features=["ssty", "dtls"]
    )
    options.drop_tables += ["GPOS", "GDEF"]
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=[code for first, last in RANGES for code in range(first, last + 1)])
    cutter.subset(font)
    font.flavor = "woff2"
    font["head"].modified = font["head"].created
    font.save(FONTS / "STIXTwoMath-Regular.woff2")


main(*sys.argv[1:])
