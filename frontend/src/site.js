// Every page: styles, htmx, and small helps that a page without script does without.
import "./css/site.css";
import { requests } from "./page/requests.js";
import { shortcuts } from "./page/shortcuts.js";
import { drafts } from "./page/drafts.js";
import { leaving } from "./page/leaving.js";
import { confirmations } from "./page/confirmations.js";
import { focus } from "./page/focus.js";
import { once } from "./page/once.js";
import { clipboard } from "./page/clipboard.js";
import { bulk } from "./page/bulk.js";
import { calendars } from "./page/calendars.js";
import { redraws } from "./page/redraws.js";
import { enter } from "./page/enter.js";
import { push } from "./page/push.js";

document.documentElement.classList.add("scripted");
const HELPS = [requests, shortcuts, leaving, drafts, confirmations, once, clipboard, bulk, calendars, focus, redraws, enter, push];
for (const help of HELPS) help();
