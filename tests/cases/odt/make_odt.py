"""Makes the OpenDocument files of this folder anew, part by part as LibreOffice writes them; needs nothing but Python.

    python make_odt.py
"""
import pathlib
import struct
import zipfile
import zlib

HERE = pathlib.Path(__file__).parent
SPACES = " ".join(
    f'xmlns:{name}="urn:{name}"' for name in "office style text table draw fo xlink dc meta svg chart math loext".split()
)


def png():
    chunk = lambda kind, data: struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    head = struct.pack(">IIBBBBB", 4, 3, 8, 0, 0, 0, 0)
    rows = b"".join(b"\0" + bytes(4) for _ in range(3))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def style(name, family, properties="", parent="", more=""):
    parent = f' style:parent-style-name="{parent}"' if parent else ""
    return f'<style:style style:name="{name}" style:family="{family}"{parent}{more}>{properties}</style:style>'


def text(properties):
    return f"<style:text-properties {properties}/>"


def paragraph(properties):
    return f"<style:paragraph-properties {properties}/>"


COMMON = "".join([
    '<style:default-style style:family="paragraph"><style:text-properties fo:language="en" fo:country="US" style:language-complex="ar" style:country-complex="EG"/></style:default-style>',
    style("Title", "paragraph"), style("Quotations", "paragraph"), style("Caption", "paragraph"),
    style("Illustration", "paragraph", parent="Caption"), style("Heading_20_1", "paragraph", more=' style:display-name="Heading 1"'),
    style("Contents_20_1", "paragraph", more=' style:display-name="Contents 1"'),
    style("Source_20_Text", "text", more=' style:display-name="Source Text"'),
])
OWN = "".join([
    style("P1", "paragraph", paragraph('fo:text-align="center" style:writing-mode="rl-tb"')),
    style("P2", "paragraph", paragraph('fo:border-bottom="0.06pt solid #000000"')),
    style("P3", "paragraph", paragraph('fo:break-before="page"')),
    style("T1", "text", text('style:font-weight-complex="bold" fo:font-weight="bold"')),
    style("T2", "text", text('text:display="none"')),
    style("T3", "text", text('style:font-name="Wingdings" style:font-name-complex="Wingdings"')),
    style("T4", "text", text('style:text-position="sub 58%"')),
    style("Tab1", "table", '<style:table-properties style:writing-mode="lr-tb"/>'),
    style("Tab2", "table", '<style:table-properties style:writing-mode="rl-tb"/>'),
    style("S1", "section", '<style:section-properties text:display="none"/>'),
    '<text:list-style style:name="L1"><text:list-level-style-number text:level="1" style:num-suffix="." style:num-format="1"/>'
    '<text:list-level-style-number text:level="2" loext:num-list-format="%1%.%2%-" style:num-format="1" text:display-levels="2"/></text:list-style>',
    '<text:list-style style:name="L2"><text:list-level-style-bullet text:level="1" text:bullet-char="•"/></text:list-style>',
])


def p(content, name="Standard"):
    return f'<text:p text:style-name="{name}">{content}</text:p>'


def h(content, level=1):
    return f'<text:h text:style-name="Heading_20_{level}" text:outline-level="{level}">{content}</text:h>'


def span(name, content):
    return f'<text:span text:style-name="{name}">{content}</text:span>'


def note(content, label="", kind="footnote"):
    label = f' text:label="{label}"' if label else ""
    return (f'<text:note text:note-class="{kind}"><text:note-citation{label}>{label and "*" or "1"}</text:note-citation>'
            f"<text:note-body>{p(content)}</text:note-body></text:note>")


def cell(content, more=""):
    return f"<table:table-cell {more}>{p(content)}</table:table-cell>"


def table(rows, name):
    rows = "".join(f"<table:table-row>{row}</table:table-row>" for row in rows)
    return f'<table:table table:style-name="{name}"><table:table-column table:number-columns-repeated="2"/>{rows}</table:table>'


def frame(inner, more=""):
    return f'<draw:frame svg:width="2cm" svg:height="1cm" {more}>{inner}</draw:frame>'


def write(name, body, parts=None):
    title = p("دفتر الورّاق", "Title")
    content = (f"<?xml version='1.0' encoding='UTF-8'?><office:document-content {SPACES}><office:automatic-styles>{OWN}</office:automatic-styles>"
               f"<office:body><office:text>{title}{body}</office:text></office:body></office:document-content>")
    furniture = "<style:master-page><style:header>" + p("رأس الصفحة") + "</style:header><style:footer>" + p("<text:page-number>٧</text:page-number>") + "</style:footer></style:master-page>"
    meta = "<meta:initial-creator>منى الكاتبة</meta:initial-creator><meta:creation-date>2025-12-17T10:00:00</meta:creation-date><meta:keyword>ورق</meta:keyword><meta:keyword>حبر</meta:keyword>"
    all_parts = {
        "mimetype": "application/vnd.oasis.opendocument.text",
        "content.xml": content,
        "styles.xml": f"<office:document-styles {SPACES}><office:styles>{COMMON}</office:styles><office:master-styles>{furniture}</office:master-styles></office:document-styles>",
        "meta.xml": f"<office:document-meta {SPACES}><office:meta>{meta}</office:meta></office:document-meta>",
        **(parts or {}),
    }
    with zipfile.ZipFile(HERE / name, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, part_content in all_parts.items():
            archive.writestr(zipfile.ZipInfo(part, (2025, 1, 1, 0, 0, 0)), part_content)


def running_text():
    body = [
        p("كان " + span("T1", "الورّاق") + "<text:s text:c='2'/>ينسخ<text:tab/>الكتب،\n   ويبيعها<text:line-break/>في بغداد" + note("وقيل في البصرة.") + "."),
        p("انظر <text:a xlink:href='https://example.org/ورق'>الموقع</text:a> و<text:a xlink:href='#شرح'>الشرح</text:a> و"
          "<text:bookmark-ref text:reference-format='page' text:ref-name='شرح'>١٢</text:bookmark-ref> ونجمة" + note("لصاحبه.", "*") + "."),
        p("<text:bookmark-start text:name='شرح'/>الشرح<text:bookmark-end text:name='شرح'/> هنا" + span("T2", " مخفي كله") + " وعلامة " + span("T3", "\uf0fc") + " وH" + span("T4", "2") + "O."),
        p("<text:ruby><text:ruby-base>ورّاق</text:ruby-base><text:ruby-text>warrāq</text:ruby-text></text:ruby> وصف"
          "<office:annotation><dc:creator>محرر</dc:creator><text:p>راجع هذا</text:p></office:annotation>."),
        p("في الوسط", "P1"), p("", "P2"), p("الخط لسان اليد.", "Quotations"),
        "<text:section text:style-name='S1' text:name='س'>" + p("قسم مخفي") + "</text:section>",
        "<text:section text:name='ظ'>" + p("قسم ظاهر.") + "</text:section>",
        p("بعد الفاصل نص.", "P3"),
        "<text:tracked-changes><text:changed-region><text:deletion><office:change-info/>" + p("محذوف") + "</text:deletion></text:changed-region></text:tracked-changes>",
    ]
    write("text.odt", "".join(body))


def structure():
    item = lambda *blocks: f"<text:list-item>{''.join(blocks)}</text:list-item>"
    inner = f"<text:list>{item(p('كتان'))}{item(p('قنب'))}</text:list>"
    body = [
        p("فهرس المحتويات"),
        "<text:table-of-content><text:table-of-content-source/><text:index-body>" + p("الورق<text:tab/>٣", "Contents_20_1") + p("الحبر<text:tab/>٧", "Contents_20_1") + "</text:index-body></text:table-of-content>",
        h("الورق"),
        f"<text:list text:style-name='L1'>{item(p('ورق'), inner)}{item(p('حبر'), p('فقرة ثانية.'))}</text:list>",
        h("الحبر"),
        f"<text:list text:style-name='L2'>{item(p('أسود'))}{item(p('أحمر'))}</text:list>",
        table([cell("الأول يسارا") + cell("الثاني"), cell("١") + cell("٢")], "Tab1"),
        table([cell("القلم", 'table:number-rows-spanned="2"') + cell("ثلث"), "<table:covered-table-cell/>" + cell("نسخ"),
               cell("عريضة", 'table:number-columns-spanned="2"') + "<table:covered-table-cell/>"], "Tab2"),
        "<text:alphabetical-index><text:index-body>" + p("ورق، ٣") + "</text:index-body></text:alphabetical-index>",
    ]
    write("structure.odt", "".join(body))


def frames():
    image = "<draw:image xlink:href='Pictures/a.png'/><svg:title>عنوان</svg:title><svg:desc>مطبعة بولاق</svg:desc>"
    framed = frame("<draw:text-box>" + p(frame(image) + "شكل ١: المطبعة.", "Illustration") + "</draw:text-box>")
    body = [
        p(frame(image)), p("شكل ٢: مطبعة.", "Caption"), p("مع نص " + frame(image) + " في السطر."), p(framed),
        p("قبل الإطار " + frame("<draw:text-box>" + p("في الإطار.") + "</draw:text-box>") + "وبعده."),
        p("معادلة " + frame("<draw:object xlink:href='./Object 1'/><draw:image xlink:href='./ObjectReplacements/Object 1'/>") + " هنا."),
        p(frame("<draw:object xlink:href='./Object 2'/>")),
        p("ورقة " + frame("<draw:object-ole xlink:href='./Object 3'/><draw:image xlink:href='Pictures/a.png'/><svg:desc>ورقة حساب</svg:desc>")),
        p("سهم <draw:line/>"), p("شكل <draw:custom-shape>" + p("نص في شكل") + "</draw:custom-shape>"),
    ]
    formula = "<math xmlns='http://www.w3.org/1998/Math/MathML'><semantics><mfrac><mi>a</mi><mi>b</mi></mfrac><annotation encoding='StarMath 5.0'>a over b</annotation></semantics></math>"
    values = table(["<table:table-cell/>" + cell("مطبوع"), cell("1822") + cell("4"), cell("1835") + cell("12")], "t")
    chart = f"<office:document-content {SPACES}><office:body><office:chart><chart:chart><chart:title>{p('كتب كل عام')}</chart:title>{values}</chart:chart></office:chart></office:body></office:document-content>"
    write("frames.odt", "".join(body), {"Pictures/a.png": png(), "Object 1/content.xml": formula, "Object 2/content.xml": chart})


running_text()
structure()
frames()
