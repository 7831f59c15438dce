"use strict";
// Plays a medium, and reports how much of it was seen. It is content like any other: it speaks
// SCORM 2004 to the page around it, and the emulator judges when it is complete.
(() => {
  const PAUSE = 5000; // in ms, between two reports while it plays
  const GAP = 0.5; // in s: what lies closer together counts as one part
  const api = (parent === window ? window.opener : parent).API_1484_11;
  const medium = document.getElementById("medium");
  const began = Date.now();
  let reported = "";

  api.Initialize("");
  api.SetValue("cmi.exit", "suspend");
  if (!(medium instanceof HTMLMediaElement)) {
    api.SetValue("cmi.progress_measure", "1");
    end();
    return;
  }

  const earlier = read(api.GetValue("cmi.suspend_data"));
  const place = Number(api.GetValue("cmi.location"));
  if (place > 0) {
    const resume = () => { medium.currentTime = place; };
    medium.readyState ? resume() : medium.addEventListener("loadedmetadata", resume, { once: true });
  }

  // What was seen in earlier sittings: parts from a second to another.
  function read(text) {
    try {
      return JSON.parse(text).filter(([from, to]) => from < to);
    } catch {
      return [];
    }
  }

  // What was really played, not skipped, in order and without overlaps.
  function seen() {
    const parts = [...earlier];
    for (let index = 0; index < medium.played.length; index += 1) {
      parts.push([medium.played.start(index), medium.played.end(index)]);
    }
    const joined = [];
    for (const [from, to] of parts.sort((one, other) => one[0] - other[0])) {
      const last = joined.at(-1);
      if (last && from <= last[1] + GAP) {
        last[1] = Math.max(last[1], to);
      } else {
        joined.push([from, to]);
      }
    }
    return joined.map((part) => part.map((second) => Math.round(second * 100) / 100));
  }

  function report() {
    const parts = seen();
    const text = JSON.stringify(parts);
    if (!(medium.duration > 0) || text === reported) {
      return;
    }
    reported = text;
    const seconds = parts.reduce((sum, [from, to]) => sum + to - from, 0);
    const measure = Math.min(1, seconds / medium.duration);
    api.SetValue("cmi.suspend_data", text);
    api.SetValue("cmi.location", medium.ended ? "0" : medium.currentTime.toFixed(2));
    api.SetValue("cmi.session_time", `PT${Math.round((Date.now() - began) / 1000)}S`);
    api.SetValue("cmi.progress_measure", measure.toFixed(4));
    end();
  }

  // What is complete is not gone on with, but begun anew.
  function end() {
    if (api.GetValue("cmi.completion_status") === "completed") {
      api.SetValue("cmi.exit", "normal");
    }
  }

  setInterval(() => medium.paused || report(), PAUSE);
  for (const event of ["pause", "seeking", "ended"]) {
    medium.addEventListener(event, report);
  }
  window.addEventListener("pagehide", report);
})();
