// Reports this lesson to the LMS, by SCORM 1.2 or SCORM 2004, whichever it offers.
"use strict";

const STANDARDS = {
  API: { call: "LMS", end: "Finish", score: "cmi.core.score.", exit: "cmi.core.exit", entry: "cmi.core.entry",
         time: "cmi.core.session_time", answer: "student_response", wrong: "wrong" },
  API_1484_11: { call: "", end: "Terminate", score: "cmi.score.", exit: "cmi.exit", entry: "cmi.entry",
                 time: "cmi.session_time", answer: "learner_response", wrong: "incorrect" },
};

function findApi(start) {
  for (let page = start, steps = 0; page && steps < 20; page = page.parent, steps += 1) {
    for (const name in STANDARDS) {
      if (page[name]) return [page[name], name];
    }
    if (page === page.parent) break;
  }
  return null;
}

const [api, name] = findApi(window) || (window.opener && findApi(window.opener)) || [null, "API"];
const standard = STANDARDS[name];
const is2004 = name === "API_1484_11";
const began = Date.now();
const form = document.getElementById("questions");
const questions = [...form.querySelectorAll("fieldset")];
let finished = false;

function say(text) { document.getElementById("said").textContent = text; }
function call(verb, ...values) { return api ? api[standard.call + verb](...values) : ""; }
function set(element, value) { return call("SetValue", element, String(value)); }
function chosen(question) { return form.elements[question.dataset.id].value; }

function sessionTime() {
  const seconds = Math.round((Date.now() - began) / 1000);
  if (is2004) return `PT${seconds}S`;
  const two = (number) => String(Math.floor(number)).padStart(2, "0");
  return `${two(seconds / 3600).padStart(4, "0")}:${two(seconds / 60 % 60)}:${two(seconds % 60)}`;
}

function reportStatus(completion, success) {
  if (!is2004) return set("cmi.core.lesson_status", success || completion);
  set("cmi.completion_status", completion);
  return success ? set("cmi.success_status", success) : "";
}

function reportAnswer(question) {
  const interaction = `cmi.interactions.${call("GetValue", "cmi.interactions._count")}.`;
  set(interaction + "id", question.dataset.id);
  set(interaction + "type", "choice");
  set(interaction + "correct_responses.0.pattern", question.dataset.right);
  set(interaction + standard.answer, chosen(question));
  set(interaction + "result",
      chosen(question) === question.dataset.right ? "correct" : standard.wrong);
}

function handIn(event) {
  event.preventDefault();
  if (finished) return;
  if (!questions.every(chosen)) return say("Choose an answer to both questions.");
  const right = questions.filter((question) => chosen(question) === question.dataset.right);
  const score = 100 * right.length / questions.length;
  questions.forEach(reportAnswer);
  set(standard.score + "min", 0);
  set(standard.score + "max", 100);
  set(standard.score + "raw", score);
  if (is2004) set("cmi.score.scaled", score / 100);
  reportStatus("completed", score === 100 ? "passed" : "failed");
  call("Commit", "");
  finished = true;
  say(`${score} of 100 points.` + (api ? "" : " Nobody was told: this page found no LMS."));
}

function leave() {
  if (!finished) {
    set("cmi.suspend_data", JSON.stringify(questions.map(chosen)));
    set(standard.exit, "suspend");
  }
  set(standard.time, sessionTime());
  call(standard.end, "");
}

if (api) {
  call("Initialize", "");
  if (["not attempted", "unknown"].includes(
      call("GetValue", is2004 ? "cmi.completion_status" : "cmi.core.lesson_status"))) {
    reportStatus("incomplete", "");
  }
  if (call("GetValue", standard.entry) === "resume") {
    JSON.parse(call("GetValue", "cmi.suspend_data")).forEach((value, index) => {
      form.elements[questions[index].dataset.id].value = value;
    });
  }
  window.addEventListener("pagehide", leave);
}
form.addEventListener("submit", handIn);
