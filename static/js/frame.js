/* The frame: "/" goes to the client switcher, menus close, a form is sent once, errors get the focus. */
"use strict";

(() => {
  const typing = (element) =>
    element instanceof HTMLElement &&
    (element.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(element.tagName));

  document.addEventListener("keydown", (event) => {
    if (event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey && !typing(event.target)) {
      const field = document.getElementById("client-switcher");
      if (field) {
        event.preventDefault();
        field.focus();
        field.select();
      }
    }
    if (event.key === "Escape") {
      for (const menu of document.querySelectorAll("details[data-menu][open]")) {
        const inside = menu.contains(document.activeElement);
        menu.open = false;
        if (inside) {
          menu.querySelector("summary").focus();
        }
      }
    }
  });

  document.addEventListener("click", (event) => {
    for (const menu of document.querySelectorAll("details[data-menu][open]")) {
      if (!menu.contains(event.target)) {
        menu.open = false;
      }
    }
  });

  /* data-once: the second press of the button does nothing; the server has its own guard as well */
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || !form.matches("[data-once]")) {
      return;
    }
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "1";
    const said = form.querySelector(".sending");
    if (said) {
      said.textContent = said.dataset.text || "";
    }
    for (const button of form.querySelectorAll("button[type=submit]")) {
      button.setAttribute("aria-disabled", "true");
    }
  });

  /* back by the browser's own button: the form can be sent again */
  window.addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-sent]")) {
      delete form.dataset.sent;
      const said = form.querySelector(".sending");
      if (said) {
        said.textContent = "";
      }
      for (const button of form.querySelectorAll("button[aria-disabled]")) {
        button.removeAttribute("aria-disabled");
      }
    }
  });

  /* links to fields in the error summary reach the field itself, also the first of a group */
  document.addEventListener("click", (event) => {
    const link = event.target instanceof Element && event.target.closest(".error-summary a[href^='#']");
    if (!link) {
      return;
    }
    const found = document.getElementById(link.getAttribute("href").slice(1));
    const target = found && !typing(found) ? found.querySelector("input, select, textarea") : found;
    if (target) {
      event.preventDefault();
      target.focus();
      target.scrollIntoView({ block: "center" });
    }
  });

  const summary = document.querySelector("[data-takes-focus]");
  if (summary) {
    summary.focus();
  }
})();
