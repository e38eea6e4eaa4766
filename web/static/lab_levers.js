// Levers of the what-if page: each slider tells its value, and one button puts all of them back.
(function () {
  "use strict";

  function tell(slider) {
    const shown = slider.parentElement.querySelector("[data-value]");
    const now = Number(slider.dataset.now);
    const there = Math.abs(Number(slider.value) - now) < Number(slider.step) / 2;
    const value = there ? now : Number(slider.value); // steps may pass by the scenario's own value
    shown.textContent = value
      .toLocaleString("en-US", { maximumFractionDigits: 4 })
      .replace("-", "\u2212");
    slider.classList.toggle("lever-moved", !there);
  }

  function tellAll(form) {
    const sliders = [...form.querySelectorAll("input[type=range]")];
    sliders.forEach(tell);
    const reset = form.querySelector("[data-reset]");
    if (reset) reset.hidden = !sliders.some((slider) => slider.classList.contains("lever-moved"));
  }

  document.addEventListener("DOMContentLoaded", function () {
    document.querySelectorAll(".levers").forEach(function (form) {
      tellAll(form);
      form.addEventListener("input", () => tellAll(form));
      const reset = form.querySelector("[data-reset]");
      if (!reset) return;
      reset.addEventListener("click", function () {
        form.querySelectorAll("input[type=range]").forEach(function (slider) {
          slider.value = slider.dataset.now;
        });
        tellAll(form);
        form.dispatchEvent(new Event("change", { bubbles: true }));
      });
    });
  });
})();
