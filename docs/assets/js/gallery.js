// Puts each figure of the gallery into the page itself when it comes near, so that its ink and font follow the page.
// Before, and where the page is opened as a file, the image stands there, on white.

async function inline(image) {
  const answer = await fetch(image.src);
  const svg = new DOMParser().parseFromString(await answer.text(), "image/svg+xml").documentElement;
  svg.removeAttribute("font-family"); // which the file needs where it is an image
  svg.setAttribute("role", "img");
  svg.setAttribute("aria-label", image.alt);
  image.replaceWith(document.adoptNode(svg));
}

const near = new IntersectionObserver(entries => {
  for (const { isIntersecting, target } of entries) {
    if (!isIntersecting) continue;
    near.unobserve(target);
    inline(target).catch(() => {}); // without the file, the image stays
  }
}, { rootMargin: "600px" });

if (location.protocol !== "file:") document.querySelectorAll(".figure-svg > img").forEach(image => near.observe(image));
