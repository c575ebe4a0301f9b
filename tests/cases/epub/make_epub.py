"""Makes the EPUBs of this folder: python3 make_epub.py. They are as tools make them: left to right, in English, with
links, notes and pictures across files, a cover and contents of their own."""

import struct
import zipfile
import zlib

CONTAINER = '<?xml version="1.0"?><container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles><rootfile full-path="OEBPS/content.opf" media-type="application/oebps-package+xml"/></rootfiles></container>'


def png(width, height):
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = b"".join(b"\0" + b"\x40\x80\xb0" * width for _ in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def page(body, attributes=""):
    return f'<?xml version="1.0" encoding="utf-8"?><!DOCTYPE html><html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" xml:lang="en" dir="ltr"><head><title/><script>alert(1)</script></head><body dir="ltr" {attributes}>{body}</body></html>'


def write(name, files):
    with zipfile.ZipFile(name, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in {"mimetype": "application/epub+zip", "META-INF/container.xml": CONTAINER, **files}.items():
            archive.writestr(zipfile.ZipInfo(path, (2020, 1, 1, 0, 0, 0)), content)


write("book.epub", {
    "OEBPS/content.opf": '<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="i"><metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:identifier id="i">urn:uuid:1</dc:identifier><dc:identifier>urn:isbn:9789953000000</dc:identifier><dc:title>صناعة الورق</dc:title><dc:creator id="a">سلمى الورّاقة</dc:creator><meta refines="#a" property="role">aut</meta><dc:creator id="t">مترجم</dc:creator><meta refines="#t" property="role">trl</meta><dc:language>en</dc:language><dc:date>2021-05-06</dc:date><dc:publisher>دار الورق</dc:publisher><dc:subject>ورق</dc:subject><dc:description>&lt;p&gt;كتاب عن &lt;b&gt;الورق&lt;/b&gt;&lt;/p&gt;</dc:description></metadata><manifest><item id="cover" href="img/cover.png" media-type="image/png" properties="cover-image"/><item id="pic" href="img/pic.png" media-type="image/png"/><item id="c" href="cover.xhtml" media-type="application/xhtml+xml"/><item id="t" href="title.xhtml" media-type="application/xhtml+xml"/><item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/><item id="one" href="text/1.xhtml" media-type="application/xhtml+xml"/><item id="two" href="text/%D8%AB%D8%A7%D9%86.xhtml" media-type="application/xhtml+xml"/><item id="notes" href="text/notes.xhtml" media-type="application/xhtml+xml"/><item id="gone" href="text/gone.xhtml" media-type="application/xhtml+xml"/></manifest><spine page-progression-direction="ltr"><itemref idref="c"/><itemref idref="t"/><itemref idref="nav"/><itemref idref="one"/><itemref idref="two"/><itemref idref="gone"/><itemref idref="notes" linear="no"/></spine></package>',
    "OEBPS/cover.xhtml": page('<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="100%"><image width="6" height="9" xlink:href="img/cover.png"/></svg>'),
    "OEBPS/title.xhtml": page("<h1>صناعة الورق</h1><p>سلمى الورّاقة</p>", 'epub:type="titlepage"'),
    "OEBPS/nav.xhtml": page('<nav epub:type="toc"><h1>Contents</h1><ol><li><a href="text/1.xhtml">الباب الأول</a><ol><li><a href="text/1.xhtml#s">النقع</a></li></ol></li><li><a href="text/%D8%AB%D8%A7%D9%86.xhtml#b">الباب الثاني</a></li></ol></nav>'),
    "OEBPS/text/1.xhtml": page('<p class="t"><b>الباب الأوّل</b></p><p dir="ltr">يُنقع الورق في الماء<a epub:type="noteref" href="notes.xhtml#n1">1</a>، ثم <a href="%D8%AB%D8%A7%D9%86.xhtml#b">يُطحن</a>.<a id="x"/> تم.</p><h4 id="s">النقع</h4><p>نص<br/>سطر&#160;آخر.</p><h5>مدته</h5><p>يومان.</p>'),
    "OEBPS/text/ثان.xhtml": page('<p>كلمة قبل الباب.</p><p><a id="b"></a>وهذا أول الباب.</p><p><img src="../img/pic.png" alt="حوض"/></p><p><img src="../../../../etc/passwd" alt="خارج"/></p><blockquote><p>In the beginning was the paper.</p></blockquote>'),
    "OEBPS/text/notes.xhtml": page('<aside epub:type="footnote" id="n1"><p>يومين كاملين.</p></aside>'),
    "OEBPS/img/cover.png": png(6, 9),
    "OEBPS/img/pic.png": png(8, 4),
})
write("old.epub", {
    "OEBPS/content.opf": '<package xmlns="http://www.idpf.org/2007/opf" version="2.0"><metadata xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:opf="http://www.idpf.org/2007/opf"><dc:title>قديم</dc:title><dc:creator opf:role="aut">كاتب</dc:creator><dc:language>ar</dc:language></metadata><manifest><item id="ncx" href="toc.ncx" media-type="application/x-dtbncx+xml"/><item id="a" href="a.html" media-type="application/xhtml+xml"/></manifest><spine toc="ncx"><itemref idref="a"/></spine></package>',
    "OEBPS/toc.ncx": '<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/"><navMap><navPoint><navLabel><text>فصل</text></navLabel><content src="a.html#c"/></navPoint></navMap></ncx>',
    "OEBPS/a.html": "<html><body><p>مقدمة & كلام.</p><h3 id=\"c\">فصل</h3><p>نص بلا نهاية<p>فقرة</body></html>",
})
write("locked.epub", {
    "OEBPS/content.opf": "<package/>",
    "META-INF/encryption.xml": '<encryption xmlns:e="http://www.w3.org/2001/04/xmlenc#"><e:EncryptedData><e:EncryptionMethod Algorithm="http://www.w3.org/2001/04/xmlenc#aes128-cbc"/></e:EncryptedData></encryption>',
    "META-INF/rights.xml": "<rights/>",
})
