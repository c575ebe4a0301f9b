// How the engines of reading apps show books: foliate-js (Foliate, Readest) and epub.js.
//
// usage: node engines.mjs BOOK.epub...
// Opens each book in both, in headless Chromium, and prints a line for each fault: a wrong direction, no contents, a page
// that does not turn, a font that is not loaded, a note that does not open, anything wider than its column at the widths
// of phones and with letters of double size. The last line is the number of books looked at.
import { createServer } from "node:http";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { basename, extname, join, normalize } from "node:path";

const judges = process.env.JUDGES ?? join(process.env.HOME, ".cache/warraq-judges");
const puppeteer = createRequire(join(judges, "node_modules/"))("puppeteer-core");
const WIDTHS = [280, 320, 360, 414];
const SIZES = ["100%", "200%"];
// Of a long book so many files, evenly spread, are measured.
const MEASURED = 6;
const TYPES = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".epub": "application/epub+zip" };
const EPUBJS = `<!DOCTYPE html><meta charset="utf-8"><style>html,body{margin:0}#v{position:absolute;inset:0}</style>
<div id="v"></div><script src="/node_modules/jszip/dist/jszip.min.js"></script>
<script src="/node_modules/epubjs/dist/epub.js"></script>`;

const books = process.argv.slice(2);
const server = createServer(async (request, response) => {
  const path = decodeURIComponent(new URL(request.url, "http://localhost").pathname);
  const book = path.match(/^\/book-(\d+)\.epub$/);
  const file = book ? books[Number(book[1])] : join(judges, normalize(path));
  try {
    const body = path === "/epubjs.html" ? EPUBJS : await readFile(file);
    response.writeHead(200, { "content-type": TYPES[extname(path)] ?? "application/octet-stream" });
    response.end(body);
  } catch {
    response.writeHead(404);
    response.end();
  }
});
await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
const home = `http://127.0.0.1:${server.address().port}`;
const browser = await puppeteer.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu"],
});
const sleep = (time) => new Promise((done) => setTimeout(done, time));

async function settled(page, ready) {
  for (let tries = 0; tries < 200; tries += 1) {
    if (await page.evaluate(ready).then(Boolean).catch(() => false)) return true;
    await sleep(50);
  }
  return false;
}

// Whether a page is turned, soon.
async function turns(place, turn, tell) {
  const before = await place();
  for (let tries = 0; tries < 100; tries += 1) {
    // What comes while a page is still being laid out is passed over.
    if (tries % 25 === 0) await turn();
    if ((await place()) !== before) return;
    await sleep(50);
  }
  tell("does not turn its pages");
}

// Runs in the page, with the document of a chapter: what is wider than its column, and what fonts failed.
const FAULTS = `async (doc, column) => {
  await doc.fonts.ready;
  const found = [...doc.fonts].filter((face) => face.status === "error").map((face) => "the font " + face.family + " is not loaded");
  if (![...doc.fonts].some((face) => face.status === "loaded")) found.push("no font of the book is used");
  if (doc.defaultView.getComputedStyle(doc.body).direction !== "rtl") found.push("the text does not run from the right");
  for (const element of doc.body.querySelectorAll("p, h1, h2, h3, li, table, pre, img, figure, blockquote, .verse")) {
    if (element.closest("[tabindex], aside")) continue;
    const wide = Math.max(...[...element.getClientRects()].map((box) => box.width), 0);
    if (wide > column + 1) found.push(element.nodeName + " is " + Math.round(wide) + " wide in a column of " + Math.round(column) + ": " + element.textContent.trim().slice(0, 40));
  }
  return found;
}`;

function spread(indices) {
  const step = Math.max(1, Math.ceil(indices.length / MEASURED));
  return indices.filter((_, number) => number % step === 0);
}

async function foliate(url, tell) {
  const page = await browser.newPage();
  await page.setViewport({ width: 900, height: 900 });
  await page.goto(`${home}/node_modules/foliate-js/reader.html?url=${url}`);
  if (!(await settled(page, () => window.reader?.view?.renderer?.getContents?.().length > 0))) return tell("is not opened");
  const said = await page.evaluate(() => {
    const { book } = reader.view;
    const count = (entries) => (entries ?? []).reduce((all, entry) => all + 1 + count(entry.subitems), 0);
    return { dir: book.dir, contents: count(book.toc), sections: book.sections.map((section) => section.id) };
  });
  if (said.dir !== "rtl") tell(`turns its pages ${said.dir}`);
  if (said.contents === 0) tell("has no contents");
  const place = () => page.evaluate(() => JSON.stringify([reader.view.lastLocation?.fraction, reader.view.renderer.getContents()[0]?.index]));
  await turns(place, () => page.evaluate(() => reader.view.goLeft()), tell);
  const chapters = said.sections.map((id, index) => [id, index]).filter(([id]) => /chapter-/.test(id)).map(([, index]) => index);
  await note(page, chapters, tell);
  for (const width of WIDTHS) {
    await page.setViewport({ width, height: 700 });
    for (const size of SIZES) {
      await page.evaluate((size) => reader.view.renderer.setStyles(`html { font-size: ${size} }`), size);
      for (const index of spread(chapters)) {
        await page.evaluate((index) => reader.view.goTo(index), index);
        const faults = await page.evaluate(
          `(async () => {
            const { doc } = reader.view.renderer.getContents()[0];
            const box = doc.body.getBoundingClientRect();
            const column = parseFloat(doc.defaultView.getComputedStyle(doc.documentElement).columnWidth) || box.width;
            return (${FAULTS})(doc, column);
          })()`,
        );
        for (const fault of faults) tell(`at ${width} px, ${size}, ${said.sections[index]}: ${fault}`);
      }
    }
  }
  await page.close();
}

// The first note of the book opens over the page.
async function note(page, chapters, tell) {
  for (const index of chapters) {
    const told = await page.evaluate(async (index) => {
      await reader.view.goTo(index);
      const { doc } = reader.view.renderer.getContents()[0];
      const link = doc.querySelector("a[role=doc-noteref]");
      if (!link) return null;
      const { FootnoteHandler } = await import("/node_modules/foliate-js/footnotes.js");
      const handler = new FootnoteHandler();
      handler.addEventListener("before-render", (event) => {
        event.detail.view.style.cssText = "position: fixed; width: 300px; height: 200px";
        document.body.append(event.detail.view);
      });
      const shown = new Promise((done) => {
        handler.addEventListener("render", (event) => {
          const { type, view } = event.detail;
          const text = view.renderer.getContents()[0]?.doc.body.textContent.trim() ?? "";
          done({ type, text });
        });
        setTimeout(() => done({ type: "nothing", text: "" }), 3000);
      });
      reader.view.addEventListener("link", (event) => handler.handle(reader.view.book, event), { once: true });
      link.click();
      const result = await shown;
      document.querySelectorAll("foliate-view").forEach((view) => view !== reader.view && view.remove());
      return result;
    }, index);
    if (!told) continue;
    if (told.type !== "footnote" || told.text.length < 3) tell(`opens a note as ${told.type}: ${told.text}`);
    return;
  }
}

async function epubjs(url, tell) {
  const page = await browser.newPage();
  await page.setViewport({ width: 800, height: 800 });
  await page.goto(`${home}/epubjs.html`);
  const open = (flow) =>
    page.evaluate(
      async (url, flow) => {
        document.getElementById("v").replaceChildren();
        window.book = ePub(url);
        window.shown = book.renderTo("v", { width: "100%", height: "100%", flow, spread: "none" });
        await shown.display();
        const navigation = await book.loaded.navigation;
        const metadata = await book.loaded.metadata;
        return { dir: metadata.direction, contents: navigation.toc.length, files: book.spine.spineItems.map((item) => item.href) };
      },
      url,
      flow,
    );
  const said = await open("paginated");
  if (said.dir !== "rtl") tell(`turns its pages ${said.dir}`);
  if (said.contents === 0) tell("has no contents");
  const place = () => page.evaluate(() => shown.currentLocation()?.start?.cfi);
  await turns(place, () => page.evaluate(() => shown.next()), tell);
  await open("scrolled-doc");
  const chapters = spread(said.files.filter((file) => /chapter-/.test(file)));
  for (const width of WIDTHS) {
    await page.setViewport({ width, height: 700 });
    for (const size of SIZES) {
      for (const file of chapters) {
        await page.evaluate((file) => shown.display(file), file);
        // A new width or size makes the views anew.
        await settled(page, () => shown.getContents()[0]?.document?.body?.firstElementChild);
        const faults = await page.evaluate(
          `(async () => {
            const doc = shown.getContents()[0].document;
            doc.documentElement.style.fontSize = "${size}";
            const found = await (${FAULTS})(doc, doc.documentElement.clientWidth);
            const over = doc.documentElement.scrollWidth - doc.documentElement.clientWidth;
            return over > 1 ? [...found, "is " + over + " px too wide"] : found;
          })()`,
        );
        for (const fault of faults) tell(`at ${width} px, ${size}, ${file}: ${fault}`);
      }
    }
  }
  await page.close();
}

for (const [number, book] of books.entries()) {
  for (const engine of [foliate, epubjs]) {
    const tell = (fault) => console.log(`${basename(book)} in ${engine.name}: ${fault}`);
    await engine(`/book-${number}.epub`, tell).catch((error) => tell(`fails: ${error.message.split("\n")[0]}`));
  }
}
await browser.close();
server.close();
console.log(`books ${books.length}`);
