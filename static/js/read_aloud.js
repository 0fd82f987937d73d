/* Reads the page aloud with a voice that is on the device itself. Without one the button stays absent: nothing is sent out. */
"use strict";

(() => {
  const button = document.querySelector("[data-read-aloud-button]");
  const speech = window.speechSynthesis;
  if (!button || !speech) {
    return;
  }
  const label = button.querySelector("span");
  const start = label.textContent;
  const language = document.documentElement.lang || "nl";
  let voice = null;

  const choose = () => {
    voice = speech
      .getVoices()
      .find((one) => one.localService && one.lang.toLowerCase().replace("_", "-").startsWith(language));
    button.hidden = !voice;
  };

  const idle = () => {
    label.textContent = start;
    button.setAttribute("aria-pressed", "false");
  };

  /* headings, sentences and choices, in the order of the page; not what is hidden */
  const sentences = () => {
    const parts = document.querySelectorAll(
      "[data-read-aloud] :is(h1, h2, h3, p, li, legend, label, dt, dd, blockquote)",
    );
    return [...parts]
      .filter((part) => part.getClientRects().length && !part.closest("[aria-hidden=true]"))
      .filter((part) => !part.querySelector("h1, h2, h3, p, li, legend, label"))
      .map((part) => part.textContent.trim().replace(/\s+/g, " "))
      .filter(Boolean);
  };

  button.addEventListener("click", () => {
    if (speech.speaking) {
      speech.cancel();
      idle();
      return;
    }
    label.textContent = button.dataset.stop;
    button.setAttribute("aria-pressed", "true");
    const texts = sentences();
    texts.forEach((text, index) => {
      const utterance = new SpeechSynthesisUtterance(text);
      utterance.voice = voice;
      utterance.lang = voice.lang;
      utterance.rate = 0.9;
      if (index === texts.length - 1) {
        utterance.addEventListener("end", idle);
      }
      speech.speak(utterance);
    });
  });

  window.addEventListener("pagehide", () => speech.cancel());
  speech.addEventListener?.("voiceschanged", choose);
  choose();
})();
