for (const section of document.querySelectorAll(".episode")) {
  const video = section.querySelector("video");
  if (!video) continue;
  const { end, left, right } = Object.fromEntries(Object.entries(section.dataset).map(([k, v]) => [k, Number(v)]));
  // A frame shows from its stamp on; a hair later is surely not the frame before.
  const seek = (time) => { video.currentTime = Math.max(0, Math.min(time, end)) + 0.001; };
  const draw = () => {
    const share = left + (right - left) * Math.min(video.currentTime / end, 1);
    for (const cursor of section.querySelectorAll(".cursor")) {
      cursor.style.left = `${100 * share}%`;
      cursor.style.display = "block";
    }
    if (!video.paused && !video.ended) requestAnimationFrame(draw);
  };
  video.addEventListener("play", draw);
  video.addEventListener("seeked", draw);
  section.addEventListener("click", (event) => {
    const button = event.target.closest("[data-seek]");
    const plot = event.target.closest(".timed .plot");
    if (button) {
      seek(Number(button.dataset.seek));
      video.scrollIntoView({ behavior: "smooth", block: "nearest" });
    } else if (plot) {
      const box = plot.getBoundingClientRect();
      seek(((event.clientX - box.left) / box.width - left) / (right - left) * end);
    }
  });
}
