import { type Declared, endpoint } from "./endpoint.ts";

const published = endpoint({
  method: "POST",
  path: "/hooks/published",
  summary: "Looks at the feed now",
  who: "hook",
  // What it says is not believed, so it is not read for meaning.
  text: {},
  answer: "Will look",
  status: 202,
  refusals: [],
  handle: async ({ deps }) => {
    void deps.checkFeed();
    return {};
  },
});

export const hookEndpoints: readonly Declared[] = [published];
