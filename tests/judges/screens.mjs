// How headless Chromium shows the pages of a book.
//
// usage: node screens.mjs FOLDER [PICTURES]    with FOLDER an unpacked EPUB
// Opens each XHTML file at the widths of a phone, a tablet and a desk, at common and at large size, and prints a line for
// each fault: text that does not run from the right, anything that stands out at the side, letters that are not
// drawn with a font of the book. The last line is the number of pages looked at. With PICTURES, writes what it saw there,
// by day and by night.
import { readdirSync, mkdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const judges = process.env.JUDGES ?? join(process.env.HOME, ".cache/warraq-judges");
const puppeteer = createRequire(join(judges, "node_modules/"))("puppeteer-core");
const WIDTHS = [320, 768, 1280];
const SIZES = ["100%", "200%"];
const [folder, pictures] = process.argv.slice(2);

const files = readdirSync(folder, { recursive: true }).filter((file) => file.endsWith(".xhtml")).sort();
const browser = await puppeteer.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--allow-file-access-from-files", "--disable-gpu"],
});
const page = await browser.newPage();
const client = await page.createCDPSession();
await client.send("DOM.enable");
await client.send("CSS.enable");

// Runs in the page: what stands out at the side, and whether the text runs from the right.
function faults() {
  const width = document.documentElement.clientWidth;
  const found = [];
  if (document.documentElement.scrollWidth > width) found.push(`is ${document.documentElement.scrollWidth} wide`);
  for (const [name, element] of [["html", document.documentElement], ["body", document.body]]) {
    if (getComputedStyle(element).direction !== "rtl") found.push(`${name} does not run from the right`);
  }
  const outside = (box) => box.width > 0 && (box.left < -0.5 || box.right > width + 0.5);
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
  for (let node = walker.currentNode; node; node = walker.nextNode()) {
    const range = document.createRange();
    range.selectNodeContents(node);
    const box = node.nodeType === Node.TEXT_NODE ? range.getBoundingClientRect() : node.getBoundingClientRect();
    if (outside(box)) found.push(`${node.nodeName} reaches from ${box.left} to ${box.right}: ${node.textContent.trim().slice(0, 40)}`);
  }
  return found;
}

// The fonts that draw the page, those of the machine alone.
async function strangers() {
  const { root } = await client.send("DOM.getDocument", { depth: -1 });
  const { nodeIds } = await client.send("DOM.querySelectorAll", { nodeId: root.nodeId, selector: "body, body *" });
  const names = new Map();
  for (const nodeId of nodeIds) {
    const { fonts } = await client.send("CSS.getPlatformFontsForNode", { nodeId });
    for (const font of fonts.filter((font) => !font.isCustomFont)) names.set(font.familyName, font.glyphCount);
  }
  return [...names].map(([name, count]) => `${count} glyphs are drawn with ${name}, which is not in the book`);
}

async function picture(file, kind) {
  if (!pictures) return;
  const path = join(pictures, `${file.replace(/\W/g, "-")}-${kind}.png`);
  await page.screenshot({ path, fullPage: true, captureBeyondViewport: false });
}

if (pictures) mkdirSync(pictures, { recursive: true });
for (const file of files) {
  await page.goto(pathToFileURL(resolve(folder, file)).href);
  await page.evaluate(() => document.fonts.ready);
  for (const size of SIZES) {
    await page.evaluate((size) => (document.documentElement.style.fontSize = size), size);
    for (const width of WIDTHS) {
      await page.setViewport({ width, height: 900 });
      for (const fault of await page.evaluate(faults)) console.log(`${file} at ${width} px, ${size}: ${fault}`);
      await picture(file, `${width}-${parseInt(size)}`);
    }
  }
  for (const fault of await strangers()) console.log(`${file}: ${fault}`);
  if (pictures) {
    await page.evaluate(() => {
      document.documentElement.style.cssText = "background: #111; color: #ddd";
    });
    await page.setViewport({ width: 768, height: 900 });
    await picture(file, "night");
  }
}
await browser.close();
console.log(`pages ${files.length}`);
