/* The agenda by keyboard: the arrows go a day, or a week, back and on. */
"use strict";

document.addEventListener("keydown", (event) => {
  const busy = event.target instanceof HTMLElement && /^(INPUT|TEXTAREA|SELECT|SUMMARY)$/.test(event.target.tagName);
  if (busy || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) {
    return;
  }
  const link = document.querySelector(`a[data-key="${CSS.escape(event.key)}"]`);
  if (link) {
    event.preventDefault();
    link.click();
  }
});
