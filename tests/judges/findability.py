#!/usr/bin/env python3
"""What a reader gets who copies from a PDF or searches in it, without any folding in our favour.

usage: findability.py SOURCE.txt FILE.pdf...      (run with the python of the judges' folder)

SOURCE.txt is the text of the pages as an author would type it, a paragraph a line. For each file, and for each of
poppler, PDFium, pdf.js and MuPDF: "exact", the share of the text's words that the copied text gives back in order, letter
for letter (canonical order of marks, NFC, made alike; the embedding marks that poppler adds to every file dropped);
"controls", the invisible controls in the copied text; "numbers", how many have one glued on, of how many. Then the
share of all phrases of 2 to 4 words within a paragraph that Chrome's search finds: ICU's, at primary strength, over
PDFium's text; "latin" are those of Latin words alone. Exit status 0, whatever the figures.
"""
import difflib
import pathlib
import re
import sys
import unicodedata

import icu

sys.dont_write_bytecode = True  # nothing is left in the repository
import fidelity

CONTROLS = "\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\u061c"
DIGITS = "0-9\u0660-\u0669\u06f0-\u06f9"


def canonical(text):
    return unicodedata.normalize("NFC", text)


def exact(words, copied):
    blocks = difflib.SequenceMatcher(None, words, copied.split(), autojunk=False).get_matching_blocks()
    return 100 * sum(block.size for block in blocks) / max(1, len(words))


def numbers(text):
    """Returns how many numbers have a control beside them, and how many there are."""
    found = re.findall(f"[{CONTROLS}]*[{DIGITS}]+[{CONTROLS}]*", text)
    return sum(not re.fullmatch(f"[{DIGITS}]+", number) for number in found), len(found)


def phrases(source):
    lines = [line.split() for line in source.split("\n")]
    return sorted({" ".join(line[i:i + n]) for line in lines for n in (2, 3, 4) for i in range(len(line) - n + 1)})


def is_latin(phrase):
    return re.fullmatch(r"[A-Za-z0-9.,:;()/ -]+", phrase) and len(re.findall("[A-Za-z]+", phrase)) > 1


def found(wanted, text):
    collator = icu.Collator.createInstance(icu.Locale("en"))
    collator.setStrength(icu.Collator.PRIMARY)
    text = re.sub(r"\s+", " ", text)
    hits = sum(icu.StringSearch(phrase, text, collator).first() != -1 for phrase in wanted)
    return 100 * hits / len(wanted) if wanted else 100


def main():
    source = canonical(pathlib.Path(sys.argv[1]).read_text(encoding="utf-8"))
    wanted = phrases(source)
    latin = [phrase for phrase in wanted if is_latin(phrase)]
    for path in sys.argv[2:]:
        name = pathlib.Path(path).name
        for reader, read in fidelity.READERS.items():
            text = canonical(fidelity.POPPLER_MARKS.sub("", read(path)))
            controls = len(re.findall(f"[{CONTROLS}]", text))
            glued, count = numbers(text)
            print(f"{name:40} {reader:8} exact {exact(source.split(), text):6.2f}  controls {controls:4}  "
                  f"numbers {glued} of {count}")
        text = canonical(fidelity.pdfium(path))
        print(f"{name:40} chrome   found {found(wanted, text):6.2f}  of {len(wanted)}  "
              f"latin {found(latin, text):6.2f}  of {len(latin)}")


if __name__ == "__main__":
    main()
