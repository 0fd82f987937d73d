/*
 * "Meer regels" without a round trip: copies the last row, emptied. Without script the server adds rows. The rows are a formset, or
 * fields whose names begin with the word in data-rows and their number (agreed_0_text).
 */
"use strict";

(() => {
  for (const group of document.querySelectorAll("[data-rows]")) {
    const button = group.querySelector("[data-more-rows]");
    const total = group.querySelector("input[name$='-TOTAL_FORMS']");
    const most = group.querySelector("input[name$='-MAX_NUM_FORMS']");
    const stem = group.dataset.rows;
    if (!button || (!stem && (!total || !most))) {
      continue;
    }
    const part = (row) => (stem ? `${stem}_${row}_` : `-${row}-`);
    button.addEventListener("click", (event) => {
      const rows = group.querySelectorAll("[data-row]");
      const count = stem ? rows.length : Number(total.value);
      if (!rows.length || count >= Number(stem ? group.dataset.most : most.value)) {
        return;
      }
      event.preventDefault();
      const last = rows[rows.length - 1];
      const row = last.cloneNode(true);
      for (const element of row.querySelectorAll("*")) {
        for (const name of ["id", "name", "for", "aria-describedby"]) {
          if (element.hasAttribute(name)) {
            element.setAttribute(name, element.getAttribute(name).replaceAll(part(count - 1), part(count)));
          }
        }
        element.classList.remove("is-invalid", "field-wrong");
        element.removeAttribute("aria-invalid");
      }
      for (const wrong of row.querySelectorAll(".invalid-feedback")) {
        wrong.remove();
      }
      for (const field of row.querySelectorAll("input, textarea")) {
        field.value = "";
        field.defaultValue = "";
      }
      for (const field of row.querySelectorAll("select")) {
        field.selectedIndex = 0;
      }
      last.after(row);
      if (!stem) {
        total.value = String(count + 1);
      }
      row.querySelector("input, textarea, select").focus();
    });
  }
})();
