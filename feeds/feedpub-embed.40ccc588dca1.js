/* <feedpub-feed src="feed.json" limit="5"><a href="page">what to show if the feed cannot be read</a></feedpub-feed> */
const BYTES = 5e6, MILLISECONDS = 15e3, ENTRIES = 50, CHARACTERS = 200;

const sheet = new CSSStyleSheet();
sheet.replaceSync(`
:host { display: block; font: 16px/1.5 var(--feedpub-font, system-ui, sans-serif) }
:host([hidden]) { display: none }
section { padding: 1em 1.25em .5em; border: 1px solid var(--feedpub-border, light-dark(#d9dce1, #3a3e46));
  border-radius: var(--feedpub-radius, .75em); background: var(--feedpub-background, light-dark(#fff, #17191d));
  color: var(--feedpub-color, light-dark(#1b1e23, #e8eaed)); overflow-wrap: anywhere; text-wrap: pretty; text-autospace: normal }
p { margin: 0 0 .5em; font-size: 1.125em; font-weight: 650; line-height: 1.35 }
ol { margin: 0; padding: 0; list-style: none }
li { padding: .625em 0; border-top: 1px solid var(--feedpub-border, light-dark(#e6e8ec, #2d3138)) }
a { color: inherit; text-decoration: none; border-radius: 2px }
a:hover { color: var(--feedpub-accent, light-dark(#0b57d0, #a8c7fa)); text-decoration: underline; text-underline-offset: .2em }
a:focus-visible { outline: 2px solid var(--feedpub-accent, light-dark(#0b57d0, #a8c7fa)); outline-offset: 2px }
li > :first-child { display: block }
time { display: block; text-autospace: no-autospace; margin-top: .125em; font-size: .8125em; color: var(--feedpub-muted, light-dark(#5b616b, #a2a8b3)) }`);

const make = (name, part, text, attributes = {}) => {
  const made = document.createElement(name);
  made.setAttribute("part", part);
  made.textContent = text;
  for (const [key, value] of Object.entries(attributes)) if (value) made.setAttribute(key, value);
  return made;
};

// Controls and bidirectional overrides could make a headline read as another.
const text = (value) => {
  if (typeof value !== "string") return "";
  const line = value.slice(0, 2000).replace(/[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, "");
  const clean = line.replace(/[\s\u0000-\u001f\u007f-\u009f]+/g, " ").trim();
  return clean.length > CHARACTERS ? clean.slice(0, CHARACTERS - 1).replace(/[\ud800-\udbff]$/, "") + "…" : clean;
};

const web = (value, base) => {
  try {
    const url = new URL(typeof value === "string" ? value : "", base);
    return typeof value === "string" && /^https?:$/.test(url.protocol) ? url.href : "";
  } catch { return ""; }
};

const language = (value) => {
  try {
    const locale = new Intl.Locale(value);
    return [locale.toString(), /Arab|Hebr|Syrc|Thaa|Nkoo|Adlm/.test(locale.maximize().script) ? "rtl" : "ltr"];
  } catch { return ["", ""]; }
};

const dates = (() => {
  const style = { dateStyle: "medium", timeStyle: "short" };
  try { return new Intl.DateTimeFormat(navigator.languages, style); } catch { return new Intl.DateTimeFormat([], style); }
})();

async function read(url, signal) {
  const response = await fetch(url, { credentials: "omit", signal });
  if (!response.ok) throw new Error(`status ${response.status}`);
  const reader = response.body.getReader(), decoder = new TextDecoder();
  let content = "", size = 0;
  for (let part; !(part = await reader.read()).done;) {
    size += part.value.length;
    if (size > BYTES) { reader.cancel(); throw new Error("too large"); }
    content += decoder.decode(part.value, { stream: true });
  }
  return JSON.parse(content + decoder.decode());
}

function entry(item, base) {
  const title = text(item?.title) || text(item?.summary) || text(item?.content_text);
  if (!title) return null;
  const url = web(item.url, base) || web(item.external_url, base), made = make("li", "entry", "");
  const [lang] = language(item.language);
  made.append(make(url ? "a" : "span", "link", title, { href: url, dir: "auto", lang }));
  const date = new Date(typeof item.date_published === "string" ? item.date_published : NaN);
  if (!isNaN(date)) {
    const shown = { datetime: date.toISOString(), lang: dates.resolvedOptions().locale, dir: "auto" };
    made.append(make("time", "date", dates.format(date), shown));
  }
  return made;
}

function section(feed, base, limit, name) {
  const list = make("ol", "list", "", { role: "list" });
  for (const item of Array.isArray(feed?.items) ? feed.items : []) {
    if (list.children.length >= limit) break;
    const made = entry(item, base);
    if (made) list.append(made);
  }
  if (!list.children.length) throw new Error("no entries");
  const [lang, dir] = language(feed.language), url = web(feed.home_page_url, base);
  const made = make("section", "feed", "", { "aria-labelledby": "title", lang, dir });
  const title = make("p", "title", "", { id: "title" });
  title.append(make(url ? "a" : "span", "title-link", text(feed.title) || name, { href: url, dir: "auto" }));
  made.append(title, list);
  return made;
}

class FeedpubFeed extends HTMLElement {
  static observedAttributes = ["src", "limit"];
  #root = this.attachShadow({ mode: "open" });
  #near = new IntersectionObserver((seen) => seen.some((one) => one.isIntersecting) && this.#load(), { rootMargin: "400px" });
  #stop = new AbortController();

  constructor() {
    super();
    this.#root.adoptedStyleSheets = [sheet];
    this.#root.append(document.createElement("slot"));
    this.#root.addEventListener("click", ({ target }) => {
      const link = target.closest("a");
      if (link) this.#tell("click", { url: link.href, title: link.textContent });
    });
  }
  connectedCallback() { this.#near.observe(this); }
  disconnectedCallback() { this.#near.disconnect(); this.#stop.abort(); }
  attributeChangedCallback() { if (this.isConnected) { this.#near.disconnect(); this.#near.observe(this); } }

  async #load() {
    this.#near.disconnect();
    this.#stop.abort();
    const { signal } = this.#stop = new AbortController(), stop = this.#stop;
    const late = setTimeout(() => stop.abort(new Error("too slow")), MILLISECONDS);
    try {
      const url = web(this.getAttribute("src"), document.baseURI);
      if (!url) throw new Error("src is no http(s) URL");
      const limit = Math.min(Math.max(parseInt(this.getAttribute("limit"), 10) || 5, 1), ENTRIES);
      const made = section(await read(url, signal), url, limit, text(this.textContent));
      if (signal.aborted) return;
      this.#root.replaceChildren(made);
      this.#tell("load", { url, entries: made.querySelectorAll("li").length });
    } catch (error) {
      if (stop !== this.#stop || !this.isConnected) return;
      this.#root.replaceChildren(document.createElement("slot"));
      this.#tell("error", { reason: String(error?.message) });
    } finally { clearTimeout(late); }
  }
  #tell(name, detail) { this.dispatchEvent(new CustomEvent(`feedpub:${name}`, { detail, bubbles: true, composed: true })); }
}
if (!customElements.get("feedpub-feed")) customElements.define("feedpub-feed", FeedpubFeed);
