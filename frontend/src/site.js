// Every page: styles, htmx, and small helps that a page without script does without.
import "./css/site.css";
import "./site/htmx.js";
import { shortcuts } from "./site/shortcuts.js";
import { drafts } from "./site/drafts.js";
import { leaving } from "./site/leaving.js";
import { confirmations } from "./site/confirmations.js";
import { focus } from "./site/focus.js";
import { once } from "./site/once.js";
import { clipboard } from "./site/clipboard.js";
import { bulk } from "./site/bulk.js";
import { calendars } from "./site/calendars.js";

document.documentElement.classList.add("scripted");
for (const help of [shortcuts, leaving, drafts, confirmations, once, clipboard, bulk, calendars, focus]) help();
