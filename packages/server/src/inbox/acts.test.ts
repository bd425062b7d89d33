import { expect, test } from "vitest";
import { words } from "../../inbox/words.ts";
import { isRole } from "../routes/access.ts";
import { endpoints } from "../routes/endpoints.ts";

test("the audit trail has words for every act that it notes, and for no other", () => {
  const noted = endpoints
    .filter(({ method, who, isNoted = method !== "GET" }) => isNoted && isRole(who))
    .map(({ method, path }) => `${method} ${path}`);
  expect(Object.keys(words.acts).toSorted()).toEqual([...noted, "POST /inbox/sign-in"].toSorted());
});
