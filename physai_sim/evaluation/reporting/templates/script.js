// Each episode has one moment: its video, the cursors of its plots and the dots in its maps show it.
const near = 9; // pixels within which a click into a plot means the event there
const sections = new Map([...document.querySelectorAll(".episode")].map((one) => [one.id, one]));

function place(section, time) {
  const { end, left, right } = section.dataset;
  const share = Number(left) + (right - left) * Math.min(time / end, 1);
  for (const cursor of section.querySelectorAll(".cursor")) {
    cursor.style.left = `${100 * share}%`;
    cursor.style.display = "block";
  }
  for (const plot of section.querySelectorAll("[data-trace]")) {
    const trace = (plot.trace ??= JSON.parse(plot.dataset.trace));
    const after = trace.findIndex(([at]) => at > time);
    const [, x, y] = trace.at(after < 0 ? -1 : Math.max(after - 1, 0));
    const here = plot.querySelector(".here");
    here.style.cssText = `display: block; left: ${x}%; top: ${y}%`;
  }
  for (const link of section.querySelectorAll("[data-seek]")) {
    link.classList.toggle("current", Math.abs(link.dataset.seek - time) < 0.05);
  }
  const now = section.querySelector(".now");
  if (now) now.textContent = `Shown: ${time.toFixed(2)} s.`;
}

function show(section, time) {
  const moment = Math.max(0, Math.min(time, Number(section.dataset.end)));
  const video = section.querySelector("video");
  // A frame shows from its stamp on; a hair later is surely not the frame before.
  if (video) video.currentTime = moment + 0.001;
  place(section, moment);
}

function go(section, time) {
  show(section, time);
  history.replaceState(null, "", `#${section.id}@${Number(time.toFixed(3))}`);
}

function follow() {
  const [id, time] = location.hash.slice(1).replace("%40", "@").split("@");
  const section = sections.get(id);
  if (!section || time === undefined || !Number.isFinite(Number(time))) return;
  section.scrollIntoView();
  show(section, Number(time));
}

function clicked(section, plot, event) {
  const { end, left, right } = section.dataset;
  const box = plot.getBoundingClientRect();
  const second = ((right - left) * box.width) / end; // in pixels
  const time = (event.clientX - box.left - left * box.width) / second;
  const marks = [...section.querySelectorAll(".events [data-seek]")].map((one) => Number(one.dataset.seek));
  const nearest = marks.sort((a, b) => Math.abs(a - time) - Math.abs(b - time))[0];
  return Math.abs(nearest - time) * second < near ? nearest : Math.max(0, Math.min(time, Number(end)));
}

for (const section of sections.values()) {
  const video = section.querySelector("video");
  section.addEventListener("click", (event) => {
    const link = event.target.closest("[data-seek]");
    const plot = event.target.closest(".timed .plot");
    if (link) {
      event.preventDefault();
      go(section, Number(link.dataset.seek));
      section.querySelector(".stage").scrollIntoView({ behavior: "smooth", block: "nearest" });
    } else if (plot) {
      go(section, clicked(section, plot, event));
    }
  });
  if (!video) continue;
  const draw = () => {
    place(section, video.currentTime);
    if (!video.paused && !video.ended) requestAnimationFrame(draw);
  };
  video.addEventListener("play", draw);
  video.addEventListener("seeked", draw);
}
window.addEventListener("hashchange", follow);
follow();
