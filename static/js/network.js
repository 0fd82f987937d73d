/*
 * Moving figures in a drawing of the network, with the pointer or the keyboard. Every move fills in the fields of the form beside
 * the drawing, and a change of a field moves the figure: without this script the form does the same. Saving is one form that is
 * sent; when that fails it is said, and what was drawn stays.
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
  const failed = document.querySelector("[data-drawing-failed]");
  let drawn = false;
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
      set(line, { x2: x, y2: y });
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

  const place = (figure) => {
    if (mode === "rings") {
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
    return words.place.replace("{place}", row.indexOf(figure) + 1).replace("{count}", row.length);
  };

  const tell = (figure) => {
    const text = `${figure.dataset.name}: ${state(figure)}`;
    figure.setAttribute("aria-label", text);
    said.textContent = `${text} (${words.unsaved})`;
    drawn = true;
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

  const number = (row) => row.forEach((one, index) => choose(one, "row_place", index + 1));

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
      const row = rowOf(figure);
      const places = row.map((one) => Number(one === figure ? figure.dataset.from : at(one).x)).sort((a, b) => a - b);
      row.forEach((one, index) => show(one, places[index], Number(one.dataset.y)));
      number(row);
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
      figure.dataset.from = start.x;
    });

    figure.addEventListener("pointermove", (event) => {
      if (event.pointerId === pointer) {
        const { x, y } = under(event);
        figure.dataset.moving = "1";
        show(figure, x, mode === "rows" ? start.y : y);
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

  /* --- saving --- */

  window.addEventListener("beforeunload", (event) => {
    if (drawn) {
      event.preventDefault();
    }
  });

  const keyField = form.querySelector("input[name=csrfmiddlewaretoken]");
  let sending = false;

  const post = () =>
    fetch(form.action, {
      method: "POST",
      headers: { "X-CSRFToken": keyField.value, Accept: "application/json" },
      body: new FormData(form),
      credentials: "same-origin",
      redirect: "manual",
    });

  const loggedOut = () => {
    const link = document.createElement("a");
    link.href = words.login;
    link.target = "_blank";
    link.rel = "noopener";
    link.textContent = words.loginWords;
    failed.replaceChildren(`${words.loggedOut} `, link);
  };

  const save = async () => {
    let answer = await post();
    if (answer.status === 403) {
      const renewed = await fetch(words.key, { credentials: "same-origin", redirect: "manual" });
      if (renewed.ok) {
        keyField.value = (await renewed.json()).key;
        answer = await post();
      } else {
        loggedOut();
        return;
      }
    }
    if (answer.ok) {
      drawn = false;
      form.dispatchEvent(new CustomEvent("draft:kept", { bubbles: true }));
      window.location.assign((await answer.json()).next);
    } else if (answer.status === 409) {
      drawn = false;
      /* Refused: nothing was saved. The page that the form gives says why, with everything that was drawn. */
      form.dispatchEvent(new CustomEvent("draft:kept", { bubbles: true }));
      HTMLFormElement.prototype.submit.call(form);
    } else if (answer.status === 401 || answer.type === "opaqueredirect") {
      loggedOut();
    } else {
      failed.textContent = words.failed;
    }
  };

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    event.stopPropagation();
    if (sending) {
      return;
    }
    sending = true;
    failed.textContent = "";
    save()
      .catch(() => {
        failed.textContent = words.offline;
      })
      .finally(() => {
        sending = false;
      });
  });
})();
