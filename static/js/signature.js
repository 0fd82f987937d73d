/* Signing: draw in the box with a finger, a pen or the mouse. Without script, or with the keyboard, the name is typed. */
"use strict";

(() => {
  const NEAR = 3; // units of the box; a point nearer than this to the last one says nothing new
  const MOST = 16000; // characters, as the server has it

  for (const field of document.querySelectorAll("[data-signature]")) {
    const box = field.querySelector("[data-signature-box]");
    const path = field.querySelector("[data-signature-strokes]");
    const value = field.querySelector("[data-signature-value]");
    const clear = field.querySelector("[data-signature-clear]");
    const status = field.querySelector("[data-signature-status]");
    const { width, height } = box.viewBox.baseVal;
    let strokes = value.value;
    let stroke = "";
    let last = null;
    let pointer = null;
    field.querySelector("[data-signature-draw]").hidden = false;

    const show = () => path.setAttribute("d", strokes + stroke);

    const at = (event) => {
      const place = box.getBoundingClientRect();
      const part = (where, size, most) => Math.round(Math.min(1, Math.max(0, where / size)) * most);
      return [
        part(event.clientX - place.left, place.width, width),
        part(event.clientY - place.top, place.height, height),
      ];
    };

    const draw = (event) => {
      for (const one of event.getCoalescedEvents?.() ?? [event]) {
        const [x, y] = at(one);
        if (Math.hypot(x - last[0], y - last[1]) >= NEAR && (strokes + stroke).length < MOST - 20) {
          stroke += `L${x} ${y}`;
          last = [x, y];
        }
      }
      show();
    };

    box.addEventListener("pointerdown", (event) => {
      if (pointer !== null || event.button) {
        return;
      }
      event.preventDefault();
      pointer = event.pointerId;
      box.setPointerCapture(pointer);
      last = at(event);
      stroke = `M${last[0]} ${last[1]}`;
    });
    box.addEventListener("pointermove", (event) => {
      if (event.pointerId === pointer) {
        draw(event);
      }
    });
    const lift = (event) => {
      if (event.pointerId !== pointer) {
        return;
      }
      pointer = null;
      if (stroke.includes("L")) {
        strokes += stroke;
        status.textContent = status.dataset.drawn;
      }
      stroke = "";
      value.value = strokes;
      value.dispatchEvent(new Event("change", { bubbles: true }));
      show();
    };
    box.addEventListener("pointerup", lift);
    box.addEventListener("pointercancel", lift);

    clear.addEventListener("click", () => {
      strokes = "";
      stroke = "";
      value.value = "";
      show();
      status.textContent = status.dataset.cleared;
    });
  }
})();
