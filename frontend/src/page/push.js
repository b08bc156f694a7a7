// data-push="address": a part of the page that offers notices on this device. It shows itself where the browser can do it; the
// office is asked whether the device is told already. Nothing is asked of the browser before the button is pressed.
export function push() {
  for (const part of document.querySelectorAll("[data-push]")) if (able()) offer(part);
}

function able() {
  return "serviceWorker" in navigator && "PushManager" in window && "Notification" in window;
}

async function offer(part) {
  part.hidden = false;
  part.querySelector("[data-push-on]").addEventListener("click", () => act(part, subscribe));
  part.querySelector("[data-push-off]").addEventListener("click", () => act(part, unsubscribe));
  await act(part, state);
}

// One thing at a time; whatever goes wrong is said, and the button is there again.
async function act(part, what) {
  const buttons = part.querySelectorAll("button");
  for (const button of buttons) button.disabled = true;
  try {
    show(part, await what(part));
  } catch {
    show(part, "failed");
  } finally {
    for (const button of buttons) button.disabled = false;
  }
}

function show(part, said) {
  for (const sentence of part.querySelectorAll("[data-push-said]")) sentence.hidden = sentence.dataset.pushSaid !== said;
  part.querySelector("[data-push-on]").hidden = said === "on" || said === "expired";
  part.querySelector("[data-push-off]").hidden = said !== "on";
}

async function state(part) {
  const subscription = await (await registered(part))?.pushManager.getSubscription();
  return subscription ? ask(part, "/state", { endpoint: subscription.endpoint }) : "off";
}

async function subscribe(part) {
  if ((await Notification.requestPermission()) !== "granted") return "denied";
  await navigator.serviceWorker.register(part.dataset.pushWorker);
  const registration = await navigator.serviceWorker.ready;
  const wanted = { userVisibleOnly: true, applicationServerKey: part.dataset.pushKey };
  const subscription = await registration.pushManager.subscribe(wanted);
  return ask(part, "", { subscription: subscription.toJSON() });
}

// The browser's subscription stays: it may serve another dossier of the same person.
async function unsubscribe(part) {
  const subscription = await (await registered(part))?.pushManager.getSubscription();
  return subscription ? ask(part, "/stop", { endpoint: subscription.endpoint }) : "off";
}

function registered(part) {
  return navigator.serviceWorker.getRegistration(new URL(part.dataset.pushWorker, location.href).href);
}

async function ask(part, path, told) {
  const answer = await fetch(part.dataset.push + path, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-CSRFToken": document.querySelector('meta[name="csrf-token"]').content },
    body: JSON.stringify({ ticket: part.dataset.pushTicket, ...told }),
  });
  if (answer.status === 403) return "expired";
  if (!answer.ok) return "failed";
  return (await answer.json()).on ? "on" : "off";
}
