// The map of a directory: Leaflet in the place of the drawing the server sent. What is found comes from data-source,
// a place by itself or a square of many; those that would lie on each other here are drawn as one circle.
const TOGETHER = 34; // px
const SAME_PLACE = 0.0015; // degrees, some 150 m: no zoom pulls these apart
const [NEAREST, FARTHEST] = [18, 3];
const living = []; // maps on the page
const still = matchMedia("(prefers-reduced-motion: reduce)").matches;

function start(section) {
  const { L } = window;
  const frame = section.querySelector(".map-live");
  if (!L || !frame || section.dataset.live) return;
  section.dataset.live = "on";
  frame.hidden = false;
  const map = L.map(frame, {
    zoomControl: false, attributionControl: false, minZoom: FARTHEST, maxZoom: NEAREST, zoomSnap: .5,
    zoomAnimation: !still, fadeAnimation: !still, markerZoomAnimation: !still, scrollWheelZoom: false, worldCopyJump: true,
  });
  living.push(map);
  L.control.zoom({ zoomInTitle: "放大", zoomOutTitle: "缩小" }).addTo(map);
  L.control.scale({ imperial: false, maxWidth: 110 }).addTo(map);
  const north = L.control({ position: "topright" });
  north.onAdd = () => Object.assign(L.DomUtil.create("p", "map-north"), { textContent: "↑ 北" });
  north.addTo(map);
  // The wheel scrolls the page until somebody works with the map.
  map.on("focus", () => map.scrollWheelZoom.enable()).on("blur", () => map.scrollWheelZoom.disable());
  const tiles = section.dataset.tiles.split(" ").filter(Boolean);
  for (const address of tiles) L.tileLayer(address, { maxZoom: NEAREST, minZoom: FARTHEST }).addTo(map);
  const lines = tiles.length ? null : L.layerGroup().addTo(map);
  const view = { L, section, map, lines, marks: L.layerGroup().addTo(map), answer: null, covers: null };
  map.fitBounds(boundsOf(L, section.dataset.bbox), { maxZoom: 15, animate: false });
  map.on("moveend", () => look(view));
  look(view, true);
}

// `west,south,east,north`
function boundsOf(L, bbox) {
  const [west, south, east, north] = bbox.split(",").map(Number);
  return L.latLngBounds([south, west], [north, east]);
}

async function look(view, first = false) {
  const { map, section, covers } = view;
  drawLines(view);
  if (!first) rememberView(view);
  if (covers?.complete && covers.bounds.contains(map.getBounds())) return draw(view);
  view.asking?.abort();
  view.asking = new AbortController();
  const wanted = map.getBounds().pad(.3);
  const address = new URL(section.dataset.source, location.href);
  address.searchParams.set("bbox", bboxOf(wanted));
  address.searchParams.set("zoom", Math.round(map.getZoom()));
  try {
    const response = await fetch(address, { signal: view.asking.signal });
    if (!response.ok) throw new Error(response.status);
    view.answer = await response.json();
  } catch (error) {
    if (error.name !== "AbortError") say(section, "地图数据暂时取不到，请稍后再试，或看列表。");
    return;
  }
  view.covers = { bounds: wanted, complete: !view.answer.cells.length };
  draw(view);
}

const bboxOf = (bounds) => [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()].map((edge) => edge.toFixed(4)).join(",");

// The address always shows what the reader sees: it can be kept and sent on.
function rememberView({ map, section }) {
  const address = new URL(location.href);
  address.searchParams.set("bbox", bboxOf(map.getBounds().pad(-.12)));
  history.replaceState(history.state, "", address);
  section.querySelector(".map-part").hidden = false;
}

function say(section, words) {
  section.querySelector("[role=status]").textContent = words;
}

const nounOf = (section) => (section.dataset.map === "park" ? "个园区" : "处载体");
const countOf = (thing) => thing.count ?? thing.listings ?? 1;
const sum = (things) => things.reduce((total, thing) => total + countOf(thing), 0);

function draw(view) {
  const { L, map, marks, section, answer } = view;
  const held = document.activeElement?.closest?.(".map-spot")?.dataset.key;
  const seen = map.getBounds().pad(.05);
  const things = [...answer.parks, ...answer.cells].filter((thing) => seen.contains(thing.position));
  const groups = grouped(map, things);
  const room = new Room(map.getSize());
  for (const group of groups) room.take(circle(group));
  marks.clearLayers();
  for (const district of districtsOf(answer, things)) marks.addLayer(districtLabel(L, map, room, groups, district));
  for (const group of groups) marks.addLayer(isOne(group) ? one(view, group, room) : many(view, group));
  if (held) (map.getContainer().querySelector(`[data-key="${CSS.escape(held)}"]`) ?? map.getContainer()).focus({ preventScroll: true });
  say(section, `图中 ${sum(things)} ${nounOf(section)}。`);
}

// As parks/maps/drawing.py: each joins the first group it is close to.
function grouped(map, things) {
  const groups = [];
  for (const thing of things) {
    const point = map.latLngToContainerPoint(thing.position);
    const group = groups.find(({ at }) => at.distanceTo(point) < TOGETHER);
    if (group) group.things.push(thing);
    else groups.push({ at: point, things: [thing] });
  }
  for (const group of groups) {
    const mean = [0, 1].map((axis) => group.things.reduce((total, { position }) => total + position[axis], 0) / group.things.length);
    group.position = mean;
    group.at = map.latLngToContainerPoint(mean);
  }
  return groups;
}

const isOne = ({ things }) => things.length === 1 && !things[0].count;

function circle(group) {
  const reach = isOne(group) && countOf(group.things[0]) === 1 ? 8 : 17;
  const { x, y } = group.at;
  return { left: x - reach, right: x + reach, top: y - reach, bottom: y + reach };
}

// Who may stand where: first come, first served.
class Room {
  constructor({ x, y }) { this.width = x; this.height = y; this.taken = []; }

  take(box) { this.taken.push(box); }

  tryTake(box) {
    const free = box.left >= 2 && box.right <= this.width - 2 && box.top >= 2 && box.bottom <= this.height - 2
      && !this.taken.some((other) => box.left < other.right && other.left < box.right && box.top < other.bottom && other.top < box.bottom);
    if (free) this.take(box);
    return free;
  }
}

const widthOf = (text, size) => [...text].reduce((width, sign) => width + (sign > "\u2e7f" ? size : size * .62), 0);

// The districts of what is seen, most first, each at the middle of its parks; of cells only the server knows them.
function districtsOf({ cells, districts }, things) {
  if (cells.length) return districts;
  const found = new Map();
  for (const { district, position } of things) found.set(district, [...(found.get(district) ?? []), position]);
  const middle = (positions) => [0, 1].map((axis) => positions.reduce((total, one) => total + one[axis], 0) / positions.length);
  return [...found].sort(([, one], [, other]) => other.length - one.length).map(([name, positions]) => ({ name, position: middle(positions) }));
}

// Whoever reads a name there thinks of the nearest circle: it must be this district's alone.
function isOf(L, groups, name, x, y) {
  const away = ({ at }) => at.distanceTo(L.point(x, y));
  const nearest = groups.reduce((best, group) => (away(group) < away(best) ? group : best));
  return nearest.things.every(({ district }) => (district ?? name) === name);
}

function districtLabel(L, map, room, groups, { name, position }) {
  const { x, y } = map.latLngToContainerPoint(position);
  const half = widthOf(name, 15) / 2;
  const shift = groups.length ? [0, 24, -24, 29, -29].find((down) => isOf(L, groups, name, x, y + down)
    && room.tryTake({ left: x - half, right: x + half, top: y + down - 10, bottom: y + down + 10 })) : undefined;
  if (shift === undefined) return L.layerGroup();
  const span = document.createElement("span");
  span.textContent = name;
  const icon = L.divIcon({ className: "map-district", html: span, iconSize: null, iconAnchor: [0, -shift] });
  return L.marker(position, { icon, interactive: false, keyboard: false, zIndexOffset: -1000 });
}

function one(view, { things: [park], at }, room) {
  const marker = spot(view, park.position, park.slug, `${park.name}，${park.level_name}，${amount(view.section, park)}`, () => openCard(view, [park], park.position, park.slug));
  marker.on("add", () => {
    const element = marker.getElement();
    const count = countOf(park);
    if (view.section.dataset.map === "park") element.dataset.level = park.level;
    if (count > 1) {
      element.dataset.many = String(count).length;
      element.append(String(count));
    }
    const name = document.createElement("span");
    name.className = "map-name";
    name.textContent = park.name;
    const side = freeSide(room, at, widthOf(park.name, 12), count > 1 ? 18 : 9);
    if (!side) return;
    name.dataset.side = side;
    element.append(name);
  });
  return marker;
}

function freeSide(room, { x, y }, width, reach) {
  const sides = {
    start: { left: x + reach, right: x + reach + 3 + width, top: y - 8, bottom: y + 8 },
    end: { left: x - reach - 3 - width, right: x - reach, top: y - 8, bottom: y + 8 },
    below: { left: x - width / 2, right: x + width / 2, top: y + reach - 1, bottom: y + reach + 14 },
  };
  return Object.keys(sides).find((side) => room.tryTake(sides[side]));
}

function many(view, { things, position }) {
  const count = sum(things);
  const key = `many-${things[0].slug ?? things[0].bbox}`;
  const marker = spot(view, position, key, `${count} ${nounOf(view.section)}，放大看`, () => open(view, things, position, key));
  marker.on("add", () => {
    marker.getElement().dataset.many = String(count).length;
    marker.getElement().append(String(count));
  });
  return marker;
}

function spot({ L }, position, key, words, act) {
  const icon = L.divIcon({ className: "map-spot", html: "", iconSize: null });
  const marker = L.marker(position, { icon, title: words, keyboard: true, riseOnHover: true });
  marker.on("add", () => {
    const element = marker.getElement();
    element.dataset.key = key;
    element.setAttribute("aria-label", words);
  });
  marker.on("click", act);
  marker.on("keypress", ({ originalEvent }) => { if (originalEvent.key === "Enter") act(); });
  return marker;
}

function open(view, things, position, key) {
  const { L, map } = view;
  const bounds = things.reduce((all, thing) => all.extend(thing.bbox ? boundsOf(L, thing.bbox) : thing.position), L.latLngBounds([]));
  const apart = Math.max(bounds.getNorth() - bounds.getSouth(), bounds.getEast() - bounds.getWest()) > SAME_PLACE;
  if ((apart || things.some((thing) => thing.bbox)) && map.getZoom() < NEAREST) {
    map.fitBounds(bounds.pad(.15), { maxZoom: Math.min(NEAREST, Math.max(map.getZoom() + 1, 15)) });
    map.getContainer().focus({ preventScroll: true });
  } else openCard(view, things.filter((thing) => thing.slug), position, key);
}

const amount = (section, park) => (section.dataset.map === "park"
  ? (park.vacant ? `空置载体 ${park.vacant} 处` : "暂无空置载体")
  : `${park.listings} 处载体符合条件`);

function linkTo(address, words) {
  const link = document.createElement("a");
  link.href = address;
  link.textContent = words;
  return link;
}

// The same filters, and the park.
function listOf(park) {
  const address = new URL(location.href);
  for (const name of ["view", "bbox", "zoom", "page"]) address.searchParams.delete(name);
  address.searchParams.set("park", park.slug);
  return address.href;
}

function openCard({ L, map, section }, parks, position, key) {
  const card = document.createElement("div");
  card.className = "map-card";
  for (const park of parks) {
    const [title, kind, found] = ["h3", "p", "p"].map((name) => document.createElement(name));
    title.append(linkTo(park.url, park.name));
    kind.textContent = `${park.level_name}，${park.district}`;
    const list = section.dataset.map === "listing" && listOf(park);
    found.append(list ? linkTo(list, amount(section, park)) : amount(section, park));
    card.append(title, kind, found);
  }
  const popup = L.popup({ maxWidth: 260, minWidth: 160, offset: [0, -6], closeButton: true }).setLatLng(position).setContent(card);
  popup.on("add", () => {
    const button = popup.getElement().querySelector(".leaflet-popup-close-button");
    button?.setAttribute("aria-label", "关闭");
    setTimeout(() => card.querySelector("a").focus({ preventScroll: true }));
  });
  card.addEventListener("keydown", ({ key: pressed }) => { if (pressed === "Escape") map.closePopup(popup); });
  popup.on("remove", () => {
    if (!document.activeElement || document.activeElement === document.body || popup.getElement()?.contains(document.activeElement)) {
      map.getContainer().querySelector(`[data-key="${CSS.escape(key)}"]`)?.focus({ preventScroll: true });
    }
  });
  popup.openOn(map);
}

// Without tiles: a quiet net of round degrees, so that distance and direction can be judged.
function drawLines({ L, map, lines }) {
  if (!lines) return;
  lines.clearLayers();
  const bounds = map.getBounds().pad(.2);
  const across = map.getSize().x / (map.getBounds().getEast() - map.getBounds().getWest());
  const step = [.001, .002, .005, .01, .02, .05, .1, .2, .5, 1, 2, 5, 10].find((one) => one * across >= 110) ?? 20;
  const style = { className: "map-line", weight: 1, dashArray: "1 4", interactive: false };
  const { x: width, y: height } = map.getSize();
  const edges = map.getBounds();
  for (const line of multiples(step, bounds.getWest(), bounds.getEast())) {
    lines.addLayer(L.polyline([[bounds.getSouth(), line], [bounds.getNorth(), line]], style));
    const { x } = map.latLngToContainerPoint([edges.getNorth(), line]);
    if (x > 55 && x < width - 50) lines.addLayer(tick(L, [edges.getNorth(), line], `${line}°E`, [-4, -2]));
  }
  for (const line of multiples(step, bounds.getSouth(), bounds.getNorth())) {
    lines.addLayer(L.polyline([[line, bounds.getWest()], [line, bounds.getEast()]], style));
    const { y } = map.latLngToContainerPoint([line, edges.getEast()]);
    if (y > 30 && y < height - 10) lines.addLayer(tick(L, [line, edges.getEast()], `${line}°N`, [48, 16]));
  }
}

function tick(L, position, words, iconAnchor) {
  const icon = L.divIcon({ className: "map-tick", html: words, iconSize: null, iconAnchor });
  return L.marker(position, { icon, interactive: false, keyboard: false, zIndexOffset: -2000 });
}

function multiples(step, low, high) {
  const found = [];
  for (let number = Math.ceil(low / step); number * step <= high; number += 1) found.push(Number((number * step).toFixed(4)));
  return found;
}

// The directory exchanges its results without a new page: a map that is gone lets go, one that came starts.
function startAll() {
  for (const map of living.splice(0)) {
    if (map.getContainer().isConnected) living.push(map);
    else map.remove();
  }
  document.querySelectorAll("[data-map]").forEach(start);
}

document.addEventListener("results", startAll);
startAll();
