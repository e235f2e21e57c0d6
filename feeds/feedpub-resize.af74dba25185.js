/* At the host: each <iframe data-feedpub-resize> is as high as its content. In the frame: tells that height, if asked. */
const REQUEST = "feedpub:resize", HEIGHT = "feedpub:height", HIGHEST = 10_000;

function frame() {
  let host = null;
  const tell = () => {
    const height = Math.ceil(document.documentElement.getBoundingClientRect().height);
    if (host) parent.postMessage({ type: HEIGHT, height }, host);
  };
  addEventListener("message", ({ data, origin, source }) => {
    if (source !== parent || data?.type !== REQUEST || !/^https?:/.test(origin)) return;
    host = origin;
    tell();
  });
  new ResizeObserver(tell).observe(document.documentElement);
}

function host() {
  const frames = () => [...document.querySelectorAll("iframe[data-feedpub-resize]")];
  addEventListener("message", ({ data, origin, source }) => {
    const one = frames().find((each) => each.contentWindow === source && new URL(each.src).origin === origin);
    if (!one || data?.type !== HEIGHT || !Number.isFinite(data.height) || data.height < 1) return;
    one.height = Math.min(Math.ceil(data.height), HIGHEST);
  });
  // The request says nothing, so it may go to any origin: a frame that has not loaded yet has none to name.
  const ask = (one) => one.contentWindow.postMessage({ type: REQUEST }, "*");
  for (const one of frames()) {
    one.addEventListener("load", () => ask(one));
    ask(one);
  }
}

if (document.documentElement.hasAttribute("data-feedpub-frame")) frame(); else host();
