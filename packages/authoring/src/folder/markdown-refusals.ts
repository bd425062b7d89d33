type Refusal = readonly [expected: string, found: string, fix: string];

const image: Refusal = ["text", "an image", "Describe it in words, or link to it: [text](https://…)."];
const footnote: Refusal = ["text", "a footnote", "Put its words in brackets where the footnote stands."];

/** What Markdown can say and a policy's tree cannot, by mdast node type, with what to write instead. */
export const refusals: Record<string, Refusal> = {
  html: [
    "Markdown",
    "HTML",
    "Write it as Markdown: **bold**, [text](https://…), a table with | pipes |. Remove comments.",
  ],
  image,
  imageReference: image,
  footnoteReference: footnote,
  footnoteDefinition: footnote,
};

export const checkBox: Refusal = ["a list entry", "a check box", "Write “- done: …” or “- open: …”."];
export const unknownNode: Refusal = [
  "Markdown with tables",
  "something else",
  "Write it as paragraphs, lists, tables or links.",
];
