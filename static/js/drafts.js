/*
 * Keeps what is typed in a form with data-draft on the server: every few seconds, when the page is left, and before the form is
 * sent. Nothing is kept in the browser. When the line or the session is gone it says so, tries again, and holds the form back.
 */
"use strict";

(() => {
  const AFTER_TYPING = 1500;
  const RETRY = [3000, 5000, 10000, 20000];

  for (const form of document.querySelectorAll("form[data-draft]")) {
    const status = form.querySelector("[data-draft-status]");
    const words = status.dataset;
    const keyField = form.querySelector("input[name=csrfmiddlewaretoken]");
    let timer = 0;
    let changed = false;
    let failures = 0;
    let running = null;
    let passing = false;

    const say = (text, strong) => {
      status.replaceChildren(text);
      status.classList.toggle("draft-status-strong", Boolean(strong));
    };

    const sayLogin = () => {
      say(`${words.loggedOut} `, true);
      const link = document.createElement("a");
      link.href = words.login;
      link.target = "_blank";
      link.rel = "noopener";
      link.textContent = words.loginLink;
      status.append(link);
    };

    const body = () => {
      const data = new FormData(form);
      for (const [name, value] of [...data.entries()]) {
        if (value instanceof File) {
          data.delete(name);
        }
      }
      data.delete("csrfmiddlewaretoken");
      data.set("draft_form", form.dataset.draftForm);
      data.set("draft_client", form.dataset.draftClient);
      data.set("draft_path", form.dataset.draftPath);
      return data;
    };

    const post = (leaving) =>
      fetch(form.dataset.draft, {
        method: "POST",
        headers: { "X-CSRFToken": keyField.value },
        body: body(),
        credentials: "same-origin",
        redirect: "manual",
        keepalive: leaving,
      });

    /* After a new login the key of the old page no longer fits: ask for the new one, which also fits when the form is sent. */
    const renewKey = async () => {
      const answer = await fetch(form.dataset.draftKey, { credentials: "same-origin", redirect: "manual" });
      if (answer.ok) {
        keyField.value = (await answer.json()).key;
      }
      return answer;
    };

    const later = () => {
      clearTimeout(timer);
      timer = setTimeout(save, RETRY[Math.min(failures, RETRY.length) - 1] || RETRY[0]);
    };

    /* true: kept; false: not kept, and it was said why */
    const attempt = async (leaving) => {
      changed = false;
      try {
        let answer = await post(leaving);
        if (answer.status === 403) {
          const renewed = await renewKey();
          answer = renewed.ok ? await post(leaving) : renewed;
        }
        if (answer.ok) {
          failures = 0;
          say(words.saved.replace("{time}", (await answer.json()).saved));
          form.dispatchEvent(new CustomEvent("draft:kept", { bubbles: true }));
          return true;
        }
        changed = true;
        failures += 1;
        if (answer.status === 401 || answer.type === "opaqueredirect") {
          sayLogin();
          later();
        } else if (answer.status === 400) {
          say((await answer.json()).why, true);
        } else {
          say(words.failed, true);
          later();
        }
      } catch {
        changed = true;
        failures += 1;
        say(words.offline, true);
        later();
      }
      return false;
    };

    /* one at a time, in the order in which it was typed */
    const save = async (leaving = false) => {
      clearTimeout(timer);
      while (running) {
        await running;
      }
      running = attempt(leaving === true);
      const kept = await running;
      running = null;
      return kept;
    };

    form.addEventListener("input", () => {
      changed = true;
      clearTimeout(timer);
      timer = setTimeout(save, AFTER_TYPING);
    });

    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden" && changed && !passing) {
        save(true);
      }
    });

    window.addEventListener("online", () => {
      if (changed) {
        save();
      }
    });

    /* Sent only when the server can be reached and knows who is typing: otherwise the text would be lost on the way. */
    form.addEventListener("submit", (event) => {
      if (passing) {
        return;
      }
      event.preventDefault();
      event.stopPropagation();
      const button = event.submitter;
      clearTimeout(timer);
      form.dataset.leaving = "1";
      save().then((kept) => {
        if (!kept) {
          delete form.dataset.leaving;
        } else {
          passing = true;
          form.requestSubmit(button);
        }
      });
    });

    window.addEventListener("pageshow", () => {
      delete form.dataset.leaving;
      passing = false;
    });
  }
})();
