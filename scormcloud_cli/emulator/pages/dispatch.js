"use strict";
// Lends a course to the LMS around this page: opens it where it is served, for the learner that the
// LMS names, and hands on to the LMS what comes of it.
(() => {
  const service = document.currentScript.dataset.launch;

  // --- The LMS: by the API of SCORM 2004 or 1.2, by AICC's HACP, or none ----------------------

  function find(name) {
    for (const start of [window, window.opener]) {
      let place = start;
      for (let depth = 0; place && depth < 50; depth += 1) {
        try {
          if (place[name]) {
            return place[name];
          }
        } catch {
          break; // a page of another origin
        }
        place = place.parent === place ? null : place.parent;
      }
    }
    return null;
  }

  const clock = (seconds) => [seconds / 3600, (seconds / 60) % 60, seconds % 60]
    .map((part) => String(Math.floor(part)).padStart(2, "0")).join(":");

  function status(result) {
    const known = { PASSED: "passed", FAILED: "failed" }[result.success];
    return known ?? (result.completion === "COMPLETED" ? "completed" : "incomplete");
  }

  function scorm2004(api) {
    const set = (values) => Object.entries(values).forEach(([name, value]) => {
      api.SetValue(`cmi.${name}`, String(value));
    });
    return {
      begin() {
        api.Initialize("");
        const isNew = api.GetValue("cmi.suspend_data") === "";
        if (["unknown", "not attempted"].includes(api.GetValue("cmi.completion_status"))) {
          set({ completion_status: "incomplete" });
        }
        set({ suspend_data: "begun", exit: "suspend" });
        return {
          learnerId: api.GetValue("cmi.learner_id"),
          learnerName: api.GetValue("cmi.learner_name"),
          isNew,
        };
      },
      report(result, seconds) {
        const isComplete = result.completion === "COMPLETED";
        set({ completion_status: isComplete ? "completed" : "incomplete" });
        if (result.success !== "UNKNOWN") {
          set({ success_status: result.success.toLowerCase() });
        }
        if (result.score !== null) {
          set({ "score.scaled": result.score / 100, "score.min": 0, "score.max": 100 });
          set({ "score.raw": result.score });
        }
        set({ session_time: `PT${seconds}S`, exit: isComplete ? "normal" : "suspend" });
        api.Commit("");
      },
      end: () => api.Terminate(""),
    };
  }

  function scorm12(api) {
    const set = (values) => Object.entries(values).forEach(([name, value]) => {
      api.LMSSetValue(`cmi.${name}`, String(value));
    });
    return {
      begin() {
        api.LMSInitialize("");
        const isNew = api.LMSGetValue("cmi.suspend_data") === "";
        if (api.LMSGetValue("cmi.core.lesson_status") === "not attempted") {
          set({ "core.lesson_status": "incomplete" });
        }
        set({ suspend_data: "begun", "core.exit": "suspend" });
        return {
          learnerId: api.LMSGetValue("cmi.core.student_id"),
          learnerName: api.LMSGetValue("cmi.core.student_name"),
          isNew,
        };
      },
      report(result, seconds) {
        if (result.score !== null) {
          set({ "core.score.min": 0, "core.score.max": 100, "core.score.raw": result.score });
        }
        const exit = result.completion === "COMPLETED" ? "" : "suspend";
        set({ "core.lesson_status": status(result), "core.exit": exit });
        set({ "core.session_time": `00${clock(seconds)}`.slice(-10) });
        api.LMSCommit("");
      },
      end: () => api.LMSFinish(""),
    };
  }

  function aicc(url, session) {
    const message = (command, data = "") => new URLSearchParams(
      { command, version: "4.0", session_id: session, aicc_data: data },
    );
    const ask = (command, data) => {
      const request = new XMLHttpRequest();
      request.open("POST", url, false);
      request.send(message(command, data));
      return request.responseText;
    };
    const read = (text, name) =>
      (new RegExp(`^\\s*${name}\\s*=(.*)$`, "im").exec(text)?.[1] ?? "").trim();
    return {
      begin() {
        const told = ask("GetParam");
        return {
          learnerId: read(told, "student_id"),
          learnerName: read(told, "student_name"),
          isNew: !/\[core_lesson\]\s*begun/i.test(told),
        };
      },
      report(result, seconds) {
        const score = result.score === null ? "" : `${result.score},100,0`;
        ask("PutParam", `[Core]\r\nLesson_Location=\r\nLesson_Status=${status(result)}\r\n` +
          `Score=${score}\r\nTime=${clock(seconds)}\r\n[Core_Lesson]\r\nbegun\r\n`);
      },
      // A page that goes away may only send what nobody waits for.
      end: () => navigator.sendBeacon(url, message("ExitAU")),
    };
  }

  function surrounding() {
    const query = new Map(
      [...new URLSearchParams(location.search)].map(([name, value]) => [name.toLowerCase(), value]),
    );
    if (query.has("aicc_url")) {
      return aicc(query.get("aicc_url"), query.get("aicc_sid") ?? "");
    }
    const api = find("API_1484_11");
    const older = api ? null : find("API");
    return api ? scorm2004(api) : older ? scorm12(older) : null;
  }

  // --- The course ----------------------------------------------------------------------------

  const lms = surrounding();
  const learner = lms?.begin() ?? { learnerId: "", learnerName: "", isNew: true };
  const frame = document.querySelector("iframe");
  const place = new URL(service);
  let before = null; // the seconds that were tracked when the course was opened
  let told = "";
  let over = lms === null;

  function end() {
    if (!over) {
      over = true;
      lms.end();
    }
  }

  window.addEventListener("message", ({ source, origin, data }) => {
    if (over || source !== frame.contentWindow || origin !== place.origin ||
        data?.kind !== "scloud-result") {
      return;
    }
    before ??= data.totalSecondsTracked;
    const seconds = Math.max(0, Math.round(data.totalSecondsTracked - before));
    const facts = JSON.stringify([data.completion, data.success, data.score, seconds]);
    if (facts !== told) {
      told = facts;
      lms.report(data, seconds);
    }
    if (data.isOver) {
      end();
    }
  });
  window.addEventListener("pagehide", end);

  place.search = new URLSearchParams(learner);
  frame.src = place.href;
})();
