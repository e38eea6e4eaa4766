// Charts of many runs, drawn by ECharts with the SVG renderer; the tables beside them carry the
// same figures. Nothing is evaluated from text.
//
//   <div class="chart" data-fan-from="#found" data-labels='{"base": …, "moved": …, "band": …}'
//        data-unit="CNY/t"></div>  draws the JSON in data-fan of #found, again after each swap:
//        {"days": […], "base": {"low": […], "middle": […], "high": […]}, "moved": … or null}
//   <div class="chart" data-indices='[{"name": …, "values": [[value, half-width], …]}, …]'
//        data-series='["S1", "ST"]'></div>  draws bars with intervals.
//   <div class="chart" data-boxes='{"names": […], "values": [[low, lower, middle, upper, high], …]}'
//        data-unit="CNY/t"></div>  draws a box plot.
(function () {
  "use strict";

  const chinese = document.documentElement.lang.startsWith("zh");
  const GREEN = "#14694b";
  const BLUE = "#5b7ea8";
  const TEXT = "#3c4650";
  const GRID = "#e3e6e9";
  const NAME_CHARACTERS = 34;

  function chartOf(element) {
    return (
      window.echarts.getInstanceByDom(element) ||
      window.echarts.init(element, null, { renderer: "svg", locale: chinese ? "ZH" : "EN" })
    );
  }

  function grouped(value) {
    return Number(value).toLocaleString("en-US", { maximumSignificantDigits: 6 });
  }

  function common() {
    return {
      animation: false,
      textStyle: { fontFamily: getComputedStyle(document.body).fontFamily },
      aria: { enabled: true },
    };
  }

  // A band is two stacked lines: its low end, invisible, and what is between the ends; of one run
  // there is the line in its middle only.
  function bandOf(band, name, label, colour) {
    const line = {
      name: name,
      type: "line",
      symbol: "none",
      data: band.middle,
      lineStyle: { color: colour, width: 2 },
      itemStyle: { color: colour },
    };
    if (band.high.every((high, place) => high === band.low[place])) return [line];
    const between = band.high.map((high, place) => high - band.low[place]);
    const hidden = { lineStyle: { opacity: 0 }, symbol: "none", silent: true, stack: name };
    return [
      { ...hidden, name: `${name} low`, type: "line", data: band.low, tooltip: { show: false } },
      {
        ...hidden,
        name: `${name}: ${label}`,
        type: "line",
        data: between,
        areaStyle: { color: colour, opacity: 0.18 },
        tooltip: { show: false },
      },
      line,
    ];
  }

  function fan(element) {
    const source = document.querySelector(element.dataset.fanFrom);
    if (!source || !source.dataset.fan) return;
    const found = JSON.parse(source.dataset.fan);
    const labels = JSON.parse(element.dataset.labels);
    const series = bandOf(found.base, labels.base, labels.band, found.moved ? BLUE : GREEN);
    const names = [labels.base];
    if (found.moved) {
      series.push(...bandOf(found.moved, labels.moved, labels.band, GREEN));
      names.push(labels.moved);
    }
    chartOf(element).setOption(
      {
        ...common(),
        legend: { top: 0, data: names },
        tooltip: { trigger: "axis", confine: true, renderMode: "richText", valueFormatter: grouped },
        grid: { left: 8, right: 20, top: 44, bottom: 8, containLabel: true },
        xAxis: {
          type: "category",
          data: found.days,
          boundaryGap: false,
          axisLabel: { color: TEXT, fontSize: 11, hideOverlap: true },
          axisLine: { lineStyle: { color: GRID } },
        },
        yAxis: {
          type: "value",
          scale: true,
          name: element.dataset.unit,
          nameTextStyle: { align: "left" },
          axisLabel: { color: TEXT, fontSize: 11, formatter: grouped },
          splitLine: { lineStyle: { color: GRID } },
        },
        series: series,
      },
      true,
    );
    element.dataset.drawnDays = String(found.days.length);
  }

  function shortened(text, characters) {
    return text.length > characters ? "…" + text.slice(1 - characters) : text;
  }

  // Whiskers are a custom shape: from value less half-width to value plus half-width, in each row.
  function whiskers(rows, place, count, name) {
    return {
      type: "custom",
      name: name,
      silent: true,
      tooltip: { show: false },
      z: 5,
      data: rows.map((row, line) => [line, ...row.values[place]]),
      encode: { x: [1], y: 0 },
      renderItem: function (_parameters, api) {
        const [line, value, half] = [api.value(0), api.value(1), api.value(2)];
        const height = api.size([0, 1])[1];
        const offset = ((place + 0.5) / count - 0.5) * height * 0.72;
        const from = api.coord([value - half, line]);
        const to = api.coord([value + half, line]);
        const y = from[1] + offset;
        return {
          type: "line",
          shape: { x1: from[0], y1: y, x2: to[0], y2: y },
          style: { stroke: "#182433", lineWidth: 1.5 },
        };
      },
    };
  }

  function indices(element) {
    const rows = JSON.parse(element.dataset.indices);
    const names = JSON.parse(element.dataset.series);
    const characters = element.clientWidth < 500 ? 16 : NAME_CHARACTERS;
    const colours = [GREEN, BLUE];
    const series = names.flatMap(function (name, place) {
      const bar = {
        name: name,
        type: "bar",
        barCategoryGap: "28%",
        barGap: "0%",
        itemStyle: { color: colours[place] },
        data: rows.map((row) => row.values[place][0]),
      };
      return [bar, whiskers(rows, place, names.length, name)];
    });
    const ends = rows.flatMap((row) => row.values.flatMap(([x, half]) => [x - half, x + half]));
    chartOf(element).setOption(
      {
        ...common(),
        legend: { top: 0, data: names },
        tooltip: { trigger: "item", confine: true, renderMode: "richText", valueFormatter: grouped },
        grid: { left: 8, right: 20, top: 32, bottom: 8, containLabel: true },
        xAxis: {
          type: "value",
          min: Math.min(0, ...ends),
          max: Math.max(...ends, 0),
          axisLabel: {
            color: TEXT,
            fontSize: 11,
            formatter: grouped,
            hideOverlap: true,
            showMinLabel: false,
            showMaxLabel: false,
          },
          splitLine: { lineStyle: { color: GRID } },
        },
        yAxis: {
          type: "category",
          inverse: true,
          data: rows.map((row) => row.name),
          axisTick: { show: false },
          axisLabel: { color: TEXT, fontSize: 11, formatter: (text) => shortened(text, characters) },
        },
        series: series,
      },
      true,
    );
  }

  function boxes(element) {
    const found = JSON.parse(element.dataset.boxes);
    chartOf(element).setOption(
      {
        ...common(),
        tooltip: { trigger: "item", confine: true, renderMode: "richText", valueFormatter: grouped },
        grid: { left: 8, right: 20, top: 32, bottom: 8, containLabel: true },
        xAxis: {
          type: "category",
          data: found.names,
          axisTick: { show: false },
          axisLabel: { color: TEXT, fontSize: 11, hideOverlap: true },
        },
        yAxis: {
          type: "value",
          scale: true,
          name: element.dataset.unit,
          nameTextStyle: { align: "left" },
          axisLabel: { color: TEXT, fontSize: 11, formatter: grouped },
          splitLine: { lineStyle: { color: GRID } },
        },
        series: [
          {
            type: "boxplot",
            boxWidth: [12, 48],
            itemStyle: { color: "#dcebe4", borderColor: GREEN, borderWidth: 1.5 },
            data: found.values,
          },
        ],
      },
      true,
    );
  }

  function drawAll() {
    if (!window.echarts) return;
    document.querySelectorAll("[data-fan-from]").forEach(fan);
    document.querySelectorAll("[data-indices]").forEach(indices);
    document.querySelectorAll("[data-boxes]").forEach(boxes);
  }

  document.addEventListener("DOMContentLoaded", drawAll);
  document.addEventListener("htmx:after:swap", drawAll);
  window.addEventListener("resize", function () {
    document.querySelectorAll("[data-fan-from], [data-indices], [data-boxes]").forEach(function (element) {
      const chart = window.echarts && window.echarts.getInstanceByDom(element);
      if (chart) chart.resize();
    });
  });
})();
