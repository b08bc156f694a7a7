import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { act, find, open, type } from "../support/page.js";
import { leaving } from "../../src/page/leaving.js";

beforeEach(() => {
  open('<form id="form" data-guard-leaving><input id="name"></form><form id="other"><input id="search"></form>');
  leaving();
});

const asks = () => act(window, "beforeunload").defaultPrevented;

test("a page with nothing typed is left without a question", () => {
  assert.equal(asks(), false);
});

test("what is typed is not lost without a question", () => {
  type("#name", "Lê");
  assert.equal(asks(), true);
});

test("a choice counts as typing does", () => {
  act(find("#name"), "change");
  assert.equal(asks(), true);
});

test("what the page itself fills in is nobody's work", () => {
  act(find("#name"), "input", { isTrusted: false });
  assert.equal(asks(), false);
});

test("a form that is sent, kept as a draft or taken off the page asks no more", () => {
  type("#name", "Lê");
  find("#form").requestSubmit();
  assert.equal(asks(), false);
  type("#name", "Lê Thị");
  delete find("#form").dataset.changed; // as drafts.js does
  assert.equal(asks(), false);
  type("#name", "Lê Thị Hoa");
  find("#form").remove();
  assert.equal(asks(), false);
});

test("a form that guards nothing never asks", () => {
  type("#search", "Lê");
  assert.equal(asks(), false);
});
