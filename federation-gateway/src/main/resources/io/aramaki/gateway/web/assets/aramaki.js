// Live updates and small comforts. Pages work without it: it only reads again what the server renders.
(() => {
  "use strict";

  // Changes come in bursts; a page reads itself at most this often.
  const READ_AGAIN_MS = 1000;
  const TICK_MS = 10000;
  const state = document.getElementById("live-state");
  let timer = 0;
  let lastRead = 0;

  // --- times -----------------------------------------------------------------------------------

  const span = (seconds) => {
    if (seconds < 60) return Math.floor(seconds) + " s";
    if (seconds < 3600) return Math.floor(seconds / 60) + " min";
    if (seconds < 86400) {
      const minutes = Math.floor((seconds % 3600) / 60);
      return Math.floor(seconds / 3600) + " h" + (minutes ? " " + minutes + " min" : "");
    }
    const days = Math.floor(seconds / 86400);
    const hours = Math.floor((seconds % 86400) / 3600);
    return days + " d" + (hours && days < 7 ? " " + hours + " h" : "");
  };

  const tick = () => {
    for (const element of document.querySelectorAll("time[datetime]")) {
      const time = new Date(element.dateTime);
      const age = (Date.now() - time) / 1000;
      element.textContent =
        element.className === "span" ? span(Math.max(0, age))
        : Math.abs(age) < 1 ? "just now"
        : age < 0 ? "in " + span(-age)
        : span(age) + " ago";
      if (!element.dataset.local) {
        element.dataset.local = "1";
        element.title += ", " + time.toLocaleString() + " here";
      }
    }
  };

  // --- reading the page again --------------------------------------------------------------------

  // A part in which somebody is typing stays as it is.
  const isBusy = (part) => {
    const active = document.activeElement;
    return (
      (part.contains(active) && active.matches("input, select, textarea")) ||
      [...part.querySelectorAll("details[open] :is(input, textarea)")].some(
        (field) => field.type !== "hidden" && field.value !== field.defaultValue)
    );
  };

  const replace = (page) => {
    for (const part of document.querySelectorAll("[data-fresh]")) {
      const fresh = page.getElementById(part.id);
      if (fresh && !isBusy(part)) {
        const open = [...part.querySelectorAll("details[open][id]")].map((d) => d.id);
        part.replaceWith(fresh);
        for (const id of open) document.getElementById(id)?.setAttribute("open", "");
        window.htmx?.process(fresh);
      }
    }
    tick();
  };

  const read = async () => {
    timer = 0;
    lastRead = Date.now();
    try {
      const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
      if (answer.redirected && new URL(answer.url).pathname === "/login") location.reload();
      else if (answer.ok)
        replace(new DOMParser().parseFromString(await answer.text(), "text/html"));
    } catch {
      show(false);
    }
  };

  const readSoon = () => {
    if (!timer)
      timer = setTimeout(read, Math.max(150, READ_AGAIN_MS - (Date.now() - lastRead)));
  };

  // --- the stream --------------------------------------------------------------------------------

  const show = (live) => {
    if (!state) return;
    state.hidden = false;
    state.classList.toggle("off", !live);
    state.querySelector(".word").textContent = live ? "live" : "not live";
  };

  const follow = (address) => {
    const stream = new EventSource(address);
    let lost = false;
    stream.onopen = () => {
      show(true);
      if (lost) readSoon();
      lost = false;
    };
    stream.onerror = () => {
      lost = true;
      show(false);
    };
    stream.addEventListener("changed", readSoon);
    stream.addEventListener("reload", readSoon);
    stream.addEventListener("login", () => {
      stream.close();
      location.reload();
    });
    followRun(stream);
    // A page that is not looked at needs no news.
    addEventListener("pagehide", () => stream.close());
  };

  const followRun = (stream) => {
    const output = document.getElementById("run-output");
    if (!output) return;
    let fresh = true;
    stream.addEventListener("open", () => (fresh = true));
    stream.addEventListener("output", (event) => {
      // The stream tells all from the beginning.
      if (fresh) output.textContent = "";
      fresh = false;
      const atEnd = output.scrollTop + output.clientHeight >= output.scrollHeight - 8;
      output.append(JSON.parse(event.data));
      if (atEnd) output.scrollTop = output.scrollHeight;
    });
    stream.addEventListener("state", (event) => {
      const word = document.getElementById("run-state");
      word.textContent = event.data;
      word.className = "run " + event.data;
    });
    stream.addEventListener("end", () => {
      stream.close();
      location.reload();
    });
  };

  const address = document.body.dataset.live;
  if (address) follow(address);
  tick();
  setInterval(tick, TICK_MS);
  document.body.addEventListener("htmx:afterSettle", tick);
})();
