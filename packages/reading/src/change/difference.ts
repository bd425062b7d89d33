import type { Difference } from "@trust-center/feed";
import type { Reader } from "../read/reader.ts";
import { withUrls } from "../read/with-urls.ts";
import { asMeant, changeTitle } from "./about.ts";
import { changeFacts, changeFactText } from "./facts.ts";
import { factLabel, type Told } from "./tell.ts";
import { visibly } from "./visible.ts";

/** Tells in what two lists differ of one subject: what was and what is, with what is meant by what they leave out. */
export const tellDifference = (difference: Difference, reader: Reader): Pick<Told, "title" | "rows"> => ({
  title: changeTitle(difference, reader),
  rows: changeFacts(visibly(asMeant(difference, reader.names.noticeTerms), reader).change, reader).map((fact) => ({
    label: factLabel(fact, reader),
    text: changeFactText(fact, reader, withUrls),
  })),
});
