import { buildTree, type Envelope, planVersion, type RoleSigners, sha256Hex, type Tree } from "@trust-center/feed";
import { mockContent } from "@trust-center/feed/mock";
import { encode } from "../../conformance/attacks/publish.ts";
import { address, start } from "./vendor.ts";

/** A version that names the text of a policy. */
export async function withPolicy(keys: RoleSigners, root: Envelope): Promise<{ tree: Tree; sha256: string }> {
  const text = encode({
    type: "policy",
    id: "dpa",
    language: "en",
    version: "1",
    body: { type: "root", children: [{ type: "paragraph", children: [{ type: "text", value: "We process." }] }] },
  });
  const sha256 = await sha256Hex(text);
  const content = mockContent({ policies: [{ id: "dpa", title: "DPA", bodies: { en: sha256 } }] });
  const plan = await planVersion({ content, previous: undefined, now: start });
  const tree = await buildTree({ address, ...plan, policies: [text], roots: [root], signers: keys, now: start });
  return { tree, sha256 };
}
