/* Says beside a slider, and aloud, where it stands. Without this script the slider works as well. */
"use strict";

(() => {
  document.querySelectorAll("input[type=range][data-slider]").forEach((slider) => {
    const output = slider.closest(".slider")?.querySelector("output");
    const show = () => {
      const untouched = slider.value === slider.min;
      const words = untouched
        ? slider.dataset.sliderEmpty
        : slider.dataset.slider.replace("%(value)s", slider.value).replace("%(highest)s", slider.dataset.highest);
      slider.setAttribute("aria-valuetext", words);
      if (output) {
        output.textContent = words;
        output.hidden = false;
      }
    };
    slider.addEventListener("input", show);
    show();
  });
})();
