#!/usr/bin/env python3
"""Whether two PDFs give the same words in each reader, whatever their lines and pages.

usage: same_text.py A.pdf B.pdf      (run with the python of the judges' folder)

Prints for each of poppler, PDFium, pdf.js and MuPDF the number of words and `same`, or the first words that differ.
Invisible controls are left out: where a line begins and ends decides which of them are needed.
"""
import sys

from fidelity import READERS, fold


def words(read, path):
    return fold(read(path)).split()


for name, read in READERS.items():
    one, other = (words(read, path) for path in sys.argv[1:3])
    differing = next((pair for pair in zip(one, other) if pair[0] != pair[1]), None)
    same = one == other
    print(name, len(one), "same" if same else f"differ: {differing or (len(one), len(other))}")
