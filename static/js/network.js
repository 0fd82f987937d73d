/*
 * Moving figures in a drawing of the network, with the pointer or the keyboard. Every move fills in the fields of the form beside
 * the drawing, and a change of a field moves the figure: without this script the form does the same. Saving is
 * the work of network_save.js.
 */
"use strict";

(() => {
  const board = document.querySelector("svg[data-drawing]");
  const form = document.querySelector("form[data-drawing-form]");
  if (!board || !form) {
    return;
  }
  const mode = board.dataset.drawing;
  const words = form.dataset;
  const centre = { x: Number(board.dataset.cx), y: Number(board.dataset.cy) };
  const radii = [...board.querySelectorAll("[data-ring]")].map((ring) => Number(ring.dataset.ring));
  const areas = [...board.querySelectorAll("[data-area]")];
  const figures = [...board.querySelectorAll("[data-figure]")];
  const said = document.querySelector("[data-drawing-said]");
  const rows = [...board.querySelectorAll("[data-row]")];
  const STEP = 15;
  const TURN = 360;
  for (const help of document.querySelectorAll("[data-drawing-help]")) {
    help.hidden = false;
  }

  const field = (figure, name) => form.elements.namedItem(`${name}_${figure.dataset.figure}`);
  const chosen = (select) => select.selectedOptions[0].textContent.trim();
  const lineOf = (figure) => board.querySelector(`[data-line="${figure.dataset.figure}"]`);
  const at = (figure) => ({
    x: Number(figure.dataset.atX ?? figure.dataset.x),
    y: Number(figure.dataset.atY ?? figure.dataset.y),
  });

  const set = (element, attributes) => {
    for (const [name, value] of Object.entries(attributes)) {
      element.setAttribute(name, value);
    }
  };

  /* A figure under the pointer or on its place; its line goes along. */
  const show = (figure, x, y) => {
    figure.dataset.atX = x;
    figure.dataset.atY = y;
    figure.setAttribute("transform", `translate(${x - figure.dataset.x} ${y - figure.dataset.y})`);
    const line = lineOf(figure);
    if (mode === "areas") {
      drawTie(figure, line, x, y);
    } else {
      const placed = mode !== "rows" || generation(figure) !== "";
      set(line, { x1: placed ? centre.x : x, y1: placed ? centre.y : y, x2: x, y2: y });
    }
  };

  /* The tie as the server draws it: teeth under tension, cut when broken, arrows for the support. */
  const drawTie = (figure, line, x, y) => {
    const kind = field(figure, "kind").value;
    const direction = field(figure, "direction").value;
    const length = Math.hypot(x - centre.x, y - centre.y) || 1;
    const [dx, dy] = [(x - centre.x) / length, (y - centre.y) / length];
    const point = (far, aside = 0) =>
      `${Math.round(centre.x + dx * far - dy * aside)} ${Math.round(centre.y + dy * far + dx * aside)}`;
    const [begin, end] = [26, length - 14];
    const piece = (...points) => `M${points.join("L")}`;
    let path = piece(point(begin), point(end));
    if (kind === "stressful") {
      const count = Math.max(Math.floor((end - begin - 24) / 9), 2);
      const corners = [];
      for (let one = 1; one < count; one += 1) {
        corners.push(point(begin + 12 + ((end - begin - 24) * one) / count, one % 2 ? -5 : 5));
      }
      path = piece(point(begin), point(begin + 12), ...corners, point(end - 12), point(end));
    } else if (kind === "broken") {
      const middle = length / 2;
      path =
        piece(point(begin), point(middle - 7)) +
        piece(point(middle + 8), point(end)) +
        piece(point(middle - 6, 8), point(middle, -8)) +
        piece(point(middle + 1, 8), point(middle + 7, -8));
    } else if (kind === "none") {
      path = "";
    }
    const stroke = document.createElementNS(board.namespaceURI, "path");
    set(stroke, { d: path, "stroke-width": kind === "strong" ? 4 : 1.5 });
    if (kind === "weak") {
      stroke.setAttribute("stroke-dasharray", "2 5");
    }
    line.setAttribute("stroke", kind === "strong" ? "#0b5563" : "#14262b");
    line.replaceChildren(stroke);
    const arrow = (tip, back) => {
      const head = document.createElementNS(board.namespaceURI, "polygon");
      set(head, { points: `${point(tip)} ${point(back, 5)} ${point(back, -5)}`, fill: "#14262b" });
      line.append(head);
    };
    if (kind !== "broken" && kind !== "none") {
      if (direction === "both" || direction === "to_client") {
        arrow(begin, begin + 9);
      }
      if (direction === "both" || direction === "from_client") {
        arrow(end, end - 9);
      }
    }
  };

  /* --- where a figure stands by its fields --- */

  const rowOf = (figure) =>
    figures
      .filter((one) => one.dataset.group === figure.dataset.group)
      .sort((one, other) => at(one).x - at(other).x);

  /* A genogram: the group of a figure is its generation with the side of the client, as "2a". */
  const generation = (figure) => figure.dataset.group.slice(0, -1);
  const heightOf = (value) => Number(rows.find((one) => one.dataset.row === value).dataset.y);
  const OWN = "2";
  const [COLUMN, MARGIN] = [104, 46];

  /* Spread the figures of a row evenly; in his own row they stand on their side of the client. */
  const settle = (value) => {
    const wide = board.viewBox.baseVal.width;
    for (const side of value === OWN ? ["a", "b"] : ["ab"]) {
      const row = figures
        .filter((one) => generation(one) === value && side.includes(one.dataset.group.slice(-1)))
        .sort((one, other) => at(one).x - at(other).x);
      const room = { a: centre.x - MARGIN, b: wide - MARGIN - centre.x, ab: wide - 2 * MARGIN }[side];
      const gap = Math.min(COLUMN, room / Math.max(1, side === "ab" ? row.length - 1 : row.length));
      const first = { a: centre.x - row.length * gap, b: centre.x + gap, ab: (wide - (row.length - 1) * gap) / 2 }[side];
      row.forEach((one, index) => show(one, Math.round(first + index * gap), heightOf(value)));
    }
  };

  /* Where the form says that somebody stands: as chosen, or as follows from the relation. */
  const regroup = (figure) => {
    const value = field(figure, "generation").value || figure.dataset.home;
    const was = generation(figure);
    if (value !== was) {
      figure.dataset.group = `${value}${figure.dataset.group.slice(-1)}`;
      settle(was);
      settle(value);
    }
  };

  const place = (figure) => {
    if (mode === "rows") {
      regroup(figure);
    } else if (mode === "rings") {
      const angle = field(figure, "angle").value;
      const ring = Number(field(figure, "ring").value);
      const own = Math.atan2(figure.dataset.x - centre.x, centre.y - figure.dataset.y);
      const turn = angle === "" ? own : (Number(angle) * Math.PI) / 180;
      show(
        figure,
        Math.round(centre.x + radii[ring - 1] * Math.sin(turn)),
        Math.round(centre.y - radii[ring - 1] * Math.cos(turn)),
      );
    } else if (mode === "areas") {
      const domain = field(figure, "domain").value;
      const home = figure.dataset.figure.split("_")[1] === domain;
      const area = areas.find((one) => one.dataset.area === domain);
      if (home || !area) {
        show(figure, Number(figure.dataset.x), Number(figure.dataset.y));
      } else {
        show(figure, Number(area.dataset.side), Number(area.dataset.next));
      }
      const label = figure.querySelector("[data-label]");
      const right = at(figure).x > centre.x;
      label.setAttribute("text-anchor", right ? "start" : "end");
      label.setAttribute("x", Number(figure.dataset.x) + (right ? 16 : -16));
    }
  };

  const state = (figure) => {
    if (mode === "rings") {
      return `${chosen(field(figure, "ring"))}, ${chosen(field(figure, "angle"))}`;
    }
    if (mode === "areas") {
      return ["domain", "kind", "direction"].map((name) => chosen(field(figure, name))).join(", ");
    }
    const row = rowOf(figure);
    const label = rows.find((one) => one.dataset.row === generation(figure)).dataset.label;
    return `${label}, ${words.place}`.replace("{place}", row.indexOf(figure) + 1).replace("{count}", row.length);
  };

  const tell = (figure) => {
    const text = `${figure.dataset.name}: ${state(figure)}`;
    figure.setAttribute("aria-label", text);
    said.textContent = `${text} (${words.unsaved})`;
    form.dataset.drawn = "yes";
  };

  const changed = (input) => input.dispatchEvent(new Event("input", { bubbles: true }));

  const choose = (figure, name, value) => {
    const input = field(figure, name);
    input.value = value;
    changed(input);
  };

  /* --- what a move means --- */

  const turned = (figure, by) => {
    const angle = field(figure, "angle").value;
    const { x, y } = at(figure);
    const now = angle === "" ? (Math.atan2(x - centre.x, centre.y - y) * 180) / Math.PI : Number(angle);
    return (((Math.round(now / STEP) * STEP + by) % TURN) + TURN) % TURN;
  };

  const cycle = (figure, name, by) => {
    const select = field(figure, name);
    const count = select.options.length;
    select.selectedIndex = (select.selectedIndex + by + count) % count;
    changed(select);
  };

  const number = (row) =>
    row.forEach((one, index) => choose(one, "row_place", generation(one) === "" ? "" : index + 1));

  const swap = (figure, by) => {
    const row = rowOf(figure);
    const other = row[row.indexOf(figure) + by];
    if (other) {
      const [one, two] = [at(figure), at(other)];
      show(figure, two.x, two.y);
      show(other, one.x, one.y);
      number(rowOf(figure));
    }
  };

  /* To the row above or under it. Only who follows from no relation can stand in the last row: in no generation. */
  const step = (figure, by) => {
    const values = rows.map((one) => one.dataset.row).filter((one) => one !== "" || figure.dataset.home === "");
    const next = values[values.indexOf(generation(figure)) + by];
    if (next !== undefined) {
      move(figure, next);
    }
  };

  const move = (figure, value) => {
    const was = generation(figure);
    choose(figure, "generation", value === figure.dataset.home ? "" : value);
    number(rowOf(figure));
    if (was !== "") {
      number(figures.filter((one) => generation(one) === was).sort((one, other) => at(one).x - at(other).x));
    }
  };

  const MOVES = {
    rings: {
      ArrowUp: (figure) => choose(figure, "ring", Math.max(1, Number(field(figure, "ring").value) - 1)),
      ArrowDown: (figure) => choose(figure, "ring", Math.min(radii.length, Number(field(figure, "ring").value) + 1)),
      ArrowLeft: (figure) => choose(figure, "angle", turned(figure, -STEP)),
      ArrowRight: (figure) => choose(figure, "angle", turned(figure, STEP)),
    },
    rows: {
      ArrowLeft: (figure) => swap(figure, -1),
      ArrowRight: (figure) => swap(figure, 1),
      ArrowUp: (figure) => step(figure, -1),
      ArrowDown: (figure) => step(figure, 1),
    },
    areas: {
      ArrowLeft: (figure) => cycle(figure, "domain", -1),
      ArrowRight: (figure) => cycle(figure, "domain", 1),
      ArrowUp: (figure) => cycle(figure, "kind", -1),
      ArrowDown: (figure) => cycle(figure, "kind", 1),
      " ": (figure) => cycle(figure, "direction", 1),
    },
  };

  const drop = (figure, x, y) => {
    if (mode === "rings") {
      const far = Math.hypot(x - centre.x, y - centre.y);
      const near = radii.map((radius) => Math.abs(radius - far));
      figure.dataset.atX = x;
      figure.dataset.atY = y;
      field(figure, "angle").value = "";
      const angle = turned(figure, 0);
      choose(figure, "ring", near.indexOf(Math.min(...near)) + 1);
      choose(figure, "angle", angle);
    } else if (mode === "areas") {
      const far = (area) => Math.hypot(area.dataset.side - x, area.dataset.next - y);
      const nearest = areas.reduce((one, other) => (far(other) < far(one) ? other : one));
      choose(figure, "domain", nearest.dataset.area);
    } else {
      const to = rows
        .filter((one) => one.dataset.row !== "" || figure.dataset.home === "")
        .reduce((one, other) => (Math.abs(other.dataset.y - y) < Math.abs(one.dataset.y - y) ? other : one));
      if (to.dataset.row !== generation(figure)) {
        move(figure, to.dataset.row);
      }
      settle(generation(figure));
      number(rowOf(figure));
    }
  };

  for (const figure of figures) {
    let pointer = null;
    let start = null;

    const under = (event) => {
      const spot = board.createSVGPoint();
      spot.x = event.clientX;
      spot.y = event.clientY;
      const { x, y } = spot.matrixTransform(board.getScreenCTM().inverse());
      return { x: Math.round(x), y: Math.round(y) };
    };

    figure.addEventListener("keydown", (event) => {
      const move = MOVES[mode][event.key];
      if (move && !event.ctrlKey && !event.metaKey && !event.altKey) {
        event.preventDefault();
        move(figure);
        tell(figure);
      }
    });

    figure.addEventListener("pointerdown", (event) => {
      if (pointer !== null || event.button) {
        return;
      }
      event.preventDefault();
      pointer = event.pointerId;
      figure.setPointerCapture(pointer);
      figure.focus({ preventScroll: true });
      start = at(figure);
    });

    figure.addEventListener("pointermove", (event) => {
      if (event.pointerId === pointer) {
        const { x, y } = under(event);
        figure.dataset.moving = "1";
        show(figure, x, y);
      }
    });

    const lift = (event, dropped) => {
      if (event.pointerId !== pointer) {
        return;
      }
      pointer = null;
      if (!figure.dataset.moving) {
        return;
      }
      delete figure.dataset.moving;
      if (dropped) {
        const { x, y } = at(figure);
        drop(figure, x, y);
        tell(figure);
      } else {
        show(figure, start.x, start.y);
      }
    };
    figure.addEventListener("pointerup", (event) => lift(event, true));
    figure.addEventListener("pointercancel", (event) => lift(event, false));
  }

  form.addEventListener("input", (event) => {
    const line = event.target.closest("[data-drawing-line]");
    const figure = line && figures.find((one) => one.dataset.figure === line.dataset.drawingLine);
    if (figure) {
      place(figure);
    }
  });

  /* What was typed before a refusal, or kept by the browser, is drawn as it stands in the form. */
  figures.forEach(place);
})();
