import type { Difference } from "@trust-center/feed";
import type { Reader } from "../read/reader.ts";
import { withUrls } from "../read/with-urls.ts";
import { changeTitle } from "./about.ts";
import { changeFacts, changeFactText } from "./facts.ts";
import { factLabel, type Told } from "./tell.ts";

/** Tells in what two lists differ of one subject: what was and what is. */
export const tellDifference = (difference: Difference, reader: Reader): Pick<Told, "title" | "rows"> => ({
  title: changeTitle(difference, reader),
  rows: changeFacts(difference, reader).map((fact) => ({
    label: factLabel(fact, reader),
    text: changeFactText(fact, reader, withUrls),
  })),
});
