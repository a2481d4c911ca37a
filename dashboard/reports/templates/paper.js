"use strict";
(() => {
  const places = [...document.querySelectorAll(".drawing")];
  const config = { displayModeBar: false, responsive: true, scrollZoom: false, doubleClick: false, staticPlot: false };
  for (const place of places) {
    const drawn = JSON.parse(place.querySelector("script").textContent);
    place.replaceChildren();
    Plotly.newPlot(place, drawn.data, drawn.layout, config);
  }
  addEventListener("beforeprint", () => { for (const place of places) Plotly.relayout(place, { width: 660 }); });
  addEventListener("afterprint", () => { for (const place of places) Plotly.relayout(place, { width: null, autosize: true }); });
})();
