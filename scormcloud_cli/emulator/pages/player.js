"use strict";
// Plays a course: puts content on the stage, answers its calls, and moves on when it ends.
// The rules of SCORM are the emulator's; each call is sent there, and its answer handed back.
(() => {
  const base = location.pathname.replace(/\/$/, "");
  const element = (id) => document.getElementById(id);
  // What browsers send while a page goes away is 64 KB at most, all beacons together.
  const BEACON_LIMIT = 63 * 1024;
  const LONGEST_ARGUMENT = 1_000_000;
  const PATIENCE = 1000; // in ms, until calls that could not be sent are sent again
  const OWN_WINDOW = "#window"; // how the address of a page ends that is in a window of the player
  const isOwnWindow = location.hash === OWN_WINDOW;
  // In ms, between looks whether the course was launched elsewhere, and what it has come to.
  const WATCH = 5000;
  const CLOSE_WATCH = 1000; // of AICC's messages, which content sends by itself, or for an LMS

  const NARROW = matchMedia("(max-width: 40em)");

  let course = null;
  let current = null; // the activity on the stage
  let frame = null; // where it is: a frame, or a window of its own
  let moving = false; // whether the stage is being cleared
  let over = false; // whether nothing is taken any more
  const unsent = []; // calls that were answered and not sent: {activity, call}

  // --- Talking to the emulator ---------------------------------------------------------------

  function send(method, path, body) {
    const request = new XMLHttpRequest();
    request.open(method, `${base}/${path}`, false);
    try {
      request.send(body === undefined ? null : JSON.stringify(body));
    } catch (error) {
      sayAway(true);
      throw error;
    }
    sayAway(false);
    const answer = JSON.parse(request.responseText || "{}");
    if (request.status === 409) {
      end(answer.error);
    }
    if (request.status >= 400) {
      throw Object.assign(new Error(answer.error), { refused: true });
    }
    return answer;
  }

  function sendCalls(activity, calls) {
    return send("POST", `calls/${encodeURIComponent(activity)}`, { calls }).answers;
  }

  function sendUnsent() {
    while (unsent.length && !over) {
      const activity = unsent[0].activity;
      let count = unsent.findIndex((entry) => entry.activity !== activity);
      count = Math.min(count < 0 ? unsent.length : count, 500);
      const part = unsent.slice(0, count);
      sendCalls(activity, part.map((entry) => entry.call));
      unsent.splice(0, count);
    }
  }

  // What the end of the sitting brings along: the last calls, and which content was open.
  function lastCalls() {
    const calls = current ? { [current.id]: [] } : {};
    for (const { activity, call } of unsent) {
      (calls[activity] ??= []).push(call);
    }
    return calls;
  }

  // --- Talking to a page around this one: that of a dispatch's package ------------------------

  let telling = 0;

  function tell(result, isOver) {
    if (parent !== window) {
      parent.postMessage({ kind: "scloud-result", isOver, ...result }, "*");
    }
  }

  function tellSoon() {
    if (parent !== window) {
      clearTimeout(telling);
      telling = setTimeout(async () => {
        const answer = await fetch(`${base}/state`).catch(() => null);
        if (answer?.ok && !over) {
          tell(await answer.json(), false);
        }
      }, 100);
    }
  }

  setInterval(() => {
    if (unsent.length && !over) {
      try {
        sendUnsent();
      } catch {
        // The network is still away.
      }
    }
  }, PATIENCE);

  // --- What content finds --------------------------------------------------------------------

  const NO_ERROR = { code: "0", error: "", diagnostic: "" };

  function adapter(activity, prefix) {
    const known = new Map(); // what was set or read, for when the network is away
    let trouble = null; // the error of the last call, where the emulator was not asked

    function refuse(name, diagnostic) {
      trouble = { code: "101", error: "General exception", diagnostic };
      return name === "GetValue" ? "" : "false";
    }

    function answerAlone(name, call) {
      const size = new TextEncoder().encode(JSON.stringify([...unsent, call])).length;
      if (size > BEACON_LIMIT) {
        return refuse(name, "The call is too long to be kept until the emulator can be reached.");
      }
      activity.called = call.n;
      unsent.push({ activity: activity.id, call });
      trouble = NO_ERROR;
      if (name === "SetValue") {
        known.set(call.arguments[0], call.arguments[1]);
      }
      return name === "GetValue" ? (known.get(call.arguments[0]) ?? "") : "true";
    }

    function ask(name, values) {
      const asksForTrouble = name.startsWith("GetLast") || name.startsWith("GetError") ||
        name === "GetDiagnostic";
      if (trouble && asksForTrouble) {
        return name === "GetLastError" ? trouble.code
          : name === "GetErrorString" ? trouble.error : trouble.diagnostic;
      }
      if (over) {
        return refuse(name, "The course is over.");
      }
      const texts = values.map((value) => String(value).slice(0, LONGEST_ARGUMENT));
      const call = { n: activity.called + 1, function: prefix + name, arguments: texts };
      let answer;
      try {
        sendUnsent();
        [answer] = sendCalls(activity.id, [call]);
      } catch (error) {
        if (over || error.refused) {
          return refuse(name, `The emulator refused the call: ${error.message}`);
        }
        return asksForTrouble ? (name === "GetLastError" ? "0" : "") : answerAlone(name, call);
      }
      activity.called = call.n;
      trouble = null;
      if (answer.code === "0" && (name === "GetValue" || name === "SetValue")) {
        known.set(texts[0], name === "GetValue" ? answer.answer : texts[1]);
      }
      if (name !== "GetValue" && !asksForTrouble) {
        tellSoon();
      }
      if ((name === "Terminate" || name === "Finish") && answer.answer === "true") {
        setTimeout(() => finished(activity));
      }
      return answer.answer;
    }

    const names = ["Initialize", prefix ? "Finish" : "Terminate", "GetValue", "SetValue",
      "Commit", "GetLastError", "GetErrorString", "GetDiagnostic"];
    return Object.fromEntries(
      names.map((name) => [prefix + name, (...values) => ask(name, values)]),
    );
  }

  // --- The stage -----------------------------------------------------------------------------

  function open(activity) {
    current = activity;
    say("");
    const is2004 = /^SCORM2004|^UNKNOWN$/.test(activity.standard); // a medium is shown by media.js
    window.API = is2004 ? undefined : adapter(activity, "LMS");
    window.API_1484_11 = is2004 ? adapter(activity, "") : undefined;
    element("stage").replaceChildren();
    if (course.look.window && activity.kind === "SCO") {
      offerWindow(course.look.window, activity.href, activity.title, (opened) => {
        frame = opened;
        whenClosed(opened, () => current === activity && !moving && finished(activity));
      });
    } else {
      frame = document.createElement("iframe");
      frame.title = activity.title;
      frame.allow = "autoplay; fullscreen";
      frame.src = activity.href;
      frame.addEventListener("load", () => frame?.focus(), { once: true });
      element("stage").append(frame);
    }
    if (NARROW.matches && course.look.bar) {
      openContents(false);
    }
    show();
  }

  // Opens a window at once where the browser lets it, else when the learner asks for it.
  function offerWindow({ afterClick, toolbar, size, fullScreen }, address, title, then) {
    const [width, height] = fullScreen ? [screen.availWidth, screen.availHeight] : size;
    const features = toolbar ? "" : `popup,width=${width},height=${height}`;
    const button = document.createElement("button");
    button.textContent = `Open ${title}`;
    button.id = "open";
    button.onclick = () => {
      const opened = window.open(address, "_blank", features);
      if (opened) {
        button.textContent = `${title} is open in a window of its own`;
        button.disabled = true;
        then(opened);
      }
    };
    element("stage").replaceChildren(button);
    if (afterClick) {
      button.focus();
    } else {
      button.click();
    }
  }

  function whenClosed(opened, then) {
    const watch = setInterval(() => {
      if (opened.closed) {
        clearInterval(watch);
        then();
      }
    }, 300);
  }

  // Content must have gone before it is left: much of it makes its last calls then.
  function clear(then) {
    moving = true;
    const done = () => {
      frame = null;
      moving = false;
      then();
    };
    if (frame === null) {
      done();
    } else if (frame instanceof HTMLIFrameElement) {
      frame.addEventListener("load", done, { once: true });
      frame.contentWindow.location.replace("about:blank");
    } else {
      frame.close();
      setTimeout(done, 300);
    }
  }

  function leave(then) {
    const activity = current;
    if (activity === null || moving || over) {
      return;
    }
    const ask = () => {
      sendUnsent();
      return send("POST", `leave/${encodeURIComponent(activity.id)}`, {});
    };
    clear(() => insist(ask, (left) => {
      current = null;
      takeProgress(left);
      tellSoon();
      then(left);
    }));
  }

  // Asks again until the emulator can be reached; until then nothing else moves.
  function insist(ask, then) {
    moving = true;
    let answer;
    try {
      answer = ask();
    } catch (error) {
      if (!over && !error.refused) {
        setTimeout(() => insist(ask, then), PATIENCE);
        return;
      }
      moving = false;
      current = null;
      if (!over) {
        say(`The course cannot go on. ${error.message}`);
      }
      return;
    }
    moving = false;
    then(answer);
  }

  // Content has ended by itself: what comes next is its own wish, or that of the settings.
  function finished(activity) {
    if (activity !== current || moving || over) {
      return;
    }
    leave((left) => follow(activity, left));
  }

  function follow(activity, { navigation, action }) {
    const chosen = /^\{target=(.+)\}(?:choice|jump)$/.exec(navigation);
    const target = chosen && course.activities.find((one) => one.id === chosen[1] && !one.blocked);
    const step = { continue: 1, previous: -1 }[navigation];
    const next = target || neighbour(activity, step ?? 1);
    if (["exitAll", "suspendAll", "abandonAll"].includes(navigation)) {
      exit();
    } else if (next && (target || step || action === "GO_TO_NEXT_SCO")) {
      open(next);
    } else if (step ? step > 0 : ["EXIT_COURSE", "GO_TO_NEXT_SCO"].includes(action)) {
      exit();
    } else {
      show();
      if (action === "EXIT_COURSE_AFTER_CONFIRM") {
        say("This part has ended. Do you want to exit the course?", {
          "Exit the course": exit,
          Stay: () => say("This part has ended."),
        });
      } else if (action === "DISPLAY_MESSAGE") {
        say("This part has ended.");
      }
    }
  }

  function neighbour(activity, step) {
    const units = course.activities.filter((one) => one.href);
    let place = units.indexOf(activity) + step;
    while (units[place]?.blocked) {
      place += step;
    }
    return units[place];
  }

  function go(activity) {
    if (current === null) {
      open(activity);
    } else {
      leave(() => open(activity));
    }
  }

  function exit() {
    if (moving || over) {
      return;
    }
    const ask = () => {
      sendUnsent();
      return send("POST", "exit", { calls: lastCalls() });
    };
    clear(() => insist(ask, (told) => {
      end("exited");
      tell(told, true);
      goBack(told.redirect);
    }));
  }

  function goBack(redirect) {
    if (redirect === "closer" || isOwnWindow) {
      window.close();
    } else if (redirect === "blank") {
      location.replace("about:blank");
    } else if (/^https?:/i.test(redirect)) {
      location.replace(redirect);
    }
  }

  // --- What the learner sees -----------------------------------------------------------------

  const WORDS = {
    exited: "The course has ended. You may close this window.",
    superseded: "The course was opened again elsewhere. What is done here does not count any more.",
    away: "The emulator cannot be reached. What is done here is kept while this page stays open, " +
      "and sent when it is back.",
  };

  function say(text, choices = {}) {
    const [line, ...old] = element("message").children;
    old.forEach((button) => button.remove());
    line.textContent = text;
    for (const [label, choose] of Object.entries(choices)) {
      const button = document.createElement("button");
      button.textContent = label;
      button.onclick = choose;
      element("message").append(button);
    }
    if (text) {
      element("message").focus();
    }
  }

  function sayAway(isAway) {
    const text = isAway ? WORDS.away : "";
    if (element("away").textContent !== text) {
      element("away").textContent = text;
    }
  }

  function end(state) {
    over = true;
    sayAway(false);
    element("bar").hidden = element("contents").hidden = true;
    element("stage").hidden = state === "exited";
    say(WORDS[state] ?? state);
  }

  function takeProgress({ amount, statuses, blocked }) {
    element("progress").value = amount ?? 0;
    for (const one of course.activities) {
      one.blocked = one.id in blocked;
      one.status = statuses[one.id] ?? "";
    }
  }

  function openContents(isOpen) {
    element("contents").hidden = !isOpen;
    element("toggle").setAttribute("aria-expanded", isOpen);
  }

  // What of the page there is, by the settings; what changes is shown by `show`.
  function arrange() {
    const look = course.look;
    element("bar").hidden = !look.bar;
    document.querySelector("h1").hidden = !look.title;
    element("toggle").hidden = !look.contents;
    element("previous").hidden = element("next").hidden = !look.previousNext;
    element("close").hidden = !look.closeItem;
    element("help").hidden = !look.help;
    element("exit").hidden = !look.exit;
    element("progress").hidden = !look.progress;
    if (look.contentsWidth) {
      element("contents").style.width = `${look.contentsWidth}px`;
    }
    const showContents = () => {
      // Without a bar nothing would open it.
      openContents(look.contents && ((look.contentsOpen && !NARROW.matches) || !look.bar));
    };
    showContents();
    NARROW.onchange = () => over || showContents();
    element("toggle").onclick = () => openContents(element("contents").hidden);
    element("help").onclick = () => {
      const isShown = element("guide").hidden;
      element("guide").hidden = !isShown;
      element("help").setAttribute("aria-expanded", isShown);
    };
    element("exit").onclick = exit;
    element("close").onclick = () => leave(() => show());
  }

  function show() {
    const buttons = { previous: -1, next: 1 };
    for (const [id, step] of Object.entries(buttons)) {
      const activity = current && neighbour(current, step);
      element(id).hidden = course.activities.filter((one) => one.href).length < 2;
      element(id).disabled = !activity;
      element(id).onclick = () => go(activity);
    }
    element("close").disabled = !current;
    const isHidden = (one) => one.blocked && course.look.blockedEntries === "HIDE";
    const shown = course.activities.filter((one) => one.visible && !isHidden(one));
    element("contents").firstElementChild.replaceChildren(...shown.map(entryOf));
  }

  function entryOf(activity) {
    const isChoice = activity.href && course.look.choice;
    const entry = document.createElement(isChoice ? "button" : "span");
    entry.textContent = activity.title;
    entry.style.paddingInlineStart = `${activity.depth + 0.5}em`;
    if (isChoice) {
      entry.disabled = activity.blocked && course.look.blockedEntries !== "SHOW";
      entry.onclick = () =>
        activity.blocked ? say(`${activity.title} waits for other parts.`) : go(activity);
    }
    if (activity === current) {
      entry.setAttribute("aria-current", "true");
    }
    if (activity.status && activity.href) {
      const status = document.createElement("small");
      status.lang = "en";
      status.textContent = ` (${activity.status})`;
      entry.append(status);
    }
    const item = document.createElement("li");
    item.append(entry);
    return item;
  }

  // --- The page ------------------------------------------------------------------------------

  window.addEventListener("pagehide", () => {
    if (over || course === null) {
      return;
    }
    if (frame instanceof HTMLIFrameElement) {
      frame.remove(); // content makes its last calls now, and not when it is too late for them
    }
    over = true;
    const text = JSON.stringify({ page: course.page, calls: lastCalls() });
    navigator.sendBeacon(`${base}/exit`, text);
  });
  // A page that comes back out of memory knows nothing of what has become of its sitting.
  window.addEventListener("pageshow", (event) => event.persisted && location.reload());

  async function watch() {
    if (!over) {
      const shown = frame;
      const answer = await fetch(`${base}/state`).catch(() => null);
      const told = await answer?.json().catch(() => null);
      if (over) {
        return;
      }
      sayAway(!answer);
      if (!told) {
        return;
      }
      if (answer.status === 409) {
        end(told.error);
      } else if (answer.ok) {
        tell(told, false);
        if (shown === frame && told.ended.includes(current?.id)) {
          finished(current);
        }
      }
    }
  }

  function begin() {
    try {
      course = send("GET", "course");
      const isClose = parent !== window || course.standard === "AICC";
      setInterval(watch, isClose ? CLOSE_WATCH : WATCH);
      arrange();
      takeProgress(course.progress);
      open(course.activities.find((one) => one.id === course.start));
      tellSoon();
    } catch (error) {
      if (!over) {
        end(`The course cannot be played: ${error.message}`);
      }
    }
  }

  // The settings may ask for a window of the player's own: this page waits until it has closed.
  function beginElsewhere(wish) {
    offerWindow(wish, `${location.pathname}${OWN_WINDOW}`, document.title, (opened) =>
      whenClosed(opened, async () => {
        const answer = await fetch(`${base}/state`).catch(() => null);
        if (answer?.status === 409) {
          const { error } = await answer.json();
          end(error === "gone" ? "exited" : error);
          goBack(document.body.dataset.redirect);
        } else {
          beginElsewhere({ ...wish, afterClick: true });
        }
      }));
  }

  const wish = JSON.parse(document.body.dataset.window);
  if (wish && !isOwnWindow) {
    beginElsewhere(wish);
  } else {
    begin();
  }
})();
