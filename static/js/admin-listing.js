// A plot of land has no floors: show the fieldsets of the chosen kind, the usual units of land where nobody chose
// others, and the price units of the chosen deal. Without this script all are there; the server refuses what is odd.
"use strict";
document.addEventListener("DOMContentLoaded", () => {
  const [kind, deal, area, areaUnit, price, priceUnit] = ["kind", "deal", "area", "area_unit", "price", "price_unit"]
    .map((name) => document.getElementById(`id_${name}`));
  if (!kind) return;
  const fieldsets = document.querySelectorAll("fieldset[class*='kind-']");
  const show = () => {
    for (const fieldset of fieldsets) {
      const wanted = fieldset.classList.contains(`kind-${kind.value}`);
      const faulty = fieldset.querySelector(".errorlist") !== null;
      fieldset.hidden = !wanted && !faulty;
    }
  };
  kind.addEventListener("change", show);
  show();
  if (!deal || !areaUnit || !priceUnit) return;

  const { ofRents, ofSales } = priceUnit.dataset;
  const impossible = { rent: ofSales, sale: ofRents, transfer: ofRents };
  const offerUnits = () => {
    const odd = (impossible[deal.value] || "").split(" ");
    for (const option of priceUnit.options) {
      option.hidden = option.disabled = odd.includes(option.value) && !option.selected;
    }
  };
  const touched = new Set();
  for (const unit of [areaUnit, priceUnit]) unit.addEventListener("change", () => touched.add(unit));
  const suggest = (unit, value, figure) => {
    const option = [...unit.options].find((one) => one.value === value);
    if (!touched.has(unit) && !figure.value && option && !option.disabled) unit.value = value;
  };
  const suggestUnits = () => {
    suggest(areaUnit, kind.value === "land" ? "mu" : "sqm", area);
    if (kind.value === "land") suggest(priceUnit, "mu_wan", price);
    else if (priceUnit.value === "mu_wan") suggest(priceUnit, "", price);
    offerUnits();
  };
  for (const choice of [kind, deal]) {
    choice.addEventListener("change", () => {
      offerUnits();
      suggestUnits();
    });
  }
  offerUnits();
});
