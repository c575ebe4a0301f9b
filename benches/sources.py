"""One text in the language of each tool: Markdown, Typst, HTML, LaTeX.

In: a folder and a number of articles (of `articles.py`). Out: text.md, text.typ, text.html and text.tex in it: one
article as it is, or a book with a chapter for each. All have the same page (A5), margins, font and size.
"""
import html
import pathlib
import re
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
TITLE, AUTHOR = "كتاب المقالات", "محررو ورّاق"


def articles(folder, count):
    """Title and blocks of each article; a block is a heading (level 2) or a paragraph (level 0) with its text."""
    subprocess.run([sys.executable, HERE / "articles.py", folder, str(count)], check=True)
    for number in range(1, count + 1):
        head, text = (folder / f"article-{number:04}.md").read_text(encoding="utf-8").removeprefix("---\n").split("\n---\n", 1)
        title = re.search(r'^title: "?(.*?)"?$', head, re.M).group(1)
        blocks = [block for block in text.strip().split("\n\n")]
        yield title, [(2, block[3:]) if block.startswith("## ") else (0, block) for block in blocks]


def markdown(title, chapters):
    lines = [f"---\ntitle: {title}\nauthor: {AUTHOR}\nlang: ar\ndir: rtl\n---"]
    for heading, blocks in chapters:
        lines += [f"# {heading}"] if heading else []
        lines += ["## " + text if level else text for level, text in blocks]
    return "\n\n".join(lines) + "\n"


def typst(title, chapters):
    escape = lambda text: re.sub(r"([\\#$*_@<>`~\[\]/=+-])", r"\\\1", text)
    lines = [f'#set document(title: "{title}", author: "{AUTHOR}")',
             '#set page(paper: "a5", margin: (x: 18mm, y: 20mm), numbering: "1")',
             '#set text(font: "Amiri", size: 12pt, lang: "ar", dir: rtl)',
             "#set par(justify: true, leading: 0.9em, first-line-indent: 1em)",
             "#show heading.where(level: 1): it => pagebreak(weak: true) + it" if len(chapters) > 1 else "",
             f"#align(center, text(20pt, weight: \"bold\")[{escape(title)}])"]
    for heading, blocks in chapters:
        lines += [f"= {escape(heading)}"] if heading else []
        depth = "==" if heading else "="
        lines += [f"{depth} {escape(text)}" if level else escape(text) for level, text in blocks]
    return "\n\n".join(lines) + "\n"


def web_page(title, chapters, fonts):
    style = f"""@font-face {{ font-family: Amiri; src: url("file://{fonts}/Amiri-Regular.ttf"); }}
@font-face {{ font-family: Amiri; font-weight: bold; src: url("file://{fonts}/Amiri-Bold.ttf"); }}
@page {{ size: A5; margin: 20mm 18mm; @bottom-center {{ content: counter(page); }} }}
body {{ font: 12pt/1.7 Amiri; text-align: justify; margin: 0; }}
p {{ margin: 0; text-indent: 1em; orphans: 2; widows: 2; }}
h1, h2 {{ break-after: avoid; }}
article {{ break-before: page; }}"""
    lines = [f'<!DOCTYPE html><html lang="ar" dir="rtl"><head><meta charset="utf-8"><title>{html.escape(title)}</title>',
             f"<style>{style}</style></head><body><h1>{html.escape(title)}</h1>"]
    for heading, blocks in chapters:
        lines += [f"<article><h1>{html.escape(heading)}</h1>"] if heading else ["<div>"]
        lines += [f"<h2>{html.escape(text)}</h2>" if level else f"<p>{html.escape(text)}</p>" for level, text in blocks]
        lines += ["</article>"] if heading else ["</div>"]
    return "\n".join(lines) + "</body></html>\n"


def latex(title, chapters, fonts):
    escape = lambda text: re.sub(r"([#$%&_{}])", r"\\\1", text)
    kind = "book" if len(chapters) > 1 else "article"
    lines = [rf"\documentclass[12pt,a5paper]{{{kind}}}", r"\usepackage[margin=18mm]{geometry}", r"\usepackage{fontspec}",
             r"\usepackage[bidi=default]{babel}", r"\babelprovide[main,import]{arabic}",
             rf"\babelfont{{rm}}[Path={fonts}/,BoldFont=Amiri-Bold.ttf]{{Amiri-Regular.ttf}}",
             rf"\title{{{escape(title)}}}\author{{{AUTHOR}}}\date{{}}", r"\begin{document}\maketitle"]
    for heading, blocks in chapters:
        lines += [rf"\chapter{{{escape(heading)}}}"] if heading else []
        lines += [rf"\section{{{escape(text)}}}" if level else escape(text) for level, text in blocks]
    return "\n\n".join(lines) + "\n\\end{document}\n"


def write(folder, count, fonts):
    """Writes the text in all languages and gives the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    found = list(articles(folder / "articles", count))
    title, chapters = (found[0][0], [(None, found[0][1])]) if count == 1 else (TITLE, found)
    for name, text in (("md", markdown(title, chapters)), ("typ", typst(title, chapters)),
                       ("html", web_page(title, chapters, fonts)), ("tex", latex(title, chapters, fonts))):
        (folder / f"text.{name}").write_text(text, encoding="utf-8")
    return folder
