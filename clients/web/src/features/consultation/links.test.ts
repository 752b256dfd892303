import { expect, test } from "vitest";
import { piecesOf } from "./links";

const links = (text: string) => piecesOf(text).flatMap(({ text: shown, href }) => (href === null ? [] : [shown]));

test.each([
  ["https://example.jp", ["https://example.jp"]],
  ["見てください https://example.jp/a?b=c#d です", ["https://example.jp/a?b=c#d"]],
  ["https://example.jp/aを見ました", ["https://example.jp/a"]],
  ["(https://example.jp/a)。", ["https://example.jp/a"]],
  ["「https://example.jp/a」と、https://example.jp/b。", ["https://example.jp/a", "https://example.jp/b"]],
  ["See https://example.jp/a_(b), please.", ["https://example.jp/a_(b)"]],
  ["Really https://example.jp/?!", ["https://example.jp/"]],
  ["HTTP://EXAMPLE.jp/X", ["HTTP://EXAMPLE.jp/X"]],
  ["https://example.jp/%E3%81%82", ["https://example.jp/%E3%81%82"]],
  ["javascript:alert(1) ftp://example.jp data:text/html,x example.jp www.example.jp", []],
  ["https:// http://.. https://city.example@evil.example/", []],
  ['<a href="https://example.jp/a" onclick="x">', ["https://example.jp/a"]],
  ["何もありません", []],
  ["", []],
])("%s", (text, expected) => {
  expect(links(text)).toEqual(expected);
  expect(
    piecesOf(text)
      .map((piece) => piece.text)
      .join(""),
  ).toBe(text);
});

test("every address that becomes a link is a page's, whatever was typed around it", () => {
  const signs = [..."https://http:// @[]()<>\"'.,。あ/%#?\\\n\t", "https://a", "javascript:", "//"];
  let seed = 7;
  const next = (below: number) => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return seed % below;
  };
  for (let round = 0; round < 2_000; round += 1) {
    const text = Array.from({ length: next(30) }, () => signs[next(signs.length)]).join("");
    const pieces = piecesOf(text);
    expect(pieces.map((piece) => piece.text).join("")).toBe(text);
    for (const { href } of pieces) if (href !== null) expect(href).toMatch(/^https?:\/\//);
  }
});

test("four thousand brackets are parted at once", () => {
  expect(links(`https://a.example/${")".repeat(4_000)}`)).toEqual(["https://a.example/"]);
});
