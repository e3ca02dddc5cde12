(function () {
  "use strict";
  var all = function (selector) { return Array.from(document.querySelectorAll(selector)); };
  var byId = function (id) { return document.getElementById(id); };
  var make = function (tag, text) {
    var element = document.createElement(tag);
    element.textContent = text;
    return element;
  };
  var filter = byId("filter");
  if (!filter) return;
  all(".tools, .search").forEach(function (element) { element.hidden = false; });

  /* What is packed: base85, most of it of gzip of JSON. A group is opened when something of it is wanted. */
  var opened = new Map();
  var DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%.()*+-;,=/?@^_`{|}~";
  var digitOf = new Uint8Array(128);
  Array.from(DIGITS).forEach(function (digit, value) { digitOf[digit.charCodeAt(0)] = value; });

  function bytesIn(block) {
    if (!block) throw new Error("this page lacks a part of itself");
    var text = block.textContent;
    var length = text.length - Math.ceil(text.length / 5);
    var bytes = new Uint8Array(length + 4);
    for (var from = 0, to = 0; from < text.length; from += 5, to += 4) {
      var word = 0;
      for (var at = from; at < from + 5; at += 1) word = word * 85 + (at < text.length ? digitOf[text.charCodeAt(at)] : 84);
      bytes[to] = word >>> 24;
      bytes[to + 1] = word >>> 16;
      bytes[to + 2] = word >>> 8;
      bytes[to + 3] = word;
    }
    return bytes.subarray(0, length);
  }

  function unpack(block) {
    var stream = new Blob([bytesIn(block)]).stream().pipeThrough(new DecompressionStream("gzip"));
    return new Response(stream).json();
  }

  function once(block, open) {
    if (!opened.has(block)) opened.set(block, open(block));
    return opened.get(block);
  }

  var lines = function () { return once(document.querySelector("script[data-lines]"), unpack); };

  /* A pack names its groups, between blanks. */
  var packs = null;
  function packOf(group) {
    packs = packs || new Map(all("script[data-packed]").flatMap(function (block) {
      return block.dataset.packed.split(" ").map(function (name) { return [name, block]; });
    }));
    return packs.get(group);
  }

  function hexFrom(bytes, unit, units) {
    return Array.from(bytes.subarray(unit * 16, (unit + units) * 16), function (byte) { return (byte < 16 ? "0" : "") + byte.toString(16); }).join("");
  }

  /* UUIDs and digests lie apart as bytes: their places are told from the end of the one before. */
  function withHexes(text, bytes) {
    var next = 0;
    return text.replace(/\x7f([uUd])(-?\d*)\x7f/g, function (_, kind, beyond) {
      var unit = next + Number(beyond);
      next = unit + (kind === "d" ? 2 : 1);
      if (kind === "d") return hexFrom(bytes, unit, 2);
      var id = hexFrom(bytes, unit, 1).replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
      return kind === "U" ? id.toUpperCase() : id;
    });
  }

  /* A group with all that its fragments are made of. */
  async function open(group) {
    var known = await lines();
    var hexes = once(document.querySelector("script[data-hexes]"), bytesIn);
    var content = (await once(packOf(group), unpack))[group];
    return { lines: known, hexes: hexes, pieces: content.pieces, values: content.values };
  }

  /* Joins a fragment: of each piece, as it is written or as another form has it, with its values filled in. */
  function joined(group, id, form, glue) {
    if (!group.pieces[id]) throw new Error("this page lacks a part of itself");
    var values = withHexes(group.values[id] || "", group.hexes).split(" ");
    var next = 0;
    var filled = 0;
    return group.pieces[id].map(function (piece) {
      if (typeof piece === "string") return form(piece);
      next += piece + 1;
      return form(group.lines[next - 1]).replace(/[\x7f\x00]/g, function (mark) {
        var value = values[filled++];
        return mark === "\x7f" ? value : "";
      });
    }).join(glue);
  }

  async function fragment(group, id) {
    return joined(await open(group), id, function (piece) { return piece; }, "\n");
  }

  /* The HTML was escaped when the report was written, by the templates that wrote the page itself. */
  async function draw(details) {
    if (!details.dataset.in) return;
    try {
      var written = await fragment(details.dataset.in, details.id);
      if (details.dataset.in) details.insertAdjacentHTML("beforeend", written);
    } catch (problem) {
      if (details.dataset.in) details.append(make("p", "This cannot be drawn in this browser (" + problem.message + "). It is in the run's evidence."));
    }
    delete details.dataset.in;
  }

  document.addEventListener("toggle", function (event) {
    if (event.target.open && event.target.dataset.in) draw(event.target);
  }, true);

  function showEverything() {
    filter.value = "";
    filter.dispatchEvent(new Event("change"));
  }

  /* Each id is told by its letter, and how far it lies beyond the one before. */
  function idsIn(holder) {
    var number = 0;
    return holder.dataset.ids.split(" ").map(function (told) { return told[0] + (number += Number(told.slice(1))); });
  }

  async function find(id) {
    var holder = byId(id) ? null : all("[data-ids]").find(function (one) { return idsIn(one).includes(id); });
    if (holder) await draw(holder);
    return byId(id);
  }

  var wanted = 0;
  async function openTarget() {
    var now = wanted += 1;
    var target = await find(location.hash.slice(1));
    if (!target) return;
    var details = target.tagName === "DETAILS" ? target : target.querySelector(":scope > .drawer");
    if (details) await draw(details);
    if (now !== wanted) return;
    if (target.closest(".requirement[hidden]")) showEverything();
    for (var above = details || target; above; above = above.parentElement) {
      if (above.tagName === "DETAILS") above.open = true;
    }
    all(".found").forEach(function (element) { element.classList.remove("found"); });
    target.classList.add("found");
    target.scrollIntoView();
  }
  window.addEventListener("hashchange", openTarget);
  document.addEventListener("click", function (event) {
    var link = event.target.closest && event.target.closest('a[href^="#"]');
    if (link && link.getAttribute("href") === location.hash) openTarget();
  });

  filter.addEventListener("change", function () {
    var shown = 0;
    all(".requirement").forEach(function (requirement) {
      requirement.hidden = filter.value !== "" && requirement.dataset.verdict !== filter.value;
      shown += requirement.hidden ? 0 : 1;
    });
    byId("filtered").textContent =
      filter.value === "" ? "" : shown + (shown === 1 ? " requirement is" : " requirements are") + " shown.";
  });

  all("button[data-open]").forEach(function (button) {
    button.addEventListener("click", function () {
      all(".criterion").forEach(function (criterion) { criterion.open = button.dataset.open === "true"; });
    });
  });

  window.addEventListener("beforeprint", function () {
    all(".criterion:not([data-in])").forEach(function (criterion) { criterion.open = true; });
  });

  /* Search: whatever can be drawn, as text, made at the first search. Results are written as text only. */
  var AT_A_TIME = 50;
  var entries = null;
  var names = { lt: "<", gt: ">", amp: "&", "#34": '"', "#39": "'" };

  /* A mark within a tag takes its value with it. */
  function said(html) {
    return html.replace(/<[^>]*>/g, function (tag) { return " " + "\x00".repeat(tag.split("\x7f").length - 1); })
      .replace(/&(lt|gt|amp|#34|#39);/g, function (_, name) { return names[name]; })
      .replace(/\s+/g, " ");
  }

  var known = new Map();
  function saidOnce(line) {
    if (!known.has(line)) known.set(line, said(line));
    return known.get(line);
  }

  function entry(id, title, text) {
    return { id: id, title: title.trim(), text: text };
  }

  function ofDetails(details, group) {
    var inside = details.dataset.in ? joined(group, details.id, saidOnce, " ") : said(details.innerHTML);
    return entry(details.id, said(details.querySelector("summary").innerHTML), inside);
  }

  var STUB = /<details [^>]*id="([^"]+)"[^>]*>\s*<summary>([^]*?)<\/summary>/g;

  async function collect() {
    var found = all(".requirement").map(function (requirement) {
      return entry(requirement.id, said(requirement.querySelector("h4").innerHTML), said(requirement.querySelector("dl").innerHTML));
    });
    for (var details of all(".criterion, details.event")) {
      found.push(ofDetails(details, details.dataset.in && await open(details.dataset.in)));
    }
    for (var holder of all("[data-ids][data-in]")) {
      var group = await open(holder.dataset.in);
      for (var stub of joined(group, holder.id, String, "\n").matchAll(STUB)) {
        found.push(entry(stub[1], said(stub[2]), joined(group, stub[1], saidOnce, " ")));
      }
    }
    return found;
  }

  function anyCase(word) {
    return new RegExp(word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"), "i");
  }

  function result(found, words) {
    var item = document.createElement("li");
    var link = make("a", found.title);
    link.href = "#" + found.id;
    var at = Math.max(found.text.search(words[0]), 0);
    var from = Math.max(at - 60, 0);
    var around = found.text.slice(from, at + 120);
    var note = make("span", (from ? " … " : " ") + around + " …");
    note.className = "small";
    item.append(link, note);
    return item;
  }

  var searches = 0;
  async function search() {
    var now = searches += 1;
    var words = byId("search").value.split(/\s+/).filter(Boolean).map(anyCase);
    var status = byId("search-status");
    var more = byId("search-more");
    byId("search-results").replaceChildren();
    more.hidden = true;
    status.textContent = words.length ? "Searching …" : "";
    if (!words.length) return;
    try {
      entries = entries || collect();
      var everything = await entries;
    } catch (problem) {
      status.textContent = "This browser cannot search the report (" + problem.message + ").";
      return;
    }
    if (now !== searches) return;
    var hits = everything.filter(function (one) { return words.every(function (word) { return word.test(one.title) || word.test(one.text); }); });
    var shown = 0;
    var show = function () {
      byId("search-results").append.apply(byId("search-results"), hits.slice(shown, shown + AT_A_TIME).map(function (one) { return result(one, words); }));
      shown = Math.min(shown + AT_A_TIME, hits.length);
      status.textContent = hits.length ? "Found " + hits.length + ", showing " + shown + "." : "Nothing found.";
      more.hidden = shown === hits.length;
    };
    more.onclick = show;
    show();
  }

  var pause = 0;
  byId("search").addEventListener("input", function () {
    clearTimeout(pause);
    pause = setTimeout(search, 200);
  });

  if (location.hash) openTarget();
  window.addEventListener("load", function () {
    setTimeout(function () { lines().catch(function () {}); });
  });
})();
