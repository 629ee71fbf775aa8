// The explorer with a script: no page load between centres and filters, the picture can be moved and enlarged, and
// arrow keys go from node to node. Everything has an address without it.
"use strict";

const STEP = 1.4;
const MOST = 8;
const NUDGE = 0.15;
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const root = () => document.getElementById("explorer");
const picture = () => document.querySelector(".explorer-picture svg");
let view = null;
let drag = null;

const frame = (svg) => svg.dataset.frame.split(" ").map(Number);

const show = (svg, next) => {
  const [, , width, height] = frame(svg);
  const wide = Math.min(Math.max(next.width, width / MOST), width);
  const high = (wide * height) / width;
  view = {
    x: Math.min(Math.max(next.x, 0), width - wide),
    y: Math.min(Math.max(next.y, 0), height - high),
    width: wide,
    height: high,
  };
  svg.setAttribute("viewBox", [view.x, view.y, view.width, view.height].join(" "));
  svg.toggleAttribute("data-enlarged", wide < width);
};

const pointIn = (svg, event) => {
  const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
  return [at.x, at.y];
};

const zoom = (svg, by, at) => {
  const [x, y] = at || [view.x + view.width / 2, view.y + view.height / 2];
  const width = view.width / by;
  const ratio = width / view.width;
  show(svg, { x: x - (x - view.x) * ratio, y: y - (y - view.y) * ratio, width });
};

const nudge = (svg, [across, down]) =>
  show(svg, { ...view, x: view.x + across * view.width * NUDGE, y: view.y + down * view.height * NUDGE });

const whole = (svg) => show(svg, { x: 0, y: 0, width: frame(svg)[2] });

// What a node is joined with stays lit while it is pointed at or has the focus.
const light = (node) => {
  const svg = picture();
  if (!svg) return;
  svg.toggleAttribute("data-lit", Boolean(node));
  for (const one of svg.querySelectorAll("[data-near]")) one.removeAttribute("data-near");
  if (!node) return;
  const near = new Set([node.dataset.n]);
  for (const line of svg.querySelectorAll("[data-ends]")) {
    const ends = line.dataset.ends.split(" ");
    if (!ends.includes(node.dataset.n)) continue;
    line.setAttribute("data-near", "");
    ends.forEach((end) => near.add(end));
  }
  for (const one of svg.querySelectorAll("a.node")) if (near.has(one.dataset.n)) one.setAttribute("data-near", "");
};

const middle = (node) => {
  const hit = node.querySelector(".hit");
  return [hit.cx.baseVal.value, hit.cy.baseVal.value];
};

// The nearest node in the direction of the arrow; what lies aside counts double.
const towards = (node, [across, down]) => {
  const [x, y] = middle(node);
  let best = null;
  for (const other of picture().querySelectorAll("a.node")) {
    const [ox, oy] = middle(other);
    const ahead = (ox - x) * across + (oy - y) * down;
    const aside = Math.abs((ox - x) * down) + Math.abs((oy - y) * across);
    if (ahead > 0 && (!best || ahead + 2 * aside < best.far)) best = { other, far: ahead + 2 * aside };
  }
  return best && best.other;
};

const reveal = (svg, node) => {
  const [x, y] = middle(node);
  const isInside = x > view.x && x < view.x + view.width && y > view.y && y < view.y + view.height;
  if (!isInside) show(svg, { ...view, x: x - view.width / 2, y: y - view.height / 2 });
};

const button = (label, text, act) => {
  const made = document.createElement("button");
  Object.assign(made, { type: "button", className: "button quiet", textContent: text });
  made.setAttribute("aria-label", label);
  made.addEventListener("click", () => picture() && act(picture()));
  return made;
};

const begin = () => {
  const svg = picture();
  if (!svg || svg.dataset.frame) return;
  svg.dataset.frame = svg.getAttribute("viewBox");
  whole(svg);
  const words = root().dataset;
  const bar = document.createElement("div");
  bar.className = "explorer-zoom";
  bar.append(
    button(words.closer, "+", (one) => zoom(one, STEP)),
    button(words.farther, "−", (one) => zoom(one, 1 / STEP)),
    button(words.whole, "⤢", whole),
  );
  svg.parentElement.prepend(bar);
};

const move = async (address, { push = true, at = "h1" } = {}) => {
  await htmx.ajax("GET", address, { target: "#explorer", swap: "outerHTML", push: push ? address : false });
  document.title = `${root().dataset.title} · bzpeer`;
  (root().querySelector(at) || root().querySelector("h1"))?.focus({ preventScroll: at !== "h1" });
};

document.addEventListener("click", (event) => {
  const wasDragged = drag?.moved;
  drag = null;
  if (event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  const link = event.target.closest("#explorer :is(a.node, .explorer-filters a, td:last-child a, [data-all])");
  if (!link || !window.htmx) return;
  event.preventDefault();
  if (wasDragged) return;
  const address = link.getAttribute("href");
  // A filter keeps the focus where it was; a new centre begins at its name.
  const at = link.closest(".explorer-filters") ? `.explorer-filters a[data-key="${link.dataset.key}"]` : "h1";
  move(address, { at });
});

document.addEventListener("keydown", (event) => {
  const svg = picture();
  if (!svg || event.altKey || event.ctrlKey || event.metaKey || !event.target.closest(".explorer-picture")) return;
  const node = event.target.closest("a.node");
  const way = ARROWS[event.key];
  if (way && node && !event.shiftKey) {
    const next = towards(node, way);
    if (next) {
      next.focus({ preventScroll: true });
      reveal(svg, next);
    }
  } else if (way) nudge(svg, way);
  else if (event.key === "+" || event.key === "=") zoom(svg, STEP, node && middle(node));
  else if (event.key === "-") zoom(svg, 1 / STEP, node && middle(node));
  else if (event.key === "0") whole(svg);
  else return;
  event.preventDefault();
});

for (const name of ["pointerover", "focusin"])
  document.addEventListener(name, (event) => light(event.target.closest?.(".explorer-picture a.node")));

document.addEventListener("pointerdown", (event) => {
  const svg = picture();
  if (event.isPrimary) drag = null;
  if (!svg || event.button || !event.isPrimary || !svg.contains(event.target)) return;
  drag = { at: [event.clientX, event.clientY], from: view, moved: false };
});

document.addEventListener("pointermove", (event) => {
  const svg = picture();
  if (!drag || !svg || !event.buttons || !event.isPrimary) return;
  const [across, down] = [event.clientX - drag.at[0], event.clientY - drag.at[1]];
  // A whole picture has nowhere to go: a finger on it then scrolls the page.
  if (!svg.hasAttribute("data-enlarged") || (!drag.moved && Math.hypot(across, down) < 4)) return;
  drag.moved = true;
  const scale = drag.from.width / svg.clientWidth;
  show(svg, { ...drag.from, x: drag.from.x - across * scale, y: drag.from.y - down * scale });
});

document.addEventListener("dragstart", (event) => event.target.closest?.(".explorer-picture") && event.preventDefault());

// With Control, as pinching sends it too: the wheel alone scrolls the page.
document.addEventListener(
  "wheel",
  (event) => {
    const svg = picture();
    if (!svg || !event.ctrlKey || !svg.contains(event.target)) return;
    event.preventDefault();
    zoom(svg, event.deltaY < 0 ? STEP : 1 / STEP, pointIn(svg, event));
  },
  { passive: false },
);

document.addEventListener("htmx:after:swap", begin);
begin();
