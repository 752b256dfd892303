import { expect, it, vi } from "vitest";

it("leaves the document's own title until a page has one, also when somebody waits or nobody does", async () => {
  const document = { title: "はぐくみ" };
  vi.stubGlobal("document", document);
  const { setTitle, setTitleCount } = await import("./title");
  setTitleCount(0);
  expect(document.title).toBe("はぐくみ");
  setTitleCount(2);
  expect(document.title).toBe("(2) はぐくみ");
  setTitle("相談室 | はぐくみ");
  expect(document.title).toBe("(2) 相談室 | はぐくみ");
});
