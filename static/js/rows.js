/* "Meer regels" without a round trip: copies the last row, emptied. Without script the server adds rows. */
"use strict";

(() => {
  for (const group of document.querySelectorAll("[data-rows]")) {
    const button = group.querySelector("[data-more-rows]");
    const total = group.querySelector("input[name$='-TOTAL_FORMS']");
    const most = group.querySelector("input[name$='-MAX_NUM_FORMS']");
    if (!button || !total || !most) {
      continue;
    }
    button.addEventListener("click", (event) => {
      const count = Number(total.value);
      const rows = group.querySelectorAll("[data-row]");
      if (count >= Number(most.value) || !rows.length) {
        return;
      }
      event.preventDefault();
      const last = rows[rows.length - 1];
      const row = last.cloneNode(true);
      const old = `-${count - 1}-`;
      for (const element of row.querySelectorAll("*")) {
        for (const name of ["id", "name", "for", "aria-describedby"]) {
          if (element.hasAttribute(name)) {
            element.setAttribute(name, element.getAttribute(name).replaceAll(old, `-${count}-`));
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
      total.value = String(count + 1);
      row.querySelector("input, textarea, select").focus();
    });
  }
})();
