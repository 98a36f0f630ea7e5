"use strict";
/* The page: unpacks the data, draws them, filters them. Every text goes in as text, never as markup. */
(async function () {
  const $ = id => document.getElementById(id);
  const el = (name, attributes, ...children) => {
    const node = document.createElement(name);
    for (const [key, value] of Object.entries(attributes || {})) {
      if (key === "on") for (const [type, f] of Object.entries(value)) node.addEventListener(type, f);
      else if (value !== null && value !== false) node.setAttribute(key, value);
    }
    node.append(...children);
    return node;
  };
  const svg = (name, attributes, text) => {
    const node = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
    if (text !== undefined) node.textContent = text;
    return node;
  };
  const count = n => n.toLocaleString("en");
  const many = (n, one, more) => count(n) + " " + (n === 1 ? one : more || one + "s");
  const dayText = day => day === null ? "" : new Date(day * 864e5).toISOString().slice(0, 10);
  const km = m => m === null ? "" : (m / 1000).toFixed(m < 10000 ? 1 : 0) + " km";

  const data = await unpack($("data").textContent);
  const rows = data.rows, N = rows.x.length, statuses = data.statuses;
  const sure = s => statuses[s] === "resolved", pointed = s => statuses[s] === "resolved" || statuses[s] === "ambiguous";
  /* Of the place found; 30 km south of a town is not that town. */
  const title = i => rows.match[i] === data.relative ? text("place", i) : text("found", i) || text("place", i);
  const text = (column, i) => data.texts[rows[column][i]] || "";

  async function unpack(base64) {
    const bytes = Uint8Array.from(atob(base64.trim()), c => c.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
    return JSON.parse(await new Response(stream).text());
  }

  /* Running sums, back to degrees. */
  function line(deltas) {
    const points = [];
    let x = 0, y = 0;
    for (let i = 0; i < deltas.length; i += 2) {
      x += deltas[i]; y += deltas[i + 1];
      points.push([y / data.unit, x / data.unit]);
    }
    return points;
  }

  /* --- the map --- */

  const map = L.map("map", { preferCanvas: true, worldCopyJump: false, minZoom: 2, maxZoom: 14, zoomSnap: 0.5,
    attributionControl: true });
  map.attributionControl.setPrefix(false);
  map.attributionControl.addAttribution(el("span", {}, data.credits.sources).textContent.replace(/[<>&]/g, " "));
  L.control.scale({ imperial: false }).addTo(map);
  const [west, south, east, north] = data.view;
  map.fitBounds([[south, west], [north, east]]);
  const ground = L.canvas({ padding: 0.3 });
  const groundStyle = { renderer: ground, color: "#a9b4be", weight: 0.7, fillColor: "#f7f5f0", fillOpacity: 1,
    fillRule: "evenodd", interactive: false, smoothFactor: 1.2 };
  for (const ring of data.rings) L.polygon(line(ring), groundStyle).addTo(map);
  for (const item of data.lines)
    L.polyline(line(item.line), { renderer: ground, color: "#7c8791", weight: 1.2, interactive: false,
      dashArray: item.dashed ? "6 5" : null }).addTo(map);

  const areas = data.areas.map(area => {
    const layer = L.polygon(area.rings.map(line), { renderer: ground, color: "#6a4c93", weight: 1, dashArray: "3 3",
      fillColor: "#6a4c93", fillOpacity: 0.12, fillRule: "evenodd" });
    layer.bindTooltip(() => tip([data.texts[area.name] || "an area",
      many(area.shown, "incident") + " of which only this area is known"]), { sticky: true });
    area.shown = 0;
    return layer;
  });

  function tip(lines) {
    return el("div", { class: "tip" }, ...lines.map((t, i) => el(i ? "div" : "strong", {}, t)));
  }

  function classOf(rate) {
    return data.classes.find((c, i) => rate <= c.upto || i === data.classes.length - 1);
  }

  const segments = data.segments;
  for (const s of segments) {
    s.layer = L.polyline(s.lines.map(line), { weight: 3, dashArray: s.dashed ? "9 5" : null, lineCap: "butt" }).addTo(map);
    s.layer.bindTooltip(() => tip([s.id, many(s.now, "incident") + ", " + s.rate.toFixed(1) + " per 100 km",
      "length " + s.len_km.toFixed(1) + " km, " + s.status]), { sticky: true });
    s.layer.on("click", () => showSegment(s));
  }

  /* Incidents: all at one point are one symbol, drawn straight onto a canvas. */
  const Symbols = L.Layer.extend({
    onAdd(m) {
      this.canvas = L.DomUtil.create("canvas", "leaflet-zoom-hide");
      this.canvas.style.position = "absolute";
      this.canvas.style.pointerEvents = "none";
      m.getPanes().overlayPane.appendChild(this.canvas);
      m.on("moveend resize", this.draw, this);
      this.draw();
    },
    radius(n) { return Math.max(2.2, Math.min(26, Math.sqrt(n) * this.unit())); },
    unit() { return Math.min(3.2, 24 / Math.sqrt(this.most || 1)) * Math.min(1.6, Math.max(1, (map.getZoom() - 3) / 3)); },
    draw() {
      const ratio = window.devicePixelRatio || 1, size = map.getSize(), pad = 80;
      const corner = map.containerPointToLayerPoint([-pad, -pad]);
      this.canvas.width = (size.x + 2 * pad) * ratio;
      this.canvas.height = (size.y + 2 * pad) * ratio;
      this.canvas.style.width = size.x + 2 * pad + "px";
      this.canvas.style.height = size.y + 2 * pad + "px";
      L.DomUtil.setPosition(this.canvas, corner);
      const context = this.canvas.getContext("2d"), zoom = map.getZoom(), origin = map.getPixelOrigin();
      const scale = 256 * Math.pow(2, zoom), left = origin.x + corner.x, top = origin.y + corner.y;
      const width = size.x + 2 * pad, height = size.y + 2 * pad;
      context.scale(ratio, ratio);
      for (const [name, lat, lon, room] of data.labels) {
        const at = project(lat, lon), wide = room * scale / 180;
        context.font = "600 13px system-ui, 'DejaVu Sans', sans-serif";
        if (context.measureText(name).width > 1.3 * wide) continue;
        context.textAlign = "center";
        context.lineWidth = 3;
        context.strokeStyle = "rgba(247,245,240,0.85)";
        context.strokeText(name, at.mx * scale - left, at.my * scale - top);
        context.fillStyle = "#5f6a74";
        context.fillText(name, at.mx * scale - left, at.my * scale - top);
      }
      context.fillStyle = "rgba(31,78,121,0.62)";
      context.strokeStyle = "rgba(255,255,255,0.85)";
      context.lineWidth = 0.7;
      this.seen = [];
      for (const place of places) {
        if (!place.now) continue;
        const x = place.mx * scale - left, y = place.my * scale - top, r = this.radius(place.now);
        if (x < -r || y < -r || x > width + r || y > height + r) continue;
        context.beginPath();
        context.arc(x, y, r, 0, 6.2832);
        context.fill();
        if (r > 2.5) context.stroke();
        this.seen.push([x - pad, y - pad, r, place]);
      }
    },
    at(point) {
      let best = null, least = 9;
      for (const [x, y, r, place] of this.seen) {
        const d = Math.hypot(x - point.x, y - point.y) - r;
        if (d < least || (d < 0 && best && place.now < best.now)) { least = Math.min(d, least); best = place; }
      }
      return best;
    }
  });
  /* Web Mercator, 0 to 1. */
  function project(lat, lon) {
    const sin = Math.sin(lat * Math.PI / 180);
    return { mx: lon / 360 + 0.5, my: 0.5 - Math.log((1 + sin) / (1 - sin)) / (4 * Math.PI) };
  }
  const places = makePlaces();
  const symbols = new Symbols();

  function makePlaces() {
    const at = new Map();
    for (let i = 0; i < N; i++) {
      if (rows.x[i] === null || !pointed(rows.status[i])) continue;
      const key = rows.x[i] + " " + rows.y[i];
      let place = at.get(key);
      if (!place) {
        const lat = rows.y[i] / 1e5, lon = rows.x[i] / 1e5;
        place = { lat, lon, ...project(lat, lon), all: [], now: 0 };
        at.set(key, place);
      }
      place.all.push(i);
    }
    return [...at.values()].sort((a, b) => b.all.length - a.all.length);
  }

  /* --- filters --- */

  const shown = new Uint8Array(N);
  const filter = { from: -Infinity, to: Infinity, dyads: null, types: null, statuses: null, radius: Infinity };
  let first = Infinity, last = -Infinity;
  for (let i = 0; i < N; i++) {
    if (rows.day[i] === null) continue;
    first = Math.min(first, rows.day[i]);
    last = Math.max(last, rows.day[i] + rows.days[i]);
  }
  const hasDays = first <= last, months = hasDays ? monthIndex(last) - monthIndex(first) + 1 : 0;

  function monthIndex(day) { const d = new Date(day * 864e5); return d.getUTCFullYear() * 12 + d.getUTCMonth(); }
  function monthStart(index) { return Date.UTC(Math.floor(index / 12), index % 12, 1) / 864e5; }

  function choices(box, column, names, key) {
    const counts = new Map();
    for (let i = 0; i < N; i++) counts.set(rows[column][i], (counts.get(rows[column][i]) || 0) + 1);
    const values = [...counts.keys()].sort((a, b) => counts.get(b) - counts.get(a) || a - b);
    const boxes = values.map(value => {
      const input = el("input", { type: "checkbox", checked: "", value: String(value), on: { change: apply } });
      $(box).append(el("label", {}, input, names(value), el("span", { class: "n" }, count(counts.get(value)))));
      return [value, input];
    });
    const read = () => {
      const chosen = boxes.filter(b => b[1].checked).map(b => b[0]);
      filter[key] = chosen.length === boxes.length ? null : new Set(chosen);
    };
    function apply() { read(); update(); }
    return { read, all() { for (const b of boxes) b[1].checked = true; read(); } };
  }
  const controls = [
    choices("dyads", "dyad", v => v < 0 ? "none within reach" : data.dyad_titles[v], "dyads"),
    choices("types", "type", v => data.texts[v] || "not said", "types"),
    choices("statuses", "status", v => data.status_titles[v], "statuses")
  ];

  function applyFilter() {
    for (const place of places) place.now = 0;
    for (const s of segments) s.now = 0;
    for (const area of data.areas) area.shown = 0;
    for (let i = 0; i < N; i++) {
      const day = rows.day[i];
      shown[i] = (filter.from === -Infinity && filter.to === Infinity) || (day !== null && day <= filter.to &&
        day + rows.days[i] >= filter.from) ? 1 : 0;
      if (filter.dyads && !filter.dyads.has(rows.dyad[i])) shown[i] = 0;
      if (filter.types && !filter.types.has(rows.type[i])) shown[i] = 0;
      if (filter.statuses && !filter.statuses.has(rows.status[i])) shown[i] = 0;
      if (filter.radius < Infinity && !(rows.radius[i] !== null && rows.radius[i] <= filter.radius)) shown[i] = 0;
      if (!shown[i]) continue;
      if (rows.area[i] >= 0) data.areas[rows.area[i]].shown++;
      if (sure(rows.status[i]) && rows.segment[i] >= 0 && rows.dist[i] !== null && rows.dist[i] <= data.max_m)
        segments[rows.segment[i]].now++;
    }
    for (const place of places) for (const i of place.all) place.now += shown[i];
    symbols.most = places.reduce((most, p) => Math.max(most, p.all.length), 1);
  }

  function update() {
    applyFilter();
    let n = 0, points = 0;
    for (let i = 0; i < N; i++) if (shown[i]) { n++; if (rows.x[i] !== null && pointed(rows.status[i])) points++; }
    $("summary").textContent = count(n) + " of " + many(N, "incident") + " shown, " + count(points) + " at a point" +
      (data.n_rows > N ? "; a sample of " + count(data.n_rows) : "");
    for (const s of segments) {
      const share = data.n_rows > N ? data.n_rows / N : 1;
      s.rate = s.now * share / s.len_km * 100;
      const c = classOf(s.rate);
      s.layer.setStyle({ color: c.color, weight: c.width_mm * 2.8 });
    }
    data.areas.forEach((area, i) => area.shown ? areas[i].addTo(map) : areas[i].remove());
    if (symbols._map) symbols.draw();
    drawCalendar(); drawCurve(); listSegments(); listIncidents();
    document.body.dataset.shown = n;
  }

  /* --- time --- */

  function setMonths(a, b) {
    $("from").value = Math.min(a, b); $("to").value = Math.max(a, b);
    readMonths();
  }
  function readMonths() {
    const a = Math.min(+$("from").value, +$("to").value), b = Math.max(+$("from").value, +$("to").value);
    const base = monthIndex(first), whole = a === 0 && b === months - 1;
    filter.from = whole ? -Infinity : monthStart(base + a);
    filter.to = whole ? Infinity : monthStart(base + b + 1) - 1;
    $("from-text").textContent = dayText(monthStart(base + a)).slice(0, 7);
    $("to-text").textContent = dayText(monthStart(base + b)).slice(0, 7);
  }
  let timer = null;
  function stop() {
    clearInterval(timer); timer = null;
    $("play").setAttribute("aria-pressed", "false"); $("play").textContent = "Play";
  }
  if (hasDays) {
    for (const id of ["from", "to"]) {
      $(id).min = 0; $(id).max = months - 1;
      let waiting = false;
      $(id).addEventListener("input", () => {
        if (waiting) return;
        waiting = true;
        requestAnimationFrame(() => { waiting = false; readMonths(); update(); });
      });
    }
    setMonths(0, months - 1);
    $("play").addEventListener("click", () => {
      if (timer) return stop();
      let width = Math.max(0, $("to").value - $("from").value), at = +$("from").value;
      if (width >= months - 1) { width = Math.max(0, Math.ceil(months / 24) - 1); at = 0; }
      $("play").setAttribute("aria-pressed", "true"); $("play").textContent = "Stop";
      timer = setInterval(() => {
        setMonths(at, at + width); update();
        at += width + 1;
        if (at > months - 1) stop();
      }, 700);
    });
  } else {
    for (const id of ["from", "to", "play"]) $(id).disabled = true;
    $("from-text").textContent = "no record has a date";
  }
  $("all").addEventListener("click", () => {
    stop();
    if (hasDays) setMonths(0, months - 1);
    for (const c of controls) c.all();
    $("radius").value = ""; filter.radius = Infinity;
    update();
  });
  $("radius").addEventListener("change", () => { filter.radius = +$("radius").value || Infinity; update(); });

  function drawCalendar() {
    const box = $("calendar"), width = 330, height = 46, bins = Math.min(months, 110);
    box.setAttribute("viewBox", "0 0 " + width + " " + height);
    box.replaceChildren();
    if (!hasDays) return;
    const all = new Array(bins).fill(0), now = new Array(bins).fill(0), base = monthIndex(first);
    for (let i = 0; i < N; i++) {
      if (rows.day[i] === null) continue;
      const bin = Math.floor((monthIndex(rows.day[i]) - base) * bins / months);
      all[bin]++; now[bin] += shown[i];
    }
    const most = Math.max(1, ...all), wide = width / bins;
    for (let b = 0; b < bins; b++)
      for (const [values, fill] of [[all, "#d3dae1"], [now, "#1f4e79"]])
        if (values[b]) box.append(svg("rect", { x: b * wide, width: Math.max(0.6, wide - 0.6), fill,
          y: height - height * values[b] / most, height: height * values[b] / most }));
  }

  /* --- the distance curve --- */

  function drawCurve() {
    const box = $("curve"), W = 330, H = 190, left = 34, bottom = 26, right = 8, top = 8, most = data.max_m;
    const bins = 120, sets = [["dmin", "#8a6aa8", "2 3"], ["dist", "#1f4e79", "none"], ["dmax", "#7a8692", "7 3"]];
    const x = m => left + (W - left - right) * m / most, y = p => H - bottom - (H - bottom - top) * p;
    let total = 0, points = 0, within = 0;
    const counts = sets.map(() => new Array(bins + 1).fill(0));
    for (let i = 0; i < N; i++) {
      if (!shown[i]) continue;
      const point = rows.dist[i] !== null && pointed(rows.status[i]), r = rows.radius[i] || 0;
      const values = [point ? Math.max(0, rows.dist[i] - r) : rows.dmin[i], point ? rows.dist[i] : null,
        point ? rows.dist[i] + r : rows.dmax[i]];
      if (values[0] === null && values[1] === null) continue;
      total++;
      points += point;
      if (point && rows.dist[i] <= most / 2) within++;
      values.forEach((v, k) => {
        if (v !== null && v <= most) counts[k][Math.min(bins, Math.ceil(v / most * bins))]++;
      });
    }
    box.setAttribute("viewBox", "0 0 " + W + " " + H);
    box.replaceChildren();
    for (let p = 0; p <= 1; p += 0.25) {
      box.append(svg("line", { x1: left, x2: W - right, y1: y(p), y2: y(p), stroke: "#e3e8ec" }));
      box.append(svg("text", { x: left - 4, y: y(p) + 4, "font-size": 10, "text-anchor": "end", fill: "#55606b" }, p * 100 + "%"));
    }
    for (let k = 0; k <= 4; k++)
      box.append(svg("text", { x: x(most * k / 4), y: H - 10, "font-size": 10, "text-anchor": k === 4 ? "end" : "middle",
        fill: "#55606b" }, Math.round(most * k / 4000) + (k === 4 ? " km" : "")));
    counts.forEach((bin, k) => {
      let sum = 0, path = "";
      for (let b = 0; b <= bins; b++) {
        sum += bin[b];
        path += (b ? "L" : "M") + x(most * b / bins).toFixed(1) + " " + y(total ? sum / total : 0).toFixed(1);
      }
      box.append(svg("path", { d: path, fill: "none", stroke: sets[k][1], "stroke-width": k === 1 ? 2.2 : 1.5, "stroke-dasharray": sets[k][2] }));
    });
    $("curve-text").textContent = total ? "Share of " + count(total) + " incidents within a distance of a border: possibly (dotted), " +
      "by their points (solid), certainly (dashed). " + Math.round(100 * within / Math.max(1, points)) + " % of the " + count(points) + " points lie within " +
      Math.round(most / 2000) + " km. It says nothing about how many would by chance." : "No incident with a distance is shown.";
  }

  /* --- lists --- */

  function listSegments() {
    const body = $("segments").tBodies[0];
    body.replaceChildren(...segments.filter(s => s.now || s.n_hi).sort((a, b) => b.now - a.now || (a.id < b.id ? -1 : 1))
      .slice(0, 200).map(s => el("tr", {}, el("td", {}, el("button", { type: "button", on: { click: () => showSegment(s) } }, s.id)),
        el("td", {}, count(s.now)), el("td", {}, s.rate.toFixed(1)), el("td", {}, count(s.n_hi)))));
  }

  function matches(i, words) {
    if (!words.length) return true;
    const all = ["id", "type", "actor1", "actor2", "place", "found", "adm1", "adm2", "notes"].map(c => text(c, i)).join(" ").toLowerCase();
    return words.every(w => all.includes(w));
  }
  function listIncidents() {
    const words = $("search").value.toLowerCase().split(/\s+/).filter(Boolean), items = [];
    for (let i = 0; i < N && items.length < 100; i++) if (shown[i] && matches(i, words)) items.push(i);
    $("list").replaceChildren(...items.map(i => el("li", {}, el("button", { type: "button", on: { click: () => show([i], 0, true) } },
      [dayText(rows.day[i]), title(i) || "place unknown", text("type", i)].filter(Boolean).join(" · ")))));
  }
  let searching = 0;
  $("search").addEventListener("input", () => { clearTimeout(searching); searching = setTimeout(listIncidents, 150); });

  /* --- details --- */

  function place(i) {
    const s = statuses[rows.status[i]], reason = text("reason", i);
    const how = data.match_titles[rows.match[i]] || "";
    return [data.status_titles[rows.status[i]], how, rows.score[i] === null ? "" : "probability " + (rows.score[i] / 1000).toFixed(2),
      s === "resolved" ? "" : reason].filter(Boolean).join("; ");
  }
  let opener = null;
  function closeDetails() {
    $("details").hidden = true;
    if (opener && document.contains(opener)) opener.focus();
  }
  $("details").addEventListener("keydown", event => { if (event.key === "Escape") closeDetails(); });
  function show(list, k, go) {
    if (go) opener = document.activeElement;
    const i = list[k], range = rows.radius[i] && rows.dist[i] !== null ?
      " (" + km(Math.max(0, rows.dist[i] - rows.radius[i])) + " to " + km(rows.dist[i] + rows.radius[i]) + ")" : "";
    const facts = [
      ["When", dayText(rows.day[i]) + (rows.days[i] ? " to " + dayText(rows.day[i] + rows.days[i]) : "")],
      ["What", text("type", i)], ["Who", [text("actor1", i), text("actor2", i)].filter(Boolean).join(" – ")],
      ["Killed", rows.killed[i]], ["Injured", rows.injured[i]],
      ["Written as", text("place", i)],
      ["Found", [text("found", i), text("adm2", i), text("adm1", i), data.countries[rows.country[i]]].filter(Boolean).join(", ")],
      ["How sure", place(i)], ["Radius", rows.radius[i] === null ? "" : km(rows.radius[i])],
      ["Border", [rows.dyad[i] >= 0 ? data.dyad_titles[rows.dyad[i]] : "", rows.segment[i] >= 0 ? segments[rows.segment[i]].id : ""].filter(Boolean).join(", ")],
      ["Distance", rows.dist[i] !== null ? km(rows.dist[i]) + range : rows.dmin[i] !== null ? km(rows.dmin[i]) + " to " + km(rows.dmax[i]) : ""],
      ["Ground of", data.countries[rows.side[i]] ? data.countries[rows.side[i]] + (rows.side_sure[i] === 0 ? ", not for sure" : "") : ""],
      ["Record", [text("id", i), text("src", i) + ", row " + rows.row[i]].filter(Boolean).join(" · ")],
      ["Notes", text("notes", i)]
    ].filter(f => f[1] !== "" && f[1] !== null && f[1] !== undefined);
    const box = $("details"), dl = el("dl", {});
    for (const [name, value] of facts) dl.append(el("dt", {}, name), el("dd", { dir: "auto" }, String(value)));
    box.replaceChildren(el("h2", { tabindex: "-1", dir: "auto" }, title(i) || "Place unknown"),
      el("button", { type: "button", class: "close", "aria-label": "Close", on: { click: closeDetails } }, "×"), dl);
    if (list.length > 1) box.append(el("div", { class: "pager" },
      el("button", { type: "button", on: { click: () => show(list, (k + list.length - 1) % list.length) } }, "Previous"),
      el("button", { type: "button", on: { click: () => show(list, (k + 1) % list.length) } }, "Next"),
      el("span", {}, (k + 1) + " of " + count(list.length) + " here")));
    box.dataset.row = rows.row[i];
    box.hidden = false;
    box.scrollIntoView({ block: "nearest" });
    if (go && rows.x[i] !== null) map.setView([rows.y[i] / 1e5, rows.x[i] / 1e5], Math.max(map.getZoom(), 8));
    if (go) box.firstChild.focus();
  }
  function showSegment(s) {
    opener = document.activeElement;
    const box = $("details"), dl = el("dl", {});
    for (const [name, value] of [["Border", data.dyad_titles[s.dyad]], ["Status", s.status], ["Length", s.len_km.toFixed(1) + " km"],
      ["Incidents shown", s.now], ["Per 100 km", s.rate.toFixed(1)], ["All records", s.n + " certain places, " + s.n_lo + " to " + s.n_hi +
      " with vague ones"]]) dl.append(el("dt", {}, name), el("dd", {}, String(value)));
    box.replaceChildren(el("h2", { tabindex: "-1" }, "Segment " + s.id),
      el("button", { type: "button", class: "close", "aria-label": "Close", on: { click: closeDetails } }, "×"), dl);
    box.hidden = false;
    map.fitBounds(s.layer.getBounds(), { maxZoom: 9, padding: [40, 40] });
    box.scrollIntoView({ block: "nearest" });
  }

  /* --- events of the map --- */

  const hover = L.tooltip({ direction: "top", offset: [0, -6] });
  map.on("mousemove", event => {
    const p = symbols.at(event.containerPoint);
    map.getContainer().style.cursor = p ? "pointer" : "";
    if (!p) return hover.remove();
    const i = p.all.find(k => shown[k]);
    hover.setLatLng([p.lat, p.lon]).setContent(tip([title(i) || "a point",
      many(p.now, "incident"), rows.dist[i] === null ? "" : km(rows.dist[i]) + " from " + "the border " + (data.dyad_titles[rows.dyad[i]] || "")])).addTo(map);
  });
  map.on("click", event => {
    const p = symbols.at(event.containerPoint);
    if (p) show(p.all.filter(k => shown[k]), 0);
  });
  map.on("mouseout", () => hover.remove());

  $("legend").append(...data.classes.map(c => el("div", {}, el("span", { class: "swatch",
    style: "border-top:" + (c.width_mm * 2.8).toFixed(1) + "px solid " + c.color }),
    c.upto === 0 ? "no incidents" : c.above === 0 ? "up to " + c.upto + " per 100 km" : "over " + c.above + " to " + c.upto)),
    el("div", {}, el("span", { class: "swatch", style: "border-top:2px dashed #55606b" }), "disputed or not settled"),
    el("div", {}, el("span", { class: "swatch dot" }), "incidents at a place; the larger, the more"),
    data.areas.length ? el("div", {}, el("span", { class: "swatch area" }), "area of incidents of which only it is known") : "");
  for (const t of [data.credits.sources, data.credits.policy, data.credits.accuracy, data.made_by])
    if (t) $("credits").append(el("p", {}, t));
  update();
  symbols.addTo(map);
  window.bordermap = { map, rows, shown, places, symbols, segments, update, filter };
  document.body.dataset.ready = "1";
})().catch(error => {
  document.getElementById("summary").textContent = "This page could not be opened: " + error.message +
    ". It needs a browser of 2023 or later.";
});
