// Price and volume charts for the trading room and the pages of runs: ECharts with the SVG
// renderer, a description for screen readers, and the reader's price colours (red up in Chinese,
// green up in English) from the style sheet's --up and --down.
//
//   <div class="chart" data-price-volume='[{"date": "2026-11-20", "open_cny": "88.10", "high_cny": …,
//        "low_cny": …, "close_cny": …, "volume_t": 1200}, …]'
//        data-price-label="Price, CNY/t" data-volume-label="Volume, t"></div>
//
// draws itself; data-band="79.58,119.38" is the price axis while there are no trades. Prices are decimal strings or numbers; a day without trades has only its close.
// TanLabCharts.priceVolume(element, bars) draws or redraws one, .line(element, points) a day's tape.
(function () {
  "use strict";

  const chinese = document.documentElement.lang.startsWith("zh");
  const GRID = "#e3e6e9";
  const TEXT = "#3c4650";

  function colour(name) {
    return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  }

  function chartOf(element) {
    return (
      window.echarts.getInstanceByDom(element) ||
      window.echarts.init(element, null, { renderer: "svg", locale: chinese ? "ZH" : "EN" })
    );
  }

  function grouped(value) {
    return Number(value).toLocaleString("en-US");
  }

  function axes(categories) {
    const labels = { color: TEXT, fontSize: 11 };
    const price = {
      scale: true,
      gridIndex: 0,
      splitNumber: 4,
      splitLine: { lineStyle: { color: GRID } },
      axisLabel: { ...labels, formatter: grouped },
    };
    const volume = {
      gridIndex: 1,
      splitNumber: 2,
      splitLine: { show: false },
      axisLabel: { ...labels, formatter: compact },
    };
    const time = (gridIndex, show) => ({
      type: "category",
      data: categories,
      gridIndex: gridIndex,
      axisTick: { show: false },
      axisLine: { lineStyle: { color: GRID } },
      axisLabel: { ...labels, show: show },
    });
    return { xAxis: [time(0, false), time(1, true)], yAxis: [price, volume] };
  }

  function compact(value) {
    if (chinese && value >= 10000) return value / 10000 + "万";
    if (!chinese && value >= 1e6) return value / 1e6 + "M";
    if (!chinese && value >= 1000) return value / 1000 + "k";
    return String(value);
  }

  function option(element, categories, series, days) {
    return {
      animation: false,
      textStyle: { fontFamily: getComputedStyle(document.body).fontFamily },
      aria: { enabled: true },
      axisPointer: { link: [{ xAxisIndex: "all" }] },
      tooltip: { trigger: "axis", confine: true, renderMode: "richText", valueFormatter: grouped },
      grid: [
        { left: 52, right: 28, top: 12, height: "62%" },
        { left: 52, right: 28, top: "76%", bottom: 22 },
      ],
      dataZoom: days > 60 ? [{ type: "inside", xAxisIndex: [0, 1] }] : [],
      ...axes(categories),
      series: series,
    };
  }

  // Without a trade the axis shows the band in which prices may be, when the page gives it.
  function withinBand(element, drawn, traded) {
    const band = (element.dataset.band || "").split(",").map(Number);
    if (!traded && band.length === 2) [drawn.yAxis[0].min, drawn.yAxis[0].max] = band;
    return drawn;
  }

  function volumeSeries(element, volumes) {
    return {
      name: element.dataset.volumeLabel || "",
      type: "bar",
      xAxisIndex: 1,
      yAxisIndex: 1,
      barMaxWidth: 14,
      itemStyle: { color: "#5b7ea8" },
      data: volumes,
    };
  }

  function priceVolume(element, bars) {
    const traded = bars.some((bar) => Number(bar.volume_t) > 0);
    if (traded && bars.every((bar) => bar.open_cny === null)) {
      // Only closes are known, as of published months: a line, not candles without bodies.
      const points = bars.map(function (bar) {
        return { time: bar.date, price_cny: bar.close_cny, quantity_t: bar.volume_t };
      });
      return line(element, points);
    }
    const up = colour("--up");
    const down = colour("--down");
    const candles = bars.map(function (bar) {
      const close = Number(bar.close_cny);
      if (bar.open_cny === null || bar.open_cny === undefined) return [close, close, close, close];
      return [Number(bar.open_cny), close, Number(bar.low_cny), Number(bar.high_cny)];
    });
    const price = {
      name: element.dataset.priceLabel || "",
      type: "candlestick",
      barMaxWidth: 14,
      dimensions: (element.dataset.candleLabels || "open,close,low,high").split(","),
      itemStyle: { color: up, borderColor: up, color0: down, borderColor0: down },
      data: candles,
    };
    const categories = bars.map((bar) => bar.date);
    const volumes = bars.map((bar) => Number(bar.volume_t));
    const drawn = option(element, categories, [price, volumeSeries(element, volumes)], bars.length);
    chartOf(element).setOption(withinBand(element, drawn, volumes.some(Boolean)), true);
  }

  function line(element, points) {
    const price = {
      name: element.dataset.priceLabel || "",
      type: "line",
      step: "end",
      symbolSize: 4,
      lineStyle: { color: "#14694b", width: 1.5 },
      itemStyle: { color: "#14694b" },
      data: points.map((point) => Number(point.price_cny)),
    };
    const categories = points.map((point) => point.time);
    const volumes = points.map((point) => Number(point.quantity_t));
    const drawn = option(element, categories, [price, volumeSeries(element, volumes)], points.length);
    chartOf(element).setOption(withinBand(element, drawn, points.length > 0), true);
  }

  function drawAll() {
    document.querySelectorAll("[data-price-volume]").forEach(function (element) {
      priceVolume(element, JSON.parse(element.dataset.priceVolume));
    });
  }

  window.TanLabCharts = { priceVolume: priceVolume, line: line };
  document.addEventListener("DOMContentLoaded", drawAll);
  document.addEventListener("htmx:after:swap", drawAll);
  window.addEventListener("resize", function () {
    document.querySelectorAll("[data-price-volume]").forEach(function (element) {
      const chart = window.echarts.getInstanceByDom(element);
      if (chart) chart.resize();
    });
  });
})();
