// Until a page has its own, the one that the document came with: a page without a title is announced as nothing.
let words = document.title;
let waiting = 0;

/** The browser's title: never a name, never anything clinical. */
export function setTitle(text: string): void {
  words = text;
  write();
}

/** How many wait, before whatever the title is; a number says nothing to who looks over a shoulder. */
export function setTitleCount(count: number): void {
  waiting = count;
  write();
}

function write(): void {
  document.title = waiting > 0 ? `(${waiting}) ${words}` : words;
}
