/* Warns before leaving a form with text that was typed and not sent. Only forms with data-dirty. */
"use strict";

(() => {
  const dirty = new Set();

  const hasText = (form) =>
    [...form.querySelectorAll("textarea, input[type=text], input:not([type])")].some(
      (field) => field.value.trim() !== field.defaultValue.trim(),
    );

  document.addEventListener("input", (event) => {
    const form = event.target instanceof Element && event.target.closest("form[data-dirty]");
    if (form) {
      dirty.add(form);
    }
  });

  document.addEventListener("submit", (event) => dirty.delete(event.target));

  /* kept on the server (drafts.js): nothing is lost by leaving */
  document.addEventListener("draft:kept", (event) => dirty.delete(event.target));

  window.addEventListener("beforeunload", (event) => {
    for (const form of dirty) {
      if (form.isConnected && hasText(form)) {
        event.preventDefault();
        return;
      }
    }
  });
})();
