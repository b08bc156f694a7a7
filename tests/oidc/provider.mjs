// A provider for the tests: node provider.mjs PORT REDIRECT NOW. Whoever signs in as NAME is `sub` "number-of-NAME" and has the
// claims of data.json's entry of that name, if there is one. NOW (milliseconds) is the office's time, which goes on from there.
import { readFileSync } from "node:fs";

const [port, redirect, now, file] = process.argv.slice(2);
const begun = performance.now();
const RealDate = Date;
const officeTime = () => Number(now) + Math.floor(performance.now() - begun);
globalThis.Date = class extends RealDate {
  constructor(...given) {
    if (given.length) super(...given);
    else super(officeTime());
  }
  static now() {
    return officeTime();
  }
};

const { default: Provider } = await import("oidc-provider");
const people = () => JSON.parse(readFileSync(file, "utf-8"));

const provider = new Provider(`http://127.0.0.1:${port}`, {
  clients: [
    {
      client_id: "motcua",
      client_secret: "a secret of the tests: with colons & signs",
      redirect_uris: [redirect],
      response_types: ["code"],
      grant_types: ["authorization_code"],
    },
  ],
  claims: { profile: ["preferred_username", "name"], email: ["email", "email_verified"] },
  conformIdTokenClaims: false,
  pkce: { required: () => true },
  cookies: { keys: ["of the tests"] },
  ttl: { AuthorizationCode: 60, IdToken: 600, AccessToken: 600, Interaction: 600, Session: 600, Grant: 600 },
  findAccount: (_context, name) => ({
    accountId: name,
    claims: () => ({ sub: `number-of-${name}`, preferred_username: name, ...people()[name] }),
  }),
});
provider.listen(Number(port), "127.0.0.1", () => console.log("listening"));
