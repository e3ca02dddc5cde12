(function () {
  "use strict";
  var all = function (selector) { return Array.from(document.querySelectorAll(selector)); };
  var tools = document.querySelector(".tools");
  var filter = document.getElementById("filter");
  if (!tools || !filter) return;
  tools.hidden = false;

  filter.addEventListener("change", function () {
    var shown = 0;
    all(".requirement").forEach(function (requirement) {
      requirement.hidden = filter.value !== "" && requirement.dataset.verdict !== filter.value;
      shown += requirement.hidden ? 0 : 1;
    });
    document.getElementById("filtered").textContent =
      filter.value === "" ? "" : shown + (shown === 1 ? " requirement is" : " requirements are") + " shown.";
  });

  all("button[data-open]").forEach(function (button) {
    button.addEventListener("click", function () {
      all(".criterion").forEach(function (criterion) { criterion.open = button.dataset.open === "true"; });
    });
  });

  function openTarget() {
    var target = document.getElementById(location.hash.slice(1));
    if (!target) return;
    var hidden = target.closest(".requirement[hidden]");
    if (hidden) { filter.value = ""; filter.dispatchEvent(new Event("change")); }
    if (target.tagName === "DETAILS") target.open = true;
    target.scrollIntoView();
  }
  window.addEventListener("hashchange", openTarget);
  if (location.hash) openTarget();

  window.addEventListener("beforeprint", function () {
    all(".criterion").forEach(function (criterion) { criterion.open = true; });
  });
})();
