/* map.html in a real browser without a network: node page_test.js PLAYWRIGHT PAGE HOSTILE_ROW FOLDER [--timed].
 * PAGE: 50,000 incidents in two kinds, one of them hostile, alone at its place. Screenshots go to FOLDER. */
"use strict";
const [, , playwright, file, hostileRow, folder, timed] = process.argv;
const { chromium } = require(playwright);
const path = require("path");

function check(what, ok, found) {
  if (!ok) throw new Error(what + (found === undefined ? "" : ": found " + JSON.stringify(found)));
  console.log("ok  " + what + (found === undefined ? "" : " (" + found + ")"));
}
const shownOf = page => page.evaluate(() => +document.body.dataset.shown);

async function open(browser, options) {
  const page = await (await browser.newContext({ offline: true, ...options })).newPage();
  page.faults = [];
  page.on("console", m => { if (m.type() === "error" || m.type() === "warning") page.faults.push(m.text()); });
  page.on("pageerror", e => page.faults.push(e.message));
  page.on("dialog", d => { page.faults.push("dialog " + d.message()); d.dismiss(); });
  page.on("request", r => { if (r.url() !== "file://" + file) page.faults.push("request " + r.url()); });
  await page.goto("file://" + file);
  await page.waitForSelector("body[data-ready]", { timeout: 60000 });
  return page;
}

async function hostile(page) {
  const at = await page.evaluate(row => {
    const b = window.bordermap, i = b.rows.row.indexOf(row);
    b.map.setView([b.rows.y[i] / 1e5, b.rows.x[i] / 1e5], 9, { animate: false });
    const box = b.map.getContainer().getBoundingClientRect(), p = b.map.latLngToContainerPoint([b.rows.y[i] / 1e5, b.rows.x[i] / 1e5]);
    return { x: box.x + p.x, y: box.y + p.y };
  }, +hostileRow);
  await page.mouse.move(at.x, at.y);
  await page.mouse.click(at.x, at.y);
  await page.waitForSelector("#details:not([hidden])");
  check("a click opens the incident under it", await page.getAttribute("#details", "data-row") === hostileRow);
  const text = await page.textContent("#details");
  for (const part of ["<img src=x onerror=alert(1)>", "</script><script>alert(2)</script>", "\"quoted\" & 'single'", "كوئٹہ"])
    check("text stays text: " + part, text.includes(part));
  check("no element came out of a record", await page.evaluate(() => document.querySelectorAll("img[src=x]").length) === 0);
}

async function filters(page) {
  await page.click("#all");
  const all = await shownOf(page);
  check("all incidents are shown", all === 50000, all);
  const box = page.locator("#types input").first();
  await page.evaluate(() => document.querySelectorAll("details").forEach(d => { d.open = true; }));
  await box.uncheck();
  const fewer = await shownOf(page);
  check("a type switched off takes its incidents away", fewer > 0 && fewer < all, fewer);
  await box.check();
  await page.focus("#from");
  for (let i = 0; i < 6; i++) await page.keyboard.press("ArrowRight");
  await page.waitForTimeout(200);
  const later = await shownOf(page);
  check("the time slider moves with the keyboard and takes incidents away", later > 0 && later < all, later);
  check("the counts of segments follow", await page.evaluate(() =>
    window.bordermap.segments.reduce((n, s) => n + s.now, 0) < +document.body.dataset.shown + 1));
  await page.click("#all");
  await page.fill("#search", "hostile-actor");
  await page.waitForTimeout(400);
  check("search finds the one record", await page.locator("#list li").count() === 1);
  await page.fill("#search", "");
  const names = await page.evaluate(() => [...document.querySelectorAll("button, input, select")].filter(e =>
    !(e.textContent.trim() || e.getAttribute("aria-label") || (e.labels && e.labels.length))).length);
  check("every control has a name for screen readers", names === 0, names);
}

const median = values => values.sort((a, b) => a - b)[Math.floor(values.length / 2)];
async function speed(page) {
  const redraw = await page.evaluate(() => {
    const from = document.getElementById("from"), times = [];
    for (let i = 0; i < 15; i++) {
      const start = performance.now();
      from.value = i % 5;
      window.bordermap.filter.from = i % 2 ? -Infinity : 17000 + i;
      window.bordermap.update();
      document.getElementById("map").getBoundingClientRect();
      times.push(performance.now() - start);
    }
    return times;
  });
  const box = await (await page.$("#map")).boundingBox();
  await page.evaluate(() => {
    window.frames_ms = [];
    let last = performance.now();
    (function next(now) { window.frames_ms.push(now - last); last = now; requestAnimationFrame(next); })(last);
  });
  await page.mouse.move(box.x + 300, box.y + 300);
  await page.mouse.down();
  for (let i = 0; i < 60; i++) await page.mouse.move(box.x + 300 + 3 * i, box.y + 300 + i);
  await page.mouse.up();
  const frames = await page.evaluate(() => window.frames_ms.slice(2));
  const frame = median(frames), most = Math.max(...redraw);
  console.log("median frame while panning " + frame.toFixed(1) + " ms; a filter redraws in " + median(redraw).toFixed(0) +
    " ms, at most " + most.toFixed(0) + " ms");
  if (timed) {
    check("median frame up to 33 ms", frame <= 33.4, frame);
    check("redraw up to 250 ms", median(redraw) <= 250, median(redraw));
  }
}

(async () => {
  const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox"] });
  try {
    const page = await open(browser, { viewport: { width: 1280, height: 860 } });
    await page.screenshot({ path: path.join(folder, "page.png") });
    await hostile(page);
    await page.screenshot({ path: path.join(folder, "details.png") });
    await filters(page);
    await speed(page);
    check("nothing was loaded, no error, no dialog", page.faults.length === 0, page.faults.join("; ") || "none");
    const phone = await open(browser, { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
    check("nothing is wider than a phone", await phone.evaluate(() => document.documentElement.scrollWidth <= 390));
    await phone.screenshot({ path: path.join(folder, "phone.png") });
  } finally {
    await browser.close();
  }
})().catch(error => { console.error("FAILED: " + error.message); process.exit(1); });
