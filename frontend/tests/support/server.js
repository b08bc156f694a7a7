// A server for htmx: notes what it is asked and answers when told to.
import htmx from "htmx.org";

export const asked = [];

class Request {
  upload = { addEventListener() {} };
  headers = {};

  open(method, address) {
    Object.assign(this, { method, address, responseURL: "" });
  }

  setRequestHeader(name, value) {
    this.headers[name] = value;
  }

  send() {
    asked.push(this);
  }

  answer(status, response) {
    Object.assign(this, { status, response });
    this.onload();
  }

  fail() {
    this.onerror();
  }

  overrideMimeType() {}
  addEventListener() {}
  getAllResponseHeaders() {
    return "";
  }
  getResponseHeader() {
    return null;
  }
}

// To be called on a page that has just been opened: from here on htmx serves it, and asks this server.
export function serve() {
  asked.length = 0;
  globalThis.XMLHttpRequest = Request;
  htmx.config.defaultSettleDelay = 0; // what is swapped in is settled at once
  htmx.process(document.body);
}
