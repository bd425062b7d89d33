import { pipe, regex, string, transform } from "zod/mini";
import { Refusal } from "../http/problem.ts";

/** The most that a page of a list has. */
const most = 500;

/** How many a page is to have: 1 to 999, of which it gets 500 at most. */
export const pageSizeSchema = pipe(
  string().check(regex(/^[1-9]\d{0,2}$/)),
  transform((digits: string) => Math.min(Number(digits), most)),
);

export const wrongCursor = (): Refusal =>
  new Refusal(422, "invalid", "Expected ?after= to be `next` of the page before.", {
    errors: { after: "`next` of the page before" },
  });
