// Focus goes to the first refusal after a page or a fragment arrives, and charts are drawn from
// the option in their data-echarts attribute. Nothing here is evaluated from text.
(function () {
  "use strict";

  function focusRefusal(root) {
    const refusal = root.querySelector("[data-focus]");
    if (!refusal) return;
    refusal.focus();
    refusal.removeAttribute("data-focus"); // once: a later fragment leaves the reader where they are
  }

  function drawCharts(root) {
    if (!window.echarts) return;
    root.querySelectorAll("[data-echarts]").forEach(function (element) {
      const chart =
        window.echarts.getInstanceByDom(element) ||
        window.echarts.init(element, null, { renderer: "svg" });
      chart.setOption(JSON.parse(element.dataset.echarts), true);
    });
  }

  function resizeCharts() {
    if (!window.echarts) return;
    document.querySelectorAll("[data-echarts]").forEach(function (element) {
      const chart = window.echarts.getInstanceByDom(element);
      if (chart) chart.resize();
    });
  }

  document.addEventListener("DOMContentLoaded", function () {
    focusRefusal(document);
    drawCharts(document);
  });
  document.addEventListener("htmx:after:swap", function () {
    focusRefusal(document);
    drawCharts(document);
  });
  window.addEventListener("resize", resizeCharts);
})();
