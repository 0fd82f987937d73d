/*
 * Saving a drawing of the network: one form that is sent. When that fails it is said, and what was drawn stays.
 */
"use strict";

(() => {
  const form = document.querySelector("form[data-drawing-form]");
  const failed = document.querySelector("[data-drawing-failed]");
  if (!form || !failed) {
    return;
  }
  const words = form.dataset;

  window.addEventListener("beforeunload", (event) => {
    if (form.dataset.drawn) {
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
      delete form.dataset.drawn;
      form.dispatchEvent(new CustomEvent("draft:kept", { bubbles: true }));
      window.location.assign((await answer.json()).next);
    } else if (answer.status === 409) {
      delete form.dataset.drawn;
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
