// Charts of compared estimates: bars of one result by variant, and tornadoes, drawn by ECharts with
// the SVG renderer. The tables beside them carry the same figures.
//
//   <div class="chart" data-bars='["761646.68", "1065571.92"]' data-labels='["A", "B"]'
//        data-title="Emission reductions" data-unit="t CO2e"></div>
//   <div class="chart" data-swings='[{"symbol": "EG", "name": {"zh": …, "en": …},
//        "outputs": ["685482", "837811"], …}, …]' data-base="761646.68" data-ends='["−10 %", "+10 %"]'
//        data-title="Emission reductions" data-unit="t CO2e"></div>
(function () {
  "use strict";

  const language = document.documentElement.lang.startsWith("zh") ? "zh" : "en";
  const FIRST = "#14694b";
  const OTHER = "#5b7ea8";
  const LESS = "#b3541e";
  const NAME_CHARACTERS = 22;

  function chartOf(element) {
    return (
      window.echarts.getInstanceByDom(element) ||
      window.echarts.init(element, null, {
        renderer: "svg",
        locale: language === "zh" ? "ZH" : "EN",
      })
    );
  }

  function grouped(value) {
    return Number(value).toLocaleString("en-US", { maximumSignificantDigits: 8 });
  }

  function shortened(text, characters) {
    return text.length > characters ? text.slice(0, characters - 1) + "…" : text;
  }

  function common(element) {
    return {
      animation: false,
      textStyle: { fontFamily: getComputedStyle(document.body).fontFamily },
      aria: { enabled: true },
      tooltip: { trigger: "item", confine: true, renderMode: "richText" },
    };
  }

  function valueAxis(element, more) {
    const narrow = element.clientWidth < 500;
    return {
      type: "value",
      name: element.dataset.unit,
      nameLocation: "middle",
      nameGap: 26,
      splitNumber: narrow ? 3 : 5,
      axisLabel: { color: "#3c4650", fontSize: 11, formatter: grouped, hideOverlap: true },
      splitLine: { lineStyle: { color: "#e3e6e9" } },
      ...more,
    };
  }

  function names(element, list) {
    const narrow = element.clientWidth < 500;
    const characters = narrow ? 12 : NAME_CHARACTERS;
    return {
      type: "category",
      inverse: true,
      data: list,
      axisTick: { show: false },
      axisLabel: {
        color: "#182433",
        fontSize: 12,
        formatter: (text) => shortened(text, characters),
      },
    };
  }

  function bars(element) {
    const values = JSON.parse(element.dataset.bars);
    chartOf(element).setOption(
      {
        ...common(element),
        grid: { left: 8, right: 24, top: 8, bottom: 32, containLabel: true },
        xAxis: valueAxis(element),
        yAxis: names(element, JSON.parse(element.dataset.labels)),
        series: [
          {
            name: element.dataset.title,
            type: "bar",
            barMaxWidth: 28,
            data: values.map((value, place) => ({
              value: Number(value),
              itemStyle: { color: place ? OTHER : FIRST },
            })),
            tooltip: { valueFormatter: grouped },
          },
        ],
      },
      true,
    );
  }

  // Every bar leads from the unmoved result to the one at an end: ECharts draws what is between as
  // a custom shape, so that the axis carries results and not differences.
  function swings(element) {
    const found = JSON.parse(element.dataset.swings);
    const base = Number(element.dataset.base);
    const ends = JSON.parse(element.dataset.ends);
    const colours = [LESS, OTHER];
    const rows = found.map((swing) => (swing.name ? swing.name[language] : swing.symbol));
    const bar = (end) => ({
      name: ends[end],
      type: "custom",
      itemStyle: { color: colours[end] },
      encode: { x: [0, 1], y: 2 },
      data: found.map((swing, row) => [base, Number(swing.outputs[end]), row]),
      tooltip: {
        formatter: (shown) => `${rows[shown.value[2]]}\n${ends[end]}: ${grouped(shown.value[1])}`,
      },
      renderItem: function (_parameters, api) {
        const from = api.coord([api.value(0), api.value(2)]);
        const to = api.coord([api.value(1), api.value(2)]);
        const height = Math.min(22, api.size([0, 1])[1] * 0.6);
        return {
          type: "rect",
          shape: {
            x: Math.min(from[0], to[0]),
            y: from[1] - height / 2,
            width: Math.abs(to[0] - from[0]),
            height: height,
          },
          style: { fill: colours[end] },
        };
      },
    });
    chartOf(element).setOption(
      {
        ...common(element),
        legend: { top: 0, data: ends },
        grid: { left: 8, right: 24, top: 32, bottom: 32, containLabel: true },
        xAxis: valueAxis(element, { scale: true }),
        yAxis: names(element, rows),
        series: [
          { ...bar(0), markLine: baseLine(base) },
          bar(1),
        ],
      },
      true,
    );
  }

  function baseLine(base) {
    return {
      symbol: "none",
      silent: true,
      animation: false,
      label: { show: false },
      lineStyle: { color: "#182433", type: "solid", width: 1 },
      data: [{ xAxis: base }],
    };
  }

  function drawAll() {
    document.querySelectorAll("[data-bars]").forEach(bars);
    document.querySelectorAll("[data-swings]").forEach(swings);
  }

  document.addEventListener("DOMContentLoaded", drawAll);
  document.addEventListener("htmx:after:swap", drawAll);
  window.addEventListener("resize", function () {
    document.querySelectorAll("[data-bars], [data-swings]").forEach(function (element) {
      const chart = window.echarts.getInstanceByDom(element);
      if (chart) chart.resize();
    });
  });
})();
