/* Charts: figures from json_script, colours from the tokens, drawn as SVG, redrawn when the theme changes.
   Kinds: trend, spark, rank, bars, pareto, ages. Each mark may carry a url, the records behind it. */
(function () {
  "use strict";

  const FEW = 10; // an average of fewer answers is drawn hollow, unless the figures say `few`
  const APART = [4, 0]; // around the words at the end of two curves that meet
  const token = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const figures = (element) => JSON.parse(document.getElementById(element.dataset.source).textContent);

  const axis = () => ({
    axisLine: { lineStyle: { color: token("--line-2") } },
    axisTick: { show: false },
    axisLabel: { color: token("--ink-3"), fontSize: 12, fontFamily: token("--sans") },
  });

  const frame = () => ({
    animation: false,
    aria: { enabled: false },
    textStyle: { fontFamily: token("--sans") },
    tooltip: {
      renderMode: "richText",
      confine: true,
      backgroundColor: token("--surface"),
      borderColor: token("--line-2"),
      textStyle: { color: token("--ink"), fontSize: 12 },
    },
  });

  const tenth = (number) => (typeof number === "number" ? number.toFixed(1) : "—");

  /* A point of few answers is hollow; the last one is larger and says its value. */
  function point(value, index, all, colour, few = FEW) {
    const isLast = index === all.length - 1;
    const isFew = value.n !== undefined && value.n !== null && value.n < few;
    return {
      value: value.y,
      url: value.url,
      n: value.n,
      symbolSize: isLast ? 10 : isFew ? 7 : 5,
      itemStyle: isFew ? { color: token("--surface"), borderColor: colour, borderWidth: 2 } : { color: colour },
    };
  }

  function bounds(numbers) {
    const known = numbers.filter((number) => typeof number === "number");
    const low = Math.min(...known);
    const high = Math.max(...known);
    const step = high - low > 24 ? 10 : high - low > 10 ? 5 : 2;
    return [Math.max(0, Math.floor((low - 1) / step) * step), Math.min(100, Math.ceil((high + 1) / step) * step), step];
  }

  function line(data, colour, tone) {
    return {
      name: data.words?.series || "",
      type: "line",
      symbol: "circle",
      showAllSymbol: true,
      connectNulls: false,
      data: data.values.map((value, index, all) => point(value, index, all, colour, data.few)),
      lineStyle: { color: colour, width: tone.width },
      z: 3,
    };
  }

  function target(data) {
    const last = data.target?.at(-1);
    return {
      name: data.words?.target || "",
      type: "line",
      step: "end",
      data: data.target || [],
      symbol: "none",
      silent: true,
      lineStyle: { color: token("--ink-2"), type: "dashed", width: 1.5 },
      labelLayout: { moveOverlap: "shiftY" },
      endLabel: { show: last !== undefined, formatter: `${data.words?.target || ""} ${last ?? ""}`, color: token("--ink-2"), fontSize: 12, padding: APART },
    };
  }

  function versions(data) {
    return {
      silent: true,
      symbol: "none",
      data: (data.versions || []).map((version) => ({
        xAxis: version.at,
        label: { formatter: version.text, color: token("--ink-2"), fontSize: 12, position: "insideEndTop", rotate: 0, align: "left", padding: [0, 0, 0, 6], distance: [-2, -14] },
      })),
      lineStyle: { color: token("--ctl"), width: 1, type: "solid" },
    };
  }

  function trend(data) {
    const [min, max, interval] = bounds([...data.values.map((value) => value.y), ...(data.target || [])]);
    const main = line(data, token("--brand"), { width: 2.5 });
    const last = data.values.at(-1)?.y;
    main.areaStyle = { color: token("--brand"), opacity: 0.07 };
    main.endLabel = { show: last !== undefined && last !== null, formatter: tenth(last), color: token("--ink"), fontSize: 14, fontWeight: 650, padding: APART };
    main.labelLayout = { moveOverlap: "shiftY" };
    main.markLine = versions(data);
    const option = frame();
    option.tooltip.trigger = "axis";
    option.tooltip.formatter = (parts) => trendWords(parts, data);
    return {
      ...option,
      grid: { left: 44, right: 76, top: 24, bottom: 28 },
      xAxis: { type: "category", data: data.x, boundaryGap: false, ...axis(), axisLabel: { ...axis().axisLabel, interval: 0, hideOverlap: true } },
      yAxis: { type: "value", min, max, interval, splitLine: { lineStyle: { color: token("--line") } }, ...axis(), axisLine: { show: false } },
      series: [target(data), main],
    };
  }

  function trendWords(parts, data) {
    const main = parts.find((part) => part.seriesIndex === 1);
    const goal = parts.find((part) => part.seriesIndex === 0);
    const lines = [parts[0].axisValueLabel];
    if (main) lines.push(`${main.seriesName} ${tenth(main.value)}`);
    if (main?.data.n !== undefined) lines.push(`${data.words?.answers || "n"} ${main.data.n}`);
    if (goal?.value !== undefined) lines.push(`${goal.seriesName} ${goal.value}`);
    return lines.join("\n");
  }

  function spark(data) {
    const [min, max] = bounds(data.scale || [...data.values.map((value) => value.y), ...(data.target || [])]);
    const colour = token(`--st-${data.stage || 1}`);
    const series = line(data, colour, { width: 2 });
    series.data = series.data.map((item, index, all) => ({ ...item, symbolSize: index === all.length - 1 ? 8 : 0 }));
    return {
      ...frame(),
      tooltip: { show: false },
      grid: { left: 2, right: 6, top: 8, bottom: 6 },
      xAxis: { type: "category", show: false, boundaryGap: false, data: data.x },
      yAxis: { type: "value", show: false, min, max },
      series: [{ ...target(data), endLabel: { show: false }, lineStyle: { color: token("--ink-2"), type: "dashed", width: 1 } }, series],
    };
  }

  /* dot and stem: this period, the last one, the target as a dashed line through all rows */
  function rank(data) {
    const known = data.rows.flatMap((row) => [row.y, row.was]).concat(data.target ?? []);
    const [min, max] = bounds(known);
    const names = data.rows.map((row) => row.label);
    const isLow = (row) => data.target !== undefined && row.y < data.target;
    const shade = (row) => (isLow(row) ? token("--bad-mark") : token("--brand"));
    return {
      ...frame(),
      grid: { left: 8, right: 56, top: 8, bottom: 24, containLabel: true },
      xAxis: { type: "value", min, max, splitLine: { show: false }, ...axis() },
      yAxis: { type: "category", data: names, inverse: true, ...axis(), axisLine: { show: false } },
      series: [
        {
          type: "custom",
          silent: true,
          data: data.rows.map((row, index) => [row.was ?? row.y, row.y, index]),
          renderItem: (_, api) => {
            const from = api.coord([api.value(0), api.value(2)]);
            const to = api.coord([api.value(1), api.value(2)]);
            return { type: "line", shape: { x1: from[0], y1: from[1], x2: to[0], y2: to[1] }, style: { stroke: token("--ctl"), lineWidth: 2 } };
          },
        },
        { type: "scatter", silent: true, symbolSize: 7, data: data.rows.map((row, index) => [row.was, index]).filter(([was]) => was !== null && was !== undefined), itemStyle: { color: token("--surface"), borderColor: token("--ctl"), borderWidth: 1.5 } },
        {
          type: "scatter",
          symbolSize: 13,
          data: data.rows.map((row, index) => ({
            value: [row.y, index],
            url: row.url,
            n: row.n,
            itemStyle: row.n < (data.few ?? FEW) ? { color: token("--surface"), borderColor: shade(row), borderWidth: 2 } : { color: shade(row) },
            label: { show: true, position: "right", formatter: tenth(row.y), color: isLow(row) ? token("--bad") : token("--ink"), fontWeight: 600 },
          })),
          tooltip: { formatter: (part) => `${names[part.value[1]]}\n${part.value[0]} · ${data.words?.answers || "n"} ${part.data.n ?? ""}` },
          markLine: data.target === undefined ? undefined : { silent: true, symbol: "none", data: [{ xAxis: data.target }], label: { show: false }, lineStyle: { color: token("--ink-2"), type: "dashed", width: 1.5 } },
        },
      ],
    };
  }

  function bars(data) {
    return {
      ...frame(),
      grid: { left: 8, right: 40, top: 8, bottom: 8, containLabel: true },
      xAxis: { type: "value", min: 0, show: false },
      yAxis: { type: "category", data: data.rows.map((row) => row.label), inverse: true, ...axis(), axisLine: { show: false } },
      series: [
        {
          type: "bar",
          barWidth: 8,
          data: data.rows.map((row) => ({ value: row.y, url: row.url })),
          itemStyle: { color: token("--brand"), borderRadius: 2 },
          label: { show: true, position: "right", color: token("--ink"), fontWeight: 600 },
        },
      ],
    };
  }

  /* bars, the most first, and the line of what they make up together */
  function pareto(data) {
    const option = frame();
    option.tooltip.trigger = "axis";
    option.tooltip.formatter = (parts) =>
      [parts[0].axisValueLabel, ...parts.map((part) => `${part.seriesName} ${part.value}`)].join("\n");
    const names = { ...axis().axisLabel, interval: 0, width: 84, overflow: "truncate", rotate: data.rows.length > 6 ? 30 : 0 };
    return {
      ...option,
      grid: { left: 8, right: 12, top: 24, bottom: 8, containLabel: true },
      xAxis: { type: "category", data: data.rows.map((row) => row.label), ...axis(), axisLabel: names },
      yAxis: [
        { type: "value", min: 0, minInterval: 1, splitLine: { lineStyle: { color: token("--line") } }, ...axis(), axisLine: { show: false } },
        { type: "value", min: 0, max: 100, interval: 25, splitLine: { show: false }, ...axis(), axisLine: { show: false }, axisLabel: { ...axis().axisLabel, formatter: "{value} %" } },
      ],
      series: [
        {
          name: data.words?.failures || "",
          type: "bar",
          barMaxWidth: 40,
          data: data.rows.map((row) => ({ value: row.y, url: row.url })),
          itemStyle: { color: token("--brand"), borderRadius: [2, 2, 0, 0] },
          label: { show: true, position: "top", color: token("--ink"), fontWeight: 600 },
        },
        {
          name: data.words?.together || "",
          type: "line",
          yAxisIndex: 1,
          symbolSize: 5,
          data: data.rows.map((row) => ({ value: row.so_far, url: row.url })),
          itemStyle: { color: token("--ink-2") },
          lineStyle: { color: token("--ink-2"), width: 1.5 },
        },
      ],
    };
  }

  /* a point an age, with a stroke over the interval it may lie in */
  function ages(data) {
    const known = data.values.map((value, index) => ({ ...value, index })).filter((value) => typeof value.y === "number");
    const option = frame();
    option.tooltip.formatter = ({ data: part }) =>
      [data.x[part.value[0]], `${data.words?.series || ""} ${tenth(part.value[1])}`, `${data.words?.between || ""} ${tenth(part.low)}–${tenth(part.high)}`, `${data.words?.answers || "n"} ${part.n}`].join("\n");
    return {
      ...option,
      grid: { left: 8, right: 16, top: 24, bottom: 8, containLabel: true },
      xAxis: { type: "category", data: data.x, ...axis(), axisLabel: { ...axis().axisLabel, interval: 0, hideOverlap: true } },
      yAxis: { type: "value", min: 0, splitLine: { lineStyle: { color: token("--line") } }, ...axis(), axisLine: { show: false } },
      series: [
        {
          type: "custom",
          silent: true,
          data: known.map((value) => [value.index, value.low, value.high]),
          encode: { x: 0, y: [1, 2] },
          renderItem: (_, api) => {
            const from = api.coord([api.value(0), api.value(1)]);
            const to = api.coord([api.value(0), api.value(2)]);
            return { type: "line", shape: { x1: from[0], y1: from[1], x2: to[0], y2: to[1] }, style: { stroke: token("--ctl"), lineWidth: 3, lineCap: "round" } };
          },
        },
        {
          type: "line",
          data: known.map((value) => ({ value: [value.index, value.y], low: value.low, high: value.high, n: value.n, url: value.url })),
          symbol: "circle",
          symbolSize: 10,
          itemStyle: { color: token("--brand") },
          lineStyle: { color: token("--brand"), width: 2 },
        },
      ],
    };
  }

  const KINDS = { trend, spark, rank, bars, pareto, ages };

  /* A card also changes its width without the window: a panel opens beside it, a row is folded. */
  const widths = new ResizeObserver((entries) => {
    for (const { target: element } of entries) {
      if (element.clientWidth) window.echarts.getInstanceByDom(element)?.resize();
    }
  });

  function draw(element) {
    if (!element.clientWidth) return;
    const known = window.echarts.getInstanceByDom(element);
    const chart = known || window.echarts.init(element, null, { renderer: "svg" });
    chart.setOption(KINDS[element.dataset.chart](figures(element)), true);
    if (known) return;
    widths.observe(element);
    chart.on("click", ({ data }) => {
      if (data?.url?.startsWith?.("/") || data?.url?.startsWith?.("?")) location.assign(data.url);
    });
  }

  const drawAll = () => document.querySelectorAll("[data-chart]").forEach(draw);

  /* "Numbers": the chart and its table take turns */
  function takeTurns(button) {
    const card = button.closest("[data-chart-card]");
    const isOpen = card.classList.toggle("as-table");
    button.setAttribute("aria-expanded", String(isOpen));
    if (!isOpen) card.querySelectorAll("[data-chart]").forEach(draw);
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-numbers]");
    if (button) takeTurns(button);
  });
  document.addEventListener("DOMContentLoaded", drawAll);
  document.addEventListener("theme", drawAll);
  document.addEventListener("htmx:afterSettle", drawAll);
  document.addEventListener("htmx:beforeSwap", ({ detail }) => {
    if (!detail.shouldSwap) return;
    for (const element of detail.target.querySelectorAll("[data-chart]")) {
      widths.unobserve(element);
      window.echarts.getInstanceByDom(element)?.dispose();
    }
  });
})();
