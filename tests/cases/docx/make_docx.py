"""Makes the Word files of this folder anew, part by part as Word writes them; needs nothing but Python.

    python make_docx.py
"""
import pathlib
import struct
import zipfile
import zlib

HERE = pathlib.Path(__file__).parent
EMPTY = "<w:r><w:t></w:t></w:r>"
SPACES = " ".join(f'xmlns:{name}="urn:{name}"' for name in "w r m mc wp a pic wps v o w14 dgm c".split())
KINDS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
def png():
    chunk = lambda kind, data: struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    head = struct.pack(">IIBBBBB", 4, 3, 8, 0, 0, 0, 0)
    rows = b"".join(b"\0" + bytes(4) for _ in range(3))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


STYLES = "".join(
    f'<w:style w:type="{kind}" w:styleId="{name}"><w:name w:val="{title}"/>{more}</w:style>'
    for kind, name, title, more in [
        ("paragraph", "1", "heading 1", ""),
        ("paragraph", "2", "heading 2", ""),
        ("paragraph", "a3", "Title", ""),
        ("paragraph", "10", "toc 1", ""),
        ("paragraph", "a8", "TOC Heading", '<w:basedOn w:val="1"/>'),
        ("paragraph", "cap", "caption", ""),
        ("character", "Strong", "Strong", "<w:rPr><w:b/><w:bCs/></w:rPr>"),
        ("character", "Secret", "سري", "<w:rPr><w:vanish/></w:rPr>"),
        ("numbering", "steps", "خطوات", '<w:pPr><w:numPr><w:numId w:val="7"/></w:numPr></w:pPr>'),
        ("table", "rtl", "جدول", "<w:tblPr><w:bidiVisual/></w:tblPr>"),
    ]
)


def r(text, more=""):
    return f'<w:r><w:rPr>{more}<w:rtl/></w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def p(content, more=""):
    return f"<w:p><w:pPr>{more}<w:bidi/></w:pPr>{content if content.startswith('<') else r(content)}</w:p>"


def field(code, result=""):
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'.format
    separate = mark("separate") + result if result else ""
    return f'{mark("begin")}<w:r><w:instrText>{code}</w:instrText></w:r>{separate}{mark("end")}'


def cell(text, more=""):
    return f"<w:tc><w:tcPr>{more}</w:tcPr>{p(text)}</w:tc>"


def table(rows, more=""):
    return f"<w:tbl><w:tblPr>{more}</w:tblPr>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"


def write(name, body, parts=None, relations=(), encoding="utf-8", main="document.xml"):
    title = p("دفتر الورّاق", '<w:pStyle w:val="a3"/>')
    document = f'<?xml version="1.0"?><w:document {SPACES}><w:body>{title}{body}<w:sectPr/></w:body></w:document>'
    all_parts = {
        "_rels/.rels": f'<Relationships><Relationship Id="m" Type="{KINDS}officeDocument" Target="word/{main}"/></Relationships>',
        f"word/{main}": document.encode(encoding),
        "word/styles.xml": f"<w:styles {SPACES}>{STYLES}</w:styles>",
        f"word/_rels/{main}.rels": relationships(relations),
        **(parts or {}),
    }
    with zipfile.ZipFile(HERE / name, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, content in all_parts.items():
            archive.writestr(zipfile.ZipInfo(part, (2025, 1, 1, 0, 0, 0)), content)


def relationships(relations):
    one = '<Relationship Id="{}" Type="' + KINDS + '{}" Target="{}"{}/>'
    outside = lambda kind: ' TargetMode="External"' if kind == "hyperlink" else ""
    lines = "".join(one.format(name, kind, target, outside(kind)) for name, kind, target in relations)
    return f"<Relationships>{lines}</Relationships>"


def contents():
    line = lambda text, mark: p(
        f'<w:hyperlink w:anchor="{mark}">{r(text)}<w:r><w:tab/></w:r>{field(f" PAGEREF {mark} ", r("٥"))}</w:hyperlink>',
        '<w:pStyle w:val="10"/>',
    )
    lines = line("الفصل الأول: الورق", "_Toc1") + line("الفصل الثاني: الحبر", "_Toc2")
    chapter = lambda text, mark: p(f'<w:bookmarkStart w:id="1" w:name="{mark}"/>{r(text)}', '<w:pStyle w:val="1"/>')
    chapters = "".join(
        chapter(text, mark) + p("كان الورق يُصنع من الكتان، وكان الحبر يُصنع من العفص.")
        for text, mark in [("الفصل الأول: الورق", "_Toc1"), ("الفصل الثاني: الحبر", "_Toc2")]
    )
    gallery = '<w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr>'
    title = p("في هذا الكتاب", '<w:pStyle w:val="a8"/>')
    write("contents-control.docx", f"<w:sdt>{gallery}<w:sdtContent>{title}{lines}</w:sdtContent></w:sdt>{chapters}")
    begin = p('<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> TOC \\h </w:instrText></w:r>'
              '<w:r><w:fldChar w:fldCharType="separate"/></w:r>' + r("الورق ٣"))
    end = p('<w:r><w:fldChar w:fldCharType="end"/></w:r>')
    write("contents-plain.docx", p("الفهرس") + begin + p("الحبر ٧") + end + chapters)
    # A field that never ends hides nothing.
    write("contents-open.docx", begin + chapters)


def fields():
    symbol = lambda font, code: f'<w:r><w:sym w:font="{font}" w:char="{code}"/></w:r>'
    body = [
        p(r("علامات ") + symbol("Wingdings", "F0FE") + symbol("Wingdings 2", "F050") + symbol("Webdings", "F061")
          + symbol("Symbol", "F0A5") + symbol("Wingdings 3", "F067") + r(" و") + r("abg", '<w:rFonts w:ascii="Symbol" w:cs="Symbol"/>')
          + r(" و&#xF0E0;", '<w:rFonts w:ascii="Wingdings" w:cs="Wingdings"/>') + symbol("خط مجهول", "F041") + r(".")),
        p(field(' HYPERLINK "https://example.org/ورق" \\o "تلميح" ', r("رابط")) + r(" و")
          + field(" HYPERLINK \\l شرح ", r("داخلي")) + r(" و") + field(" REF شرح \\h ", r("الشرح")) + r(" ص ")
          + field(" PAGEREF شرح ", r("١٢")) + r(".")),
        p('<w:bookmarkStart w:id="1" w:name="شرح"/><w:bookmarkEnd w:id="1"/>' + r("الشرح هنا.")),
        p(r("شكل ") + '<w:fldSimple w:instr=" SEQ شكل ">' + r("٤") + "</w:fldSimple>" + r(" و")
          + field(' IF 1 = 1 "نعم" "لا" ', r("نعم")) + field(" SYMBOL 252 \\f Wingdings ") + r(" و")
          + '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox><w:checked/></w:checkBox></w:ffData></w:fldChar></w:r>'
          + '<w:r><w:instrText> FORMCHECKBOX </w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>' + r(" تم.")),
        p(r("ظاهر") + r(" مخفي هنا", "<w:vanish/>") + r(" سري", '<w:rStyle w:val="Secret"/>') + r(" وبارز", '<w:rStyle w:val="Strong"/>')
          + r(" nato", "<w:caps/>") + r(" مسطر", '<w:u w:val="single"/>')),
        p(r("قبل") + '<w:r><w:noBreakHyphen/></w:r>' + r("بعد") + "<w:r><w:softHyphen/><w:tab/></w:r>" + r("جدولة")),
        p(r("نص ") + '<w:del><w:r><w:delText>محذوف</w:delText></w:r></w:del>' + f'<w:ins>{r("مزيد")}</w:ins>'
          + '<w:r><w:commentReference w:id="0"/></w:r>'),
        p("هذه فقرة حُذفت نهايتها ", "<w:rPr><w:del/></w:rPr>"),
        p("فاتصلت بهذه."),
        p(f'<w:r><w:ruby><w:rt>{r("warrāq")}</w:rt><w:rubyBase>{r("ورّاق")}</w:rubyBase></w:ruby></w:r>' + r(" وصف.")),
        p('<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>' + r("انقر لإدخال نص") + "</w:sdtContent></w:sdt>"),
        p(EMPTY, '<w:pBdr><w:bottom w:val="single"/></w:pBdr>'),
        p("و", '<w:framePr w:dropCap="drop"/>') + p("في الختام نص."),
        p('<w:r><w:br w:type="page"/></w:r>') + p("بعد الفاصل نص."),
    ]
    head = f"<w:hdr {SPACES}>{p('دفتر الورّاق')}</w:hdr>"
    foot = f"<w:ftr {SPACES}>{p(field(' PAGE ', r('٧')))}</w:ftr>"
    parts = {"word/header1.xml": head, "word/footer1.xml": foot}
    write("fields.docx", "".join(body), parts, [("h", "header", "header1.xml"), ("f", "footer", "footer1.xml")])


def notes():
    note = lambda kind, number, text: f'<w:{kind} w:id="{number}">{text}</w:{kind}>'
    link = f'<w:hyperlink r:id="r1">{r("موقع")}</w:hyperlink>'
    footnotes = '<w:footnote w:type="separator" w:id="-1"><w:p/></w:footnote>' + note("footnote", 1, p(f"<w:r><w:footnoteRef/></w:r>{r(' انظر ')}{link}")) + note(
        "footnote", 2, p(r("* لصاحب الكتاب."))
    )
    body = p(r("متن") + '<w:r><w:footnoteReference w:id="1"/></w:r>' + r(" ثم نجمة")
             + '<w:r><w:footnoteReference w:customMarkFollows="1" w:id="2"/><w:t>*</w:t></w:r>' + r(" ثم ختام")
             + '<w:r><w:endnoteReference w:id="1"/></w:r>' + r("."))
    parts = {
        "word/notes/foot.xml": f"<w:footnotes {SPACES}>{footnotes}</w:footnotes>",
        "word/notes/_rels/foot.xml.rels": relationships([("r1", "hyperlink", "https://example.org/note")]),
        "word/endnotes.xml": f"<w:endnotes {SPACES}>{note('endnote', 1, p('حاشية ختامية.'))}</w:endnotes>",
    }
    relations = [("f", "footnotes", "notes/foot.xml"), ("r1", "hyperlink", "https://example.org/wrong"), ("e", "endnotes", "endnotes.xml")]
    # Some programs call the main part otherwise, and may write it in UTF-16.
    write("notes.docx", body, parts, relations, encoding="utf-16", main="document2.xml")


def numbering():
    level = lambda number, form, text, more="": (
        f'<w:lvl w:ilvl="{number}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/>{more}</w:lvl>'
    )
    lists = {
        0: level(0, "decimal", "%1.") + level(1, "decimal", "%1.%2.") + level(2, "lowerLetter", "%3)"),
        1: level(0, "upperRoman", "المادة %1") + level(1, "decimal", "%1.%2", "<w:isLgl/>"),
        2: level(0, "decimal", "%1-") + level(1, "decimal", "[%2]", '<w:lvlRestart w:val="0"/>'),
        3: '<w:styleLink w:val="steps"/>' + level(0, "arabicAbjad", "%1)"),
        4: '<w:numStyleLink w:val="steps"/>',
    }
    kinds = "".join(f'<w:abstractNum w:abstractNumId="{kind}">{levels}</w:abstractNum>' for kind, levels in lists.items())
    nums = {1: 0, 2: 1, 3: 2, 7: 3, 8: 4}
    nums = "".join(f'<w:num w:numId="{num}"><w:abstractNumId w:val="{kind}"/></w:num>' for num, kind in nums.items())
    nums += '<w:num w:numId="9"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>'
    item = lambda num, depth, text, more="": p(text, f'{more}<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{num}"/></w:numPr>')
    body = [
        item(1, 0, "ورق"), item(1, 1, "كتان"), item(1, 1, "قنب"), item(1, 2, "طويل"), item(1, 0, "حبر"), item(1, 1, "عفص"),
        p("فاصل."), item(1, 0, "قلم"), item(1, 0, EMPTY), item(1, 0, "دواة"),
        p("من جديد."), item(9, 0, "خامس"), item(9, 0, "سادس"),
        item(2, 0, "أحكام", '<w:pStyle w:val="1"/>'), item(2, 1, "تعريفات", '<w:pStyle w:val="2"/>'),
        item(3, 0, "أول"), item(3, 1, "متصل"), item(3, 0, "ثان"), item(3, 1, "متصل أيضا"),
        p("خطوات."), item(8, 0, "نسخ"), item(8, 0, "مقابلة"),
    ]
    parts = {"word/numbering.xml": f"<w:numbering {SPACES}>{kinds}{nums}</w:numbering>"}
    write("numbering.docx", "".join(body), parts)


def tables():
    wide, tall, below = '<w:gridSpan w:val="2"/>', '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    body = [
        p("من اليسار:"), table([cell("الأول يسارا") + cell("الثاني"), cell("١") + cell("٢")]),
        p("من اليمين:"), table([cell("One") + cell("Two"), cell("1") + cell("2")], "<w:bidiVisual/>"),
        p("من طراز:"), table([cell("الأول يمينا") + cell("الثاني")], '<w:tblStyle w:val="rtl"/>'),
        p("مدمجة:"), table([cell("القلم", tall) + cell("خطوط", wide), cell(EMPTY, below) + cell("ثلث") + cell("نسخ"),
                            cell("الحبر", '<w:hMerge w:val="restart"/>') + cell(EMPTY, '<w:hMerge w:val="continue"/>') + cell("أسود")], "<w:bidiVisual/>"),
        p("شعر:"), table([cell("وأحلى من العلياء في القلب رتبة") + cell("كتاب قديم في يديّ جميل"),
                          cell("وما المرء إلا حيث يجعل نفسه") + cell("وكل امرئ يسعى إليه دليل")], "<w:bidiVisual/>"),
        p("شعر مقلوب:"), table([cell("كتاب قديم في يديّ جميل") + cell("وأحلى من العلياء في القلب رتبة"),
                                cell("وكل امرئ يسعى إليه دليل") + cell("وما المرء إلا حيث يجعل نفسه")]),
        p("صف محذوف:"), "<w:tbl><w:tblPr><w:bidiVisual/></w:tblPr><w:tr>" + cell("باق") + cell("هنا") + "</w:tr><w:tr><w:trPr><w:del/></w:trPr>"
        + cell("محذوف") + cell("هناك") + "</w:tr></w:tbl>",
    ]
    write("tables.docx", "".join(body))


def drawings():
    box = lambda text: f"<w:txbxContent>{p(text)}</w:txbxContent>"
    shape = f"<w:drawing><wp:anchor><wp:docPr/><a:graphic><a:graphicData><wps:wsp><wps:txbx>{box('في الإطار')}</wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing>"
    old = f"<w:pict><v:shape><v:textbox>{box('في الإطار')}</v:textbox></v:shape></w:pict>"
    both = f'<w:r><mc:AlternateContent><mc:Choice Requires="wps">{shape}</mc:Choice><mc:Fallback>{old}</mc:Fallback></mc:AlternateContent></w:r>'
    only_old = f"<w:r><w:pict><v:shape><v:textbox>{box('إطار قديم')}</v:textbox></v:shape></w:pict></w:r>"
    picture = lambda crop, more="": (
        '<w:r><w:drawing><wp:inline><wp:extent cx="1270000" cy="635000"/><wp:docPr descr="مطبعة"/><a:graphic><a:graphicData><pic:pic>'
        f'<pic:blipFill><a:blip r:embed="i"/>{crop}</pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>{more}'
    )
    in_graphic = lambda inner: f'<w:r><w:drawing><wp:inline><wp:docPr/><a:graphic><a:graphicData>{inner}</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>'
    ole = '<w:r><w:object><v:shape style="width:100pt;height:50pt" alt="ورقة حساب"><v:imagedata r:id="i"/></v:shape><o:OLEObject ProgID="Excel.Sheet.12"/></w:object></w:r>'
    arrow = in_graphic("<wps:wsp><wps:spPr/></wps:wsp>")
    art = '<w:r><w:pict><v:shape><v:textpath string="عنوان مزخرف"/></v:shape></w:pict></w:r>'
    body = [
        p(r("نص قبل الإطار ") + both + r("ونص بعده.")), p(only_old),
        p(picture("")), p(r("شكل ١: مطبعة بولاق."), '<w:pStyle w:val="cap"/>'),
        p(r("مقصوصة ") + picture('<a:srcRect l="25000" r="25000"/>') + r(" في السطر.")),
        p(in_graphic('<dgm:relIds r:dm="d"/>')), p(in_graphic('<c:chart r:id="c"/>')), p(ole), p(r("سهم ") + arrow), p(art),
        '<w:altChunk r:id="k"/>',
    ]
    text = lambda words: f"<dgm:t><a:p><a:r><a:t>{words}</a:t></a:r></a:p></dgm:t>"
    point = lambda name, words: f'<dgm:pt modelId="{name}">{text(words) if words else ""}</dgm:pt>'
    joined = lambda order, one, other: f'<dgm:cxn srcId="{one}" destId="{other}" srcOrd="{order}"/>'
    points = '<dgm:pt modelId="0" type="doc"/>' + point(3, "كتان") + point(1, "ورق") + point(2, "حبر") + '<dgm:pt modelId="9" type="pres"/>'
    diagram = f"<dgm:dataModel {SPACES}><dgm:ptLst>{points}</dgm:ptLst><dgm:cxnLst>{joined(1, 0, 2)}{joined(0, 0, 1)}{joined(0, 1, 3)}</dgm:cxnLst></dgm:dataModel>"
    values = lambda kind, all_values: f"<c:{kind}Cache>" + "".join(f'<c:pt idx="{at}"><c:v>{value}</c:v></c:pt>' for at, value in enumerate(all_values)) + f"</c:{kind}Cache>"
    series = lambda name, years, counts: (
        f"<c:ser><c:tx><c:strRef>{values('str', [name])}</c:strRef></c:tx><c:cat><c:strRef>{values('str', years)}</c:strRef></c:cat>"
        f"<c:val><c:numRef>{values('num', counts)}</c:numRef></c:val></c:ser>"
    )
    title = "<c:title><c:tx><c:rich><a:p><a:r><a:t>كتب كل عام</a:t></a:r></a:p></c:rich></c:tx></c:title>"
    chart = f"<c:chartSpace {SPACES}><c:chart>{title}<c:plotArea><c:barChart>{series('مطبوع', ['1822', '1835'], ['4', '12.300000000000001'])}{series('مخطوط', ['1822', '1835'], ['40', '9'])}</c:barChart></c:plotArea></c:chart></c:chartSpace>"
    parts = {"word/media/i.png": png(), "word/diagrams/data1.xml": diagram, "word/charts/chart1.xml": chart,
             "word/chunk.htm": '<html><meta charset="utf-8"><body><p>نص من <b>صفحة</b> مضمنة.</p></body></html>'}
    relations = [("i", "image", "media/i.png"), ("d", "diagramData", "diagrams/data1.xml"), ("c", "chart", "charts/chart1.xml"), ("k", "aFChunk", "/word/chunk.htm")]
    write("drawings.docx", "".join(body), parts, relations)


def equations():
    run = lambda text, more="": f"<m:r><m:rPr>{more}</m:rPr><m:t>{text}</m:t></m:r>"
    part = lambda name, inner: f"<m:{name}>{inner}</m:{name}>"
    fraction = part("f", part("num", run("a")) + part("den", run("b+1")))
    power = part("sSup", part("e", run("س")) + part("sup", run("2")))
    root = part("rad", '<m:radPr><m:degHide m:val="1"/></m:radPr><m:deg/>' + part("e", power))
    total = part("nary", '<m:naryPr><m:chr m:val="∑"/><m:limLoc m:val="undOvr"/></m:naryPr>' + part("sub", run("i=1")) + part("sup", run("n")) + part("e", run("i")))
    matrix = part("d", part("e", part("m", part("mr", part("e", run("1")) + part("e", run("0"))) + part("mr", part("e", run("0")) + part("e", run("1"))))))
    sine = part("func", part("fName", run("sin", '<m:sty m:val="p"/>')) + part("e", run("θ")))
    body = [
        p(r("الكسر ") + part("oMath", fraction + run("=") + root) + r(" في السطر.")),
        p(part("oMathPara", part("oMath", total + run("=") + matrix))),
        p(r("وجيب ") + part("oMath", sine) + r(" ثم ") + field(" EQ \\f(1,\\r(2)) ") + r(" بحقل قديم.")),
    ]
    write("equations.docx", "".join(body))


contents()
equations()
fields()
notes()
numbering()
tables()
drawings()
