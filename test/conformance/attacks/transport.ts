import { type Attack, marker, type Scene } from "./scene.ts";
import { bomb, broken, endless, lengthOf, notPacked, reset, silent, slow, status } from "./tricks.ts";

const served = ({ newest }: Scene) => newest.tree;

/** What only a server can do: readers of files in memory do not meet it. */
export const transport: readonly Attack[] = [
  ...(["head.json", "feed/"] as const).flatMap((file): Attack[] => [
    {
      name: `${file} without an end`,
      attack: "endless-data",
      code: "too-large",
      build: served,
      trick: () => endless(file),
    },
    {
      name: `${file}, a byte now and then`,
      attack: "slow-data",
      code: "timeout",
      build: served,
      trick: () => slow(file),
    },
    { name: `${file}, never answered`, attack: "slow-data", code: "timeout", build: served, trick: () => silent(file) },
    {
      name: `${file} is a redirect to the same server`,
      attack: "redirect",
      code: "network",
      build: served,
      trick: () => status(file, 302, { location: "./elsewhere.json" }),
    },
    {
      name: `${file} is a lasting redirect to another server`,
      attack: "redirect",
      code: "network",
      build: served,
      trick: () => status(file, 308, { location: "http://127.0.0.1:1/" }),
    },
    { name: `${file} breaks off`, attack: "broken-answer", code: "network", build: served, trick: () => broken(file) },
    {
      name: `${file} cannot be had`,
      attack: "broken-answer",
      code: "network",
      build: served,
      trick: () => reset(file),
    },
    {
      name: `${file} promises more than comes`,
      attack: "broken-answer",
      code: "network",
      build: served,
      trick: () => lengthOf(file, 10),
    },
    {
      name: `${file} in a packed body that swells`,
      attack: "swelling-body",
      code: "too-large",
      build: served,
      trick: () => bomb(file, 20_000_000),
    },
    {
      name: `${file} in a body that is not packed as it says`,
      attack: "broken-answer",
      code: "network",
      build: served,
      trick: () => notPacked(file),
    },
    {
      name: `${file} answered with an error and another list`,
      attack: "broken-answer",
      code: "network",
      build: served,
      trick: () => status(file, 500, {}, `{"intro":"${marker}"}`),
    },
  ]),
  {
    name: "feed/ promises less than comes",
    attack: "broken-answer",
    code: "hash-mismatch",
    build: served,
    trick: () => lengthOf("feed/", -10),
  },
  {
    name: "head.json is the page of a hotel's network",
    attack: "broken-answer",
    code: "malformed",
    build: served,
    trick: () => status("head.json", 200, { "content-type": "text/html" }, `<title>${marker}</title>`),
  },
  {
    name: "head.json is “not modified”, to who never had it",
    attack: "broken-answer",
    code: "malformed",
    memories: ["none"],
    build: served,
    trick: () => status("head.json", 304),
  },
];
