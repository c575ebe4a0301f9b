#!/usr/bin/env python3
"""Distinct articles for measurements, from the sentences of the samples in source/.

In: a folder and a number. Out: article-0001.md and so on in it, of 300 to 400 words each: front matter, paragraphs and
headings. The same seed gives the same files, byte for byte, on every machine and version of Python.

    benches/articles.py FOLDER [COUNT] [SEED]
"""
import datetime
import pathlib
import re
import sys

SOURCES = pathlib.Path(__file__).resolve().parent.parent / "source"


class Chance:
    """A linear congruential generator (Knuth, TAOCP 2, 3.3.4, MMIX): simple, and the same everywhere."""

    def __init__(self, seed):
        self.state = seed

    def below(self, limit):
        self.state = (self.state * 6364136223846793005 + 1442695040888963407) % 2**64
        return (self.state >> 33) % limit

    def pick(self, items):
        return items[self.below(len(items))]


def paragraphs(text):
    """The paragraphs of running text of a sample, without mark-up."""
    text = re.sub(r"\A---\n.*?\n---\n", "", text, flags=re.S)
    text = re.sub(r"^(```|~~~).*?^\1", "", text, flags=re.S | re.M)
    for paragraph in re.split(r"\n\s*\n", text):
        if re.match(r"\s*([#>|\-*:!\[]|\d+\.|<)", paragraph):
            continue
        paragraph = re.sub(r"^\s*date \S+\s*", "", paragraph)
        paragraph = re.sub(r"\[\^[^\]]*\]", "", paragraph)
        paragraph = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", paragraph)
        yield " ".join(re.sub(r"[*`~_]", "", paragraph).split())


def material():
    """Sentences of six words and more, and headings."""
    sentences, headings = [], []
    for path in sorted(SOURCES.glob("*.md")) + sorted(SOURCES.glob("*.txt")):
        for paragraph in paragraphs(path.read_text(encoding="utf-8")):
            for sentence in re.split(r"(?<=[.؟!؛])\s+", paragraph):
                if len(sentence.split()) >= 6 and not sentence.endswith(":"):
                    sentences.append(sentence.rstrip("؛"))
        headings += re.findall(r"^#+ (.+?)(?: \{.*)?$", path.read_text(encoding="utf-8"), flags=re.M)
    return sentences, headings


def article(number, chance, sentences, headings):
    """One article; its number and day make its title its own."""
    day = datetime.date(2020, 1, 1) + datetime.timedelta(days=number % 1500)
    lines = ["---", f'title: "{chance.pick(headings)} – {number}"', "author: محررو ورّاق", f"date: {day}", "---"]
    wanted, words, left = 305 + chance.below(45), 0, list(sentences)
    while words < wanted:
        if words and chance.below(3) == 0:
            heading = chance.pick(headings)
            words += len(heading.split())
            lines += ["", f"## {heading}"]
        paragraph = []
        while len(paragraph) < 2 + chance.below(3) and words < wanted:
            paragraph.append(left.pop(chance.below(len(left))))
            words += len(paragraph[-1].split())
        lines += ["", " ".join(paragraph)]
    return "\n".join(lines) + "\n"


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    folder, count = pathlib.Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1000
    chance = Chance(int(sys.argv[3]) if len(sys.argv) > 3 else 1514)
    folder.mkdir(parents=True, exist_ok=True)
    sentences, headings = material()
    for number in range(1, count + 1):
        text = article(number, chance, sentences, headings)
        (folder / f"article-{number:04}.md").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
