// The lab's pages: a run's chart is drawn from its JSON twin, and commands are copied on request.
(function () {
  "use strict";

  function drawRun(element) {
    fetch(element.dataset.daily, { headers: { Accept: "application/json" } })
      .then(function (response) {
        if (!response.ok) throw new Error(String(response.status));
        return response.json();
      })
      .then(function (answer) {
        window.TanLabCharts.priceVolume(element, answer.days);
        element.dataset.drawnDays = String(answer.days.length);
      })
      .catch(function () {
        element.textContent = element.dataset.failed;
      });
  }

  function select(element) {
    const range = document.createRange();
    range.selectNodeContents(element);
    window.getSelection().removeAllRanges();
    window.getSelection().addRange(range);
  }

  function copy(button) {
    const source = document.querySelector(button.dataset.copy);
    const told = button.textContent;
    select(source);
    if (!navigator.clipboard) return; // only served over HTTPS or locally; the text is selected
    navigator.clipboard.writeText(source.textContent).then(
      function () {
        button.textContent = button.dataset.copied;
        window.setTimeout(function () {
          button.textContent = told;
        }, 2000);
      },
      function () {},
    );
  }

  document.addEventListener("click", function (event) {
    const button = event.target.closest("[data-copy]");
    if (button) copy(button);
  });
  document.addEventListener("DOMContentLoaded", function () {
    document.querySelectorAll("[data-daily]").forEach(drawRun);
  });
  window.addEventListener("resize", function () {
    document.querySelectorAll("[data-daily]").forEach(function (element) {
      const chart = window.echarts.getInstanceByDom(element);
      if (chart) chart.resize();
    });
  });
})();
