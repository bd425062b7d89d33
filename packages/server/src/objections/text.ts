import { objectionRequestSchema } from "@trust-center/sdk";
import { check } from "zod/mini";

/** Characters of a message. */
export const longestText = 5000;

const isText = (text: string) => objectionRequestSchema.shape.grounds.safeParse(text, { jitless: true }).success;

/** Lines of text, as an objection's grounds are; and not white space alone. */
export const checkText = check<string>(({ value, issues }) => {
  if (value.trim() === "" || !isText(value))
    issues.push({ code: "custom", message: "is no text, or holds control characters", input: value });
});

/** What somebody wrote in a form; undefined where it cannot be taken. */
export function readText(given: string): string | undefined {
  const text = given.replaceAll("\r\n", "\n").trim();
  return text !== "" && text.length <= longestText && isText(text) ? text : undefined;
}
